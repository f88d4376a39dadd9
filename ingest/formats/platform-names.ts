import type { SourceType } from '../raw-record.ts';

/** Names and abbreviations of platforms and kinds of media, as vendors and people write them in a column of a table. */
const NAMES: Record<SourceType, string> = {
  weibo: 'wb weibo 微博 新浪微博',
  wechat: 'wx weixin 微信 公众号 微信公众号',
  news: 'xw news 新闻 网站 wz pm szb 报刊 新闻网站 网媒',
  forum: 'lt bbs 论坛 tb 贴吧 百度贴吧 bk 博客 小红书 知乎 豆瓣',
  video: 'sp 视频 短视频 抖音 快手 哔哩哔哩 bilibili b站 视频号 微信视频号',
  client: 'app khd 客户端 新闻客户端 今日头条',
  gov: 'zw gov 政务 政务网站',
  hotlist: '热榜 热搜',
  board: '留言板 领导留言板',
  ...{ hotline: '', petition: '', phone: '', superior: '', manual: '', other: '' },
};
const TYPES = new Map(
  Object.entries(NAMES).flatMap(([type, names]) => names.split(' ').map((name) => [name, type as SourceType] as const)),
);
TYPES.delete('');

/** What kind of source a platform is; undefined for a name nobody knows. */
export const platformType = (name: string | null): SourceType | undefined =>
  TYPES.get((name ?? '').normalize('NFKC').trim().toLowerCase());
