import type { RawRecord, SourceType } from '../raw-record.ts';
import { firstOf, type Recognised, type Row } from './format.ts';

interface Platform {
  /** Folder or file-name part MediaCrawler uses. */
  folder: RegExp;
  label: string;
  source: string;
  type: SourceType;
  id: string;
  /** A column only this platform's posts have. */
  tell: RegExp;
  body: string[];
}
const PLATFORMS: Platform[] = [
  {
    folder: /weibo|wb/,
    label: '微博',
    source: 'weibo',
    type: 'weibo',
    id: 'note_id',
    tell: /^(?:shared_count|comments_count|comment_like_count)$/,
    body: ['content'],
  },
  {
    folder: /xhs|xiaohongshu/,
    label: '小红书',
    source: 'xiaohongshu',
    type: 'forum',
    id: 'note_id',
    tell: /^(?:collected_count|image_list|tag_list|xsec_token)$/,
    body: ['desc'],
  },
  {
    folder: /douyin|dy/,
    label: '抖音',
    source: 'douyin',
    type: 'video',
    id: 'aweme_id',
    tell: /^(?:aweme_id|aweme_url)$/,
    body: ['desc'],
  },
  {
    folder: /kuaishou|ks/,
    label: '快手',
    source: 'kuaishou',
    type: 'video',
    id: 'video_id',
    tell: /^(?:viewd_count|video_play_url)$/,
    body: ['desc'],
  },
  {
    folder: /bili(?:bili)?/,
    label: 'B站',
    source: 'bilibili',
    type: 'video',
    id: 'video_id',
    tell: /^video_(?:danmaku|play_count|coin_count|favorite_count)$/,
    body: ['desc'],
  },
  {
    folder: /tieba/,
    label: '贴吧',
    source: 'tieba',
    type: 'forum',
    id: 'note_id',
    tell: /^(?:tieba_name|tieba_link|total_replay_num)$/,
    body: ['desc'],
  },
  {
    folder: /zhihu/,
    label: '知乎',
    source: 'zhihu',
    type: 'forum',
    id: 'content_id',
    tell: /^(?:content_type|voteup_count)$/,
    body: ['content_text', 'desc'],
  },
];
const COUNTS = {
  like: ['liked_count', 'like_count', 'comment_like_count', 'voteup_count'],
  comment: ['comments_count', 'comment_count', 'sub_comment_count', 'video_comment', 'total_replay_num'],
  share: ['shared_count', 'share_count', 'video_share_count'],
  view: ['viewd_count', 'video_play_count'],
};
const USED =
  /^(?:.*_id|type|title|desc|content|content_text|content_type|.*_url|create_?d?_?time|create_date_time|publish_time|time|.*_count|source_keyword|ip_location|last_.*|updated_time|.*_replay_.*|video_.*|.*_list|tieba_.*|pictures|xsec_token|note_.*)$/;
const PERSONAL =
  /^(?:user_.*|nickname|gender|profile_url|avatar|creator_hash|user_nickname|sec_uid|short_user_id|user_unique_id|user_signature)$/;
const DATES = ['create_time', 'time', 'created_time', 'publish_time', 'create_date_time'];

/** Files of MediaCrawler, told by their columns, in doubt by folder or file name. Creator files are about persons and never read. */
export function mediaCrawlerFormat(columns: string[], path: string): Recognised | null {
  const has = (name: string): boolean => columns.includes(name);
  const text = has('content') || has('desc') || has('content_text');
  const ids = PLATFORMS.some((platform) => has(platform.id)) || has('comment_id');
  if (/(?:^|[\\/_])creators?(?:[_.]|$)/i.test(path) || (has('nickname') && has('fans') && !ids))
    return { kind: 'skip', message: '这是创作者（账号）信息文件。本系统不收集个人信息，已整体跳过。' };
  if (!ids || !text || !columns.some((column) => /^(?:create_|created_|last_|publish_time|time$)/.test(column)))
    return null;
  const comment = has('comment_id');
  const platform = platformOf(columns, path);
  if (!platform) return null;
  const format = {
    name: `MediaCrawler ${platform.label}${comment ? '评论' : '帖文'}`,
    source: comment ? `${platform.source}-comment` : platform.source,
    sourceType: platform.type,
    ignored: columns.filter((column) => !USED.test(column) && !PERSONAL.test(column)),
    personal: columns.filter((column) => PERSONAL.test(column)),
    records: (row: Row) => [comment ? commentOf(row, platform) : postOf(row, platform)],
  };
  return { kind: 'format', format };
}

function platformOf(columns: string[], path: string): Platform | undefined {
  const parts = path.toLowerCase().split(/[\\/_.]/);
  const named = PLATFORMS.find((platform) =>
    parts.some((part) => new RegExp(`^(?:${platform.folder.source})$`).test(part)),
  );
  const fits = PLATFORMS.filter((platform) => columns.includes(platform.id));
  return fits.find((platform) => columns.some((column) => platform.tell.test(column))) ?? named ?? fits[0];
}

function postOf(row: Row, platform: Platform): RawRecord {
  const body = firstOf(row, ...platform.body);
  const title = firstOf(row, 'title');
  return {
    ...common(row, platform),
    externalId: firstOf(row, platform.id),
    url: firstOf(row, 'note_url', 'aweme_url', 'video_url', 'content_url'),
    title: body !== null && title !== null && body.startsWith(title) ? null : title,
    body,
  };
}

function commentOf(row: Row, platform: Platform): RawRecord {
  return {
    ...common(row, platform),
    externalId: firstOf(row, 'comment_id'),
    body: firstOf(row, 'content'),
    parentId: firstOf(row, platform.id, 'note_id', 'video_id', 'aweme_id', 'content_id'),
  };
}

function common(row: Row, platform: Platform): RawRecord {
  const dates = DATES.map((column) => row[column]).find(
    (value) => value !== undefined && value !== '' && value !== null,
  );
  const counts = Object.fromEntries(Object.entries(COUNTS).map(([name, columns]) => [name, firstOf(row, ...columns)]));
  return {
    publishedAt: dates,
    counts,
    region: row['ip_location'],
    author: firstOf(row, 'creator_hash', 'user_id', 'nickname', 'user_nickname'),
    html: platform.source === 'zhihu' || platform.source === 'weibo',
  };
}
