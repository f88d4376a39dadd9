import { decodeEntities } from '../steps/entities.ts';

export interface XmlHandler {
  open(name: string, attributes: string, selfClosing: boolean): void;
  close(name: string): void;
  text(text: string, cdata: boolean): void;
}

/** What makes a document unreadable; the message is Chinese and says what to do. */
export class XmlError extends Error {}

const MAX_TAG = 256 * 1024;
/** Longest text or comment without any markup inside. */
const MAX_PENDING = 16 * 1024 * 1024;

/**
 * Push scanner for XML that comes in chunks: the small part of XML that feeds and spreadsheets need, tolerant of bare "&" and undeclared prefixes.
 * A DOCTYPE with an external id is skipped and never fetched; one with an internal subset is refused, so no entity can be declared.
 * Memory: at most one chunk and one tag.
 */
export class XmlScanner {
  private rest = '';
  private readonly handler: XmlHandler;
  constructor(handler: XmlHandler) {
    this.handler = handler;
  }

  write(chunk: string): void {
    this.rest = this.rest === '' ? chunk : this.rest + chunk;
    this.scan(false);
  }

  end(): void {
    this.scan(true);
    if (this.rest !== '') throw new XmlError('XML 没有写完：最后一个标签不完整');
  }

  private scan(last: boolean): void {
    const { rest } = this;
    let at = 0;
    while (at < rest.length) {
      const open = rest.indexOf('<', at);
      if (open === -1) {
        if (!last) break; // a reference could be cut in two
        this.handler.text(rest.slice(at), false);
        at = rest.length;
        break;
      }
      const end = this.markup(open, last);
      if (end === -1) {
        if (rest.length - open > MAX_TAG && !rest.startsWith('<![CDATA[', open) && !rest.startsWith('<!--', open))
          throw new XmlError('XML 标签过长');
        break;
      }
      if (open > at) this.handler.text(rest.slice(at, open), false);
      this.emit(open, end);
      at = end;
    }
    this.rest = at === 0 ? rest : rest.slice(at);
    if (this.rest.length > MAX_PENDING) throw new XmlError('XML 中有过长的文字段');
  }

  /** Index after the markup at `open`, -1 when it is not complete yet. */
  private markup(open: number, last: boolean): number {
    const { rest } = this;
    if (!last && rest.length - open < 10) return -1;
    if (rest.startsWith('<!--', open)) return past(rest.indexOf('-->', open + 4), 3);
    if (rest.startsWith('<![CDATA[', open)) return past(rest.indexOf(']]>', open + 9), 3);
    if (rest.startsWith('<?', open)) return past(rest.indexOf('?>', open + 2), 2);
    return this.tagEnd(open);
  }

  private tagEnd(open: number): number {
    const { rest } = this;
    let at = open + 1;
    for (;;) {
      const close = rest.indexOf('>', at);
      if (close === -1) return -1;
      const quote = firstQuote(rest, at, close);
      if (quote === -1) return close + 1;
      const end = rest.indexOf(rest[quote]!, quote + 1);
      if (end === -1) return -1;
      at = end + 1;
    }
  }

  private emit(open: number, end: number): void {
    const { rest, handler } = this;
    const second = rest[open + 1];
    if (second === '!') return this.declaration(open, end);
    if (second === '?') return;
    if (second === '/') return handler.close(rest.slice(open + 2, end - 1).trim());
    const selfClosing = rest[end - 2] === '/';
    const tag = rest.slice(open + 1, selfClosing ? end - 2 : end - 1);
    const space = tag.search(/\s/);
    const name = space === -1 ? tag : tag.slice(0, space);
    if (!/^[\p{L}_:]/u.test(name)) throw new XmlError(`XML 标签写法有误：<${name.slice(0, 20)}>`);
    handler.open(name, space === -1 ? '' : tag.slice(space), selfClosing);
  }

  private declaration(open: number, end: number): void {
    const { rest, handler } = this;
    if (rest.startsWith('<![CDATA[', open)) handler.text(rest.slice(open + 9, end - 3), true);
    else if (!rest.startsWith('<!--', open)) {
      const declaration = rest.slice(open, end);
      if (!/^<!doctype/i.test(declaration) || declaration.includes('['))
        throw new XmlError('XML 含有内部 DOCTYPE 声明（可能是实体攻击），已拒绝');
    }
  }
}

const past = (found: number, width: number): number => (found === -1 ? -1 : found + width);

/** A quote before `close` that opens an attribute value (an apostrophe inside text of a broken tag does not). */
function firstQuote(text: string, from: number, close: number): number {
  for (let at = from; at < close; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34 || code === 39) return at;
  }
  return -1;
}

const ATTRIBUTE = /([^\s=/"'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g;

/** Attributes of a tag, names as written. */
export function attributesOf(source: string): Map<string, string> {
  const found = new Map<string, string>();
  if (!source.includes('=')) return found;
  for (const [, name, double, single, bare] of source.matchAll(ATTRIBUTE)) {
    if (!found.has(name!)) found.set(name!, decodeEntities(double ?? single ?? bare ?? ''));
  }
  return found;
}
