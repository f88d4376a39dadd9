import { firstDate, readable, resolveLink, titleLine, type FeedEntry, type TextKind } from './entry.ts';
import { elements, markupOf, textOf, type XmlNode } from './xml-tree.ts';

/** Atom 0.3 and 1.0: entries in document order. */
export function readAtom(root: XmlNode, base: string | null): FeedEntry[] {
  const feedBase = baseOf(root, base);
  const entries = root.name === 'entry' ? [root] : elements(root).filter((node) => node.name === 'entry');
  return entries.map((entry) => readEntry(entry, baseOf(entry, feedBase)));
}

function readEntry(entry: XmlNode, base: string | null): FeedEntry {
  const own = (name: string): XmlNode | undefined =>
    elements(entry).findLast(
      (child) => child.name === name && (child.space === entry.space || child.space === 'atom' || child.space === ''),
    );
  const dated = ['published', 'issued', 'created', 'updated', 'modified', 'date'].map((name) => own(name));
  const dc = elements(entry).find((child) => child.name === 'date' && child.space === 'dc');
  const title = own('title');
  const body = [own('content'), own('summary')].map(content).find((each) => each.raw.trim() !== '');
  const id = own('id');
  return {
    id: (id && textOf(id).trim()) || null,
    url: linkOf(entry, base),
    title: title ? titleLine(content(title).raw, content(title).kind) : '',
    body: body ? readable(body.raw, body.kind) : '',
    publishedAt: firstDate([...dated, dc].map((node) => (node ? textOf(node).trim() : null))),
  };
}

/** The first alternate link (the page); without one the first that is not about something else. */
function linkOf(entry: XmlNode, base: string | null): string | null {
  const links = elements(entry).filter((child) => child.name === 'link');
  const rel = (link: XmlNode): string => (link.attributes.get('rel') ?? 'alternate').trim().toLowerCase();
  const page = links.find((link) => rel(link) === 'alternate' || rel(link) === '');
  if (!page) return null;
  return resolveLink(page.attributes.get('href') ?? textOf(page), baseOf(page, base));
}

/** Atom says how a text is written: type (1.0) or mode (0.3). */
function content(node: XmlNode | undefined): { raw: string; kind: TextKind } {
  if (!node) return { raw: '', kind: 'text' };
  const type = (node.attributes.get('type') ?? 'text').trim().toLowerCase();
  const mode = node.attributes.get('mode')?.trim().toLowerCase();
  if (mode === 'base64' || isBase64(node, type)) return { raw: fromBase64(textOf(node)), kind: 'html' };
  if (elements(node).length > 0) return { raw: markupOf(node), kind: 'html' };
  return { raw: textOf(node), kind: /html/.test(type) || mode === 'escaped' ? 'html' : 'text' };
}

const isBase64 = (node: XmlNode, type: string): boolean =>
  /^(?:base64|application\/octet-stream)$/.test(type) && /^[A-Za-z0-9+/=\s]+$/.test(textOf(node));

const fromBase64 = (text: string): string => Buffer.from(text.replace(/\s+/g, ''), 'base64').toString('utf8');

const baseOf = (node: XmlNode, outer: string | null): string | null =>
  resolveLink(node.attributes.get('xml:base'), outer) ?? outer;
