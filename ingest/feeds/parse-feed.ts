import { AppError } from '../../platform/runtime/errors.ts';
import { XmlError } from '../readers/xml-sax.ts';
import { readAtom } from './atom.ts';
import { decodeFeed } from './decode-feed.ts';
import type { FeedEntry } from './entry.ts';
import { readJsonFeed } from './json-feed.ts';
import { readRss } from './rss.ts';
import { parseXml } from './xml-tree.ts';

export interface FeedOptions {
  /** Content-Type of the HTTP answer: its charset is believed when the bytes agree. */
  contentType?: string | undefined;
  /** Address the document came from: base of relative links. */
  url?: string | undefined;
}

/**
 * Every entry of an RSS 0.9x/1.0/2.0, Atom 0.3/1.0 or JSON Feed document, in document order. External DOCTYPE ids are ignored,
 * internal subsets refused, character references decoded once; nothing is fetched. @throws AppError 'invalid_input' with a Chinese reason
 */
export function parseFeed(bytes: Uint8Array, options: FeedOptions = {}): FeedEntry[] {
  try {
    return readFeed(decodeFeed(bytes, options.contentType), options.url ?? null);
  } catch (error) {
    if (error instanceof XmlError) throw new AppError('invalid_input', `订阅源无法读取：${error.message}`);
    throw error;
  }
}

function readFeed(text: string, base: string | null): FeedEntry[] {
  if (text === '') throw new XmlError('内容是空的');
  if (text.startsWith('{') || text.startsWith('[')) return readJsonFeed(text, base);
  if (!text.startsWith('<')) throw new XmlError('既不是 XML，也不是 JSON Feed');
  if (/^<!doctype\s+html|^<html[\s>]/i.test(text)) throw new XmlError('这是网页，不是 RSS、Atom 或 JSON Feed 订阅源');
  const root = parseXml(text);
  if (root.name === 'rss' || root.name === 'rdf' || root.name === 'channel') return readRss(root, base);
  if (root.name === 'feed' || root.name === 'entry') return readAtom(root, base);
  throw new XmlError(`根元素是 <${root.name.slice(0, 40)}>，不是 RSS、Atom 或 JSON Feed`);
}
