import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../platform/runtime/errors.ts';
import { htmlToText } from '../steps/clean-html.ts';
import { cleanText } from '../steps/clean-text.ts';
import { readDate } from '../steps/dates.ts';
import type { FeedEntry } from './entry.ts';
import { parseFeed } from './parse-feed.ts';

/** The corpus is optional: HUIYING_CORPUS names a folder that has feeds/ in it (gofeed's documents with expected JSON, and others). */
const corpus = process.env['HUIYING_CORPUS'];
const feeds = corpus ? join(corpus, 'feeds') : '';
const present = corpus !== undefined && existsSync(feeds);
if (!present) process.stderr.write('feeds/conformance: HUIYING_CORPUS 未设置，跳过与 gofeed 的对照测试\n');

interface Expected {
  title?: string;
  link?: string;
  url?: string;
  links?: (string | { href?: string; rel?: string })[];
  published?: string;
  pubDate?: string;
  date_published?: string;
  publishedParsed?: string;
  pubDateParsed?: string;
  updatedParsed?: string;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

function expectedOf(path: string): Expected[] | null {
  const json = path.endsWith('.xml') ? path.replace(/\.xml$/, '.json') : path.replace(/\.json$/, '_expected.json');
  if (!/\.(?:xml|json)$/.test(path) || !existsSync(json) || json === path || path.endsWith('_expected.json'))
    return null;
  const parsed = JSON.parse(readFileSync(json, 'utf8')) as { items?: Expected[]; entries?: Expected[] };
  return parsed.items ?? parsed.entries ?? [];
}

const plain = (markup: string | undefined): string =>
  cleanText(htmlToText(markup ?? ''))
    .replace(/\s+/g, ' ')
    .trim();

/** Where the parser's own expectation names several links, the page is the alternate one. */
function linkOf(item: Expected): string | null {
  if (item.link ?? item.url) return (item.link ?? item.url)!;
  const first = item.links?.find((link) => typeof link === 'string' || /^(?:alternate)?$/.test(link.rel ?? ''));
  return first === undefined ? null : typeof first === 'string' ? first : (first.href ?? null);
}

const instantOf = (text: string | undefined | null): number | undefined =>
  text ? (readDate(text)?.at.getTime() ?? undefined) : undefined;

function differences(expected: Expected[], got: FeedEntry[]): string[] {
  if (expected.length !== got.length) return [`count ${expected.length} ≠ ${got.length}`];
  return expected.flatMap((item, index) => {
    const entry = got[index]!;
    const date = instantOf(item.publishedParsed ?? item.pubDateParsed ?? item.date_published ?? item.updatedParsed);
    return [
      plain(item.title) === entry.title ? '' : `title ${plain(item.title)} ≠ ${entry.title}`,
      linkOf(item) === entry.url ? '' : `link ${linkOf(item)} ≠ ${entry.url}`,
      date === undefined || date === instantOf(entry.publishedAt) ? '' : `date ${date} ≠ ${entry.publishedAt}`,
    ].filter((each) => each !== '');
  });
}

function compare(path: string, expected: Expected[]): string[] {
  try {
    return differences(expected, parseFeed(readFileSync(path)));
  } catch (error) {
    return [error instanceof AppError ? error.message : `crash ${String(error)}`];
  }
}

describe.skipIf(!present)('feeds of the corpus', () => {
  const gofeed = present ? filesUnder(join(feeds, 'gofeed')) : [];
  const pairs = gofeed.flatMap((path) => {
    const expected = expectedOf(path);
    return expected === null ? [] : [{ path, expected }];
  });

  it('agrees with gofeed on count, titles, links and dates in at least 97 % of its documents', () => {
    const wrong = pairs.flatMap(({ path, expected }) => {
      const found = compare(path, expected);
      return found.length === 0 ? [] : [`${path.slice(feeds.length)}: ${found.join('; ')}`];
    });
    expect(pairs.length).toBeGreaterThan(400);
    expect(wrong.length / pairs.length, wrong.join('\n')).toBeLessThanOrEqual(0.03);
  });

  it('reads every other document or refuses it with a Chinese reason', () => {
    const refused = filesUnder(feeds)
      .filter((path) => /\.(?:xml|rss|atom|json|html)$/.test(path) && statSync(path).size < 32 * 1024 * 1024)
      .flatMap((path) => {
        try {
          parseFeed(readFileSync(path));
          return [];
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect((error as AppError).message).toMatch(/^订阅源无法读取：/);
          return [path];
        }
      });
    expect(
      refused.filter((path) => /gofeed.translator.*xml$|chinese-blogs|rss-parser.input(?!.unrecognized)/.test(path)),
    ).toEqual([]);
  });
});
