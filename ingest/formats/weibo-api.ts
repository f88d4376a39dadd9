import type { RawRecord } from '../raw-record.ts';
import { firstOf, type Recognised, type Row } from './format.ts';

const USED =
  /^(?:id|idstr|mid|mblogid|bid|created_at|text|text_raw|isLongText|source|region_name|.*_count|pic_.*|topic_struct|retweeted_status|longText.*)$/;

/** Weibo as its API or web page gives it. A repost carries its original: two posts, the second the parent of the first. */
export function weiboApiFormat(columns: string[]): Recognised | null {
  const has = (name: string): boolean => columns.includes(name);
  const own =
    has('mblogid') ||
    has('attitudes_count') ||
    has('reposts_count') ||
    has('retweeted_status') ||
    (has('mid') && has('created_at'));
  if (!own || !(has('text') || has('text_raw'))) return null;
  return {
    kind: 'format',
    format: {
      name: '微博接口数据',
      source: 'weibo',
      sourceType: 'weibo',
      ignored: columns.filter((column) => !USED.test(column) && column !== 'user'),
      personal: columns.filter((column) => column === 'user'),
      records,
    },
  };
}

function records(row: Row): RawRecord[] {
  const original = asRow(row['retweeted_status']);
  const post = recordOf(row);
  // A deleted original is a text without id or date: it says nothing that could be answered.
  if (!original || firstOf(original, 'idstr', 'mid', 'id') === null || !original['created_at']) return [post];
  const parent = recordOf(original);
  return [parent, { ...post, parentId: parent.externalId }];
}

function recordOf(row: Row): RawRecord {
  const raw = firstOf(row, 'text_raw');
  const page = firstOf(row, 'mblogid', 'bid', 'idstr', 'mid', 'id');
  const user = asRow(row['user']);
  return {
    externalId: firstOf(row, 'idstr', 'mid', 'id'),
    url: page === null ? null : `https://m.weibo.cn/status/${page}`,
    body: raw ?? firstOf(row, 'text'),
    html: raw === null,
    publishedAt: row['created_at'],
    region: row['region_name'],
    author: user ? firstOf(user, 'idstr', 'id', 'screen_name') : null,
    counts: { like: row['attitudes_count'], comment: row['comments_count'], share: row['reposts_count'] },
  };
}

const asRow = (value: unknown): Row | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : null;
