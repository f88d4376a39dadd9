import { firstDate, readable, resolveLink, titleLine, type FeedEntry } from './entry.ts';
import { elements, textOf, type XmlNode } from './xml-tree.ts';

/** RSS 0.9x, 1.0 (RDF), 2.0, also without `<channel>`: items in document order. */
export function readRss(root: XmlNode, base: string | null): FeedEntry[] {
  const channelBase = (node: XmlNode, outer: string | null): string | null =>
    resolveLink(node.attributes.get('xml:base'), outer) ?? outer;
  const rootBase = channelBase(root, base);
  return elements(root).flatMap((child) => {
    if (child.name === 'item') return [readItem(child, channelBase(child, rootBase))];
    if (child.name !== 'channel') return [];
    const within = channelBase(child, rootBase);
    return elements(child)
      .filter((node) => node.name === 'item')
      .map((node) => readItem(node, channelBase(node, within)));
  });
}

function readItem(item: XmlNode, base: string | null): FeedEntry {
  const find = finder(item);
  const guid = find('own', 'guid') ?? find('own', 'id') ?? find('atom', 'id');
  const about = item.attributes.get('rdf:about');
  return {
    id: nonEmpty(guid && textOf(guid)) ?? nonEmpty(about) ?? nonEmpty(textIn(find('dc', 'identifier'))),
    url: linkOf(item, base),
    title: titleLine(inner(find('own', 'title') ?? find('dc', 'title') ?? find('media', 'title')), 'html'),
    body: readable(bodyOf(find), 'html'),
    publishedAt: firstDate(
      [
        find('own', 'pubdate'),
        find('dc', 'date'),
        find('atom', 'published'),
        find('own', 'published'),
        find('atom', 'updated'),
        find('dc', 'created'),
      ].map(textIn),
    ),
  };
}

type Find = (space: 'own' | string, name: string) => XmlNode | undefined;

/** The last element of a name wins, as readers everywhere do; 'own' is RSS itself, whatever its namespace is called. */
function finder(item: XmlNode): Find {
  const children = elements(item);
  return (space, name) =>
    children.findLast((child) => child.name === name && (space === 'own' ? isOwn(child, item) : child.space === space));
}

const isOwn = (child: XmlNode, item: XmlNode): boolean =>
  child.space === item.space || child.space === '' || child.space === 'rss';

function bodyOf(find: Find): string {
  const candidates = [
    find('content', 'encoded'),
    find('own', 'encoded'),
    find('own', 'description'),
    find('atom', 'content'),
  ];
  candidates.push(
    find('dc', 'description'),
    find('itunes', 'summary'),
    find('atom', 'summary'),
    find('media', 'description'),
    find('own', 'body'),
  );
  return candidates.map(inner).find((text) => text.trim() !== '') ?? '';
}

/** The last link with an address, as text or as href (people mix Atom in); a relation other than alternate names something else. */
function linkOf(item: XmlNode, base: string | null): string | null {
  const links = elements(item).filter(
    (child) => child.name === 'link' && (isOwn(child, item) || child.space === 'atom'),
  );
  const usable = links.filter((link) => /^(?:alternate)?$/i.test(link.attributes.get('rel') ?? ''));
  const addresses = usable.map((link) => textOf(link).trim() || (link.attributes.get('href') ?? '').trim());
  return resolveLink(
    addresses.findLast((address) => address !== ''),
    base,
  );
}

/** RSS text is HTML, escaped, in CDATA or naked: all three become one HTML string. */
function inner(node: XmlNode | undefined): string {
  if (!node) return '';
  return node.children
    .map((child) => (typeof child === 'string' ? child : `<${child.name}>${inner(child)}</${child.name}>`))
    .join('');
}

const textIn = (node: XmlNode | undefined): string | null => (node ? textOf(node).trim() : null);
const nonEmpty = (text: string | null | undefined): string | null => (text?.trim() ? text.trim() : null);
