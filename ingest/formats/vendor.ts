import type { RawRecord, SourceType } from '../raw-record.ts';
import { firstOf, type Recognised, type Row } from './format.ts';
import { platformType } from './platform-names.ts';

/** classify of 思通: 1 微信 … 11 博客. */
const CLASSES: SourceType[] = [
  'other',
  'wechat',
  'weibo',
  'gov',
  'forum',
  'news',
  'news',
  'client',
  'news',
  'news',
  'video',
  'forum',
];
const PERSONAL =
  /^(?:author|originAuthor.*|profileImageUrl|gender|fansNumber|friendsCount|description|weiboUser.*|city|icpProvince|forwarderContent|authorid|author_.*)$/;

/** Pushes and exports of data vendors: 新浪舆情通 (icclist) and 思通. */
export function vendorFormat(columns: string[]): Recognised | null {
  const has = (name: string): boolean => columns.includes(name);
  if (has('webpageUrl') && (has('captureTime') || has('captureWebsiteName') || has('originType')))
    return recognised(
      '数据商舆情推送（icclist）',
      'yuqingtong',
      columns,
      yuqingtong,
      /^(?:id|title|content|summary|webpageUrl|captureTime|published.*|originType.*|.*[cC]ount|repeatNum|forwardNumber|comments|province|emotion|.*[kK]eyword.*|captureWebsiteName|titleHs)$/,
    );
  if (has('article_public_id') && (has('classify') || has('publish_time')))
    return recognised(
      '数据商舆情接口（思通）',
      'sitong',
      columns,
      sitong,
      /^(?:article_public_id|title|content|source_url|sourcewebsitename|classify|emotionalIndex|publish_time|spider_time|similarvolume|heatvolume|.*lable|ner|key_words)$/,
    );
  return null;
}

function recognised(
  name: string,
  source: string,
  columns: string[],
  record: (row: Row) => RawRecord,
  used: RegExp,
): Recognised {
  const ignored = columns.filter((column) => !used.test(column) && !PERSONAL.test(column));
  const personal = columns.filter((column) => PERSONAL.test(column));
  return {
    kind: 'format',
    format: { name, source, sourceType: 'other', ignored, personal, records: (row) => [record(row)] },
  };
}

function yuqingtong(row: Row): RawRecord {
  const title = firstOf(row, 'title');
  const body = firstOf(row, 'content', 'summary');
  const minute = [firstOf(row, 'publishedDay'), firstOf(row, 'publishedMinute')].filter((part) => part !== null);
  return {
    externalId: firstOf(row, 'id'),
    url: firstOf(row, 'webpageUrl'),
    title: title !== null && body?.startsWith(title) ? null : title,
    body,
    html: true,
    publishedAt:
      row['published'] ??
      (minute.length === 2 && !/^\d{4}/.test(minute[1]!) ? minute.join(' ') : (minute[1] ?? minute[0])),
    sourceType: platformType(firstOf(row, 'originType')) ?? 'other',
    region: row['province'],
    author: firstOf(row, 'originAuthorId', 'author'),
    counts: {
      like: row['praiseNum'],
      comment: row['comments'],
      share: row['forwardNumber'] ?? row['shareCount'],
      view: row['readCount'],
      repeat: row['repeatNum'],
    },
  };
}

function sitong(row: Row): RawRecord {
  return {
    externalId: firstOf(row, 'article_public_id'),
    url: firstOf(row, 'source_url'),
    title: firstOf(row, 'title'),
    body: firstOf(row, 'content'),
    html: true,
    publishedAt: row['publish_time'],
    sourceType: CLASSES[Number(row['classify'])] ?? 'other',
    author: firstOf(row, 'author'),
    counts: { repeat: row['similarvolume'] },
  };
}
