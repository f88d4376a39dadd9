import { choices, fallback } from './table.ts';

// Where a post comes from, and how we were told of it.
export const sourceTypeName = fallback({
  weibo: '微博',
  wechat: '微信',
  forum: '论坛',
  news: '新闻',
  video: '视频',
  client: '客户端',
  hotlist: '热榜',
  hotline: '12345热线',
  petition: '信访',
  board: '留言板',
  gov: '政务网站',
  phone: '来电',
  superior: '上级通知',
  manual: '人工登记',
  other: '其他',
});
export const SOURCE_TYPES = choices(sourceTypeName, 'phone', 'superior');
export const toldViaName = fallback({
  phone: '群众来电',
  superior: '上级通知',
  unit: '部门报告',
  media: '媒体问询',
  patrol: '巡查发现',
  other: '其他',
});
