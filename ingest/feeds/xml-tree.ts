import { attributesOf, XmlError, XmlScanner } from '../readers/xml-sax.ts';
import { decodeEntities } from '../steps/entities.ts';

export interface XmlNode {
  /** Namespace by its well-known short name ('atom', 'dc', 'content', 'rss' …), else the prefix in lower case, '' for none. */
  space: string;
  /** Local name, lower case. */
  name: string;
  attributes: Map<string, string>;
  children: (XmlNode | string)[];
}

const MAX_DEPTH = 200;
const MAX_NODES = 400_000;
const SPACES: [RegExp, string][] = [
  [/purl\.org\/atom\/|w3\.org\/2005\/atom|example\.com\/newformat|purl\.org\/net\/rss1\.1|purl\.org\/atom/i, 'atom'],
  [/purl\.org\/dc\/(?:elements|terms)/i, 'dc'],
  [/purl\.org\/rss\/1\.0\/modules\/content/i, 'content'],
  [/w3\.org\/1999\/02\/22-rdf-syntax/i, 'rdf'],
  [
    /purl\.org\/rss\/1\.0\/?$|my\.netscape\.com\/(?:rdf|publish)|backend\.userland\.com|blogs\.law\.harvard\.edu|channel\.netscape\.com/i,
    'rss',
  ],
  [/www\.itunes\.com\/dtds/i, 'itunes'],
  [/search\.yahoo\.com\/mrss/i, 'media'],
  [/w3\.org\/1999\/xhtml/i, 'xhtml'],
];

/**
 * The tree of a small XML document (a feed). Mis-nested closing tags close what they can; depth and number of nodes are bounded.
 * @throws XmlError with a Chinese reason
 */
export function parseXml(xml: string): XmlNode {
  const builder = new TreeBuilder();
  const scanner = new XmlScanner(builder);
  scanner.write(xml);
  scanner.end();
  return builder.finish();
}

class TreeBuilder {
  private readonly top: XmlNode = { space: '', name: '', attributes: new Map(), children: [] };
  private readonly stack: { node: XmlNode; written: string; prefixes: Map<string, string> }[] = [];
  private nodes = 0;

  open(written: string, source: string, selfClosing: boolean): void {
    const attributes = attributesOf(source);
    const prefixes = declared(attributes, this.stack.at(-1)?.prefixes ?? new Map<string, string>());
    const [prefix, local] = split(written);
    const node: XmlNode = {
      space: prefixes.get(prefix) ?? prefix.toLowerCase(),
      name: local.toLowerCase(),
      attributes,
      children: [],
    };
    (this.stack.at(-1)?.node ?? this.top).children.push(node);
    this.nodes += 1;
    if (this.nodes > MAX_NODES || this.stack.length >= MAX_DEPTH) throw new XmlError('XML 结构过深或元素过多，已拒绝');
    if (!selfClosing) this.stack.push({ node, written, prefixes });
  }

  close(written: string): void {
    for (let index = this.stack.length - 1; index >= 0; index -= 1) {
      if (this.stack[index]!.written === written) {
        this.stack.length = index;
        return;
      }
    }
    throw new XmlError(`XML 标签不配对：</${written.slice(0, 40)}>`);
  }

  text(text: string, cdata: boolean): void {
    const parent = this.stack.at(-1);
    if (parent) parent.node.children.push(cdata ? text : decodeEntities(text));
    else if (text.trim() !== '' && this.nodes > 0) throw new XmlError('XML 根元素之外还有文字');
  }

  finish(): XmlNode {
    const open = this.stack.at(-1);
    if (open) throw new XmlError(`XML 没有写完：<${open.written.slice(0, 40)}> 没有结束`);
    const root = this.top.children.find((child): child is XmlNode => typeof child !== 'string');
    if (!root) throw new XmlError('不是 XML 文档：没有任何元素');
    return root;
  }
}

function declared(attributes: Map<string, string>, inherited: Map<string, string>): Map<string, string> {
  let prefixes = inherited;
  for (const [name, value] of attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    if (prefixes === inherited) prefixes = new Map(inherited);
    const prefix = name.slice(6);
    const known = SPACES.find(([pattern]) => pattern.test(value.trim()))?.[1];
    prefixes.set(prefix, known ?? (prefix === '' ? 'other' : prefix.toLowerCase()));
  }
  return prefixes;
}

function split(written: string): [string, string] {
  const colon = written.indexOf(':');
  return colon === -1 ? ['', written] : [written.slice(0, colon), written.slice(colon + 1)];
}

/** All text under a node, in order; elements inside leave no trace but their text. */
export function textOf(node: XmlNode): string {
  return node.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** Text under a node with markup kept as tags, so that block elements can still break lines. */
export function markupOf(node: XmlNode): string {
  const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return node.children
    .map((child) => (typeof child === 'string' ? escape(child) : `<${child.name}>${markupOf(child)}</${child.name}>`))
    .join('');
}

export const elements = (node: XmlNode): XmlNode[] =>
  node.children.filter((child): child is XmlNode => typeof child !== 'string');
