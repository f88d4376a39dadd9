import { fallback } from './table.ts';

// Rulebooks by their files, and how good a source is.
export const rulebookName = fallback({
  access: '账号与会话',
  appeals: '诉求类型',
  clocks: '时限规则',
  departments: '部门与职责',
  escalation: '逾期升级',
  'event-kinds': '事件类型',
  'event-levels': '事件分级',
  facts: '伤亡与损失识别',
  focus: '重点关注类型',
  grouping: '事件归并',
  lexicon: '词典',
  notifications: '通知与通道',
  'opinion-levels': '舆情等级',
  places: '行政区划与地名',
  promotion: '立单规则',
  routing: '分派规则',
  'routing-duties': '职责分派',
  sensitivity: '敏感程度',
  sources: '信息来源',
  releases: '发布规则',
  'ticket-rules': '工单规则',
  transfers: '移送依据',
  topics: '话题分类',
  warnings: '苗头规则',
  wording: '表述规则',
});
export const gradeName = fallback({
  A: '法律法规原文',
  B: '官方文本',
  C: '地方预案或转载',
  M: '待核',
  P: '本系统默认，可改',
});
