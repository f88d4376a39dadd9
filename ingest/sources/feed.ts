import { AppError } from '../../platform/runtime/errors.ts';
import { collect } from '../collect.ts';
import type { FeedEntry } from '../feeds/entry.ts';
import { parseFeed } from '../feeds/parse-feed.ts';
import type { RawRecord } from '../raw-record.ts';
import type { PollSource } from '../source.ts';

/** RSS, Atom or JSON Feed by conditional GET: nothing is transferred when nothing changed. */
export const pollFeed: PollSource<'feed'> = async (source, cursor, deps) => {
  await deps.pace(new URL(source.url).host);
  const headers: Record<string, string> = {
    accept: 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5',
  };
  if (cursor.etag) headers['if-none-match'] = cursor.etag;
  if (cursor.lastModified) headers['if-modified-since'] = cursor.lastModified;
  const answer = await deps.outgoing(source.url, { headers });
  if (answer.status === 304) return { new: 0, updated: 0, refused: 0, cursor };
  if (answer.status !== 200) throw new AppError('unavailable', `对方返回 HTTP ${answer.status}`);
  const entries = parseFeed(answer.body, { contentType: answer.headers['content-type'], url: answer.url });
  const collected = await collect(deps.kernel, entries.map(recordOf), {
    ...deps.collect,
    source: source.id,
    sourceType: source.sourceType,
  });
  const { new: fresh, updated, refused } = collected;
  const next = {
    etag: answer.headers['etag'] ?? null,
    lastModified: answer.headers['last-modified'] ?? null,
    state: cursor.state,
  };
  return { new: fresh, updated, refused, cursor: next };
};

/** An id that is an address serves as address when the entry has none. */
export const recordOf = ({ id, url, title, body, publishedAt }: FeedEntry): RawRecord => ({
  ...{ externalId: id ?? url, url: url ?? id, title, body, publishedAt },
});
