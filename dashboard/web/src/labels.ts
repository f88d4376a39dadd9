import { ROLE_TITLES } from '../../accounts/role-titles.ts';

import { choices, fallback } from './label-tables.ts';

export * from './paper-labels.ts';

export const topicName = fallback({
  employment_social_security: '就业社保',
  education: '就学教育',
  healthcare: '就医卫生',
  housing: '住房保障',
  work_safety: '安全生产',
  environment: '生态环境',
  food_drug_safety: '食品药品安全',
  elderly_care: '养老与民政救助',
  transport: '交通运输',
  urban_management: '城市管理',
  utilities: '公用事业',
  consumer_market: '消费维权与市场监管',
  public_security: '治安与公共安全',
  land_rural: '征地拆迁与三农',
  culture_sports_tourism: '文体旅游',
  government_service: '政务服务与作风',
  other_civic: '其他政务民生',
  none: '无关',
});
export const TOPICS = choices(topicName, 'none');
export const appealName = fallback({
  complaint: '投诉',
  help: '求助',
  consultation: '咨询',
  suggestion: '建议',
  report: '举报',
  praise: '表扬',
  news: '新闻通报',
  other: '其他',
});
export const focusName = fallback({
  major_policy: '重大政策误读或争议',
  own_interest: '公众切身利益',
  media_attention: '媒体和社会关注',
  credibility: '形象和公信力',
  moral_bottom_line: '冲击道德底线',
  social_order: '危害社会秩序',
  emergency: '突发事件',
  false_info: '网传信息·待核实',
});
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
export const stageName = fallback({
  emerging: '初现',
  growing: '上升',
  peak: '高峰',
  declining: '回落',
  ended: '平息',
});
export const colourName = fallback({ red: '红色', orange: '橙色', yellow: '黄色', blue: '蓝色' });
export const levelName = fallback({ I: 'Ⅰ级（特别重大）', II: 'Ⅱ级（重大）', III: 'Ⅲ级（较大）', IV: 'Ⅳ级（一般）' });
export const kindName = fallback({
  work_safety: '生产安全事故',
  fire: '火灾',
  road: '道路交通事故',
  railway: '铁路交通事故',
  environment: '突发环境事件',
  food: '食品安全事件',
  occupational_poisoning: '职业中毒',
  infectious: '传染病疫情',
  earthquake: '地震',
  geology: '地质灾害',
  weather: '气象灾害',
  flood: '洪涝灾害',
  mass_incident: '社会安全·群体性事件',
  terror_crime: '社会安全·暴力犯罪',
});
export const EVENT_KINDS = choices(kindName);
export const stateName = fallback({
  received: '接报',
  judged: '已研判',
  dispatched: '已交办',
  accepted: '已签收',
  handling: '办理中',
  reported: '已反馈',
  reviewed: '已审核',
  released: '已发布',
  closed: '已办结',
  archived: '已归档',
});
export const flagName = fallback({
  returned: '退回待裁定',
  reassigned: '已改派',
  consulting: '会商中',
  extended: '已延期',
  supervised: '督办',
  listed: '挂牌督办',
  reopened: '已重启',
  merged: '已合并',
  split: '已拆分',
  passed_down: '已转派下级',
  countersign_due: '待补签',
  admitted: '已解除回避',
  late_judgement: '先交办后研判',
  rejudge_due: '待重新研判',
  assigned_before_judged: '先交办后研判',
});
export const outcomeName = fallback({
  public_answer: '公开回应',
  direct_answer: '点对点答复',
  prepared_line: '备答口径',
  legal_channel: '转法定渠道',
  not_ours: '移送非属地',
  already_answered: '已有答复',
  keep_watching: '继续关注',
  no_answer: '无需回应',
});
export const releaseName = fallback({
  first_information: '首次权威信息',
  press_conference: '新闻发布会',
  conference: '新闻发布会',
  clarification: '澄清说明',
  follow_up: '持续发布',
  reply: '答复',
});
export const warningName = fallback({
  grave: '重大苗头',
  growth: '传播升温',
  cross_source: '多平台扩散',
  media: '媒体介入',
  repeat: '重复反映',
  minors: '涉未成年人',
  crowd: '人员聚集',
  registered: '人工登记',
  false_info: '网传信息·待核实',
});
export const roleName = fallback({ ...ROLE_TITLES, duty_officer: '值班员（网信办/政府办）' });
export const factName = fallback({
  deaths: '死亡',
  seriousInjuries: '重伤',
  injuries: '受伤',
  missing: '失联',
  poisoned: '中毒或不适',
  evacuated: '转移',
  directLossYuan: '直接损失（元）',
});
/** Who states a number; without a source the text says it itself. */
export const claimSourceName = fallback({
  official: '官方',
  unit: '涉事单位',
  media: '媒体',
  netizen: '网民',
  hearsay: '网传·待核实',
});
/** Who tells a number of an event: EVENT_CLAIM_SOURCES. */
export const eventClaimSourceName = fallback({
  official: '官方',
  unit: '单位',
  media: '媒体',
  self: '自媒体',
  netizen: '网传',
});
export const toneName = fallback({ worry: '担忧', anger: '愤怒', doubt: '质疑', thanks: '感谢', neutral: '平和' });
/** Signs of the labelling rules §3, as the evidence names them. */
export const sensitivityReason = fallback({
  '1': '模型综合判断',
  '2': '模型综合判断',
  '3': '模型综合判断',
  '2a': '群体利益',
  '2b': '多次反映未解决',
  '2c': '指向公职人员或公共单位',
  '2d': '媒体介入或广泛议论',
  '2e': '现实危险',
  '2f': '群体性欠薪',
  '2g': '有伤或已受控的事件',
  '2h': '大面积或长时间中断',
  '3a': '死亡、重伤或多人受伤',
  '3b': '多人中毒',
  '3c': '爆炸、坍塌、大火、灾害',
  '3d': '人员聚集',
  '3e': '侵害未成年人',
  '3f': '严重污染',
  '3g': '可能引发恐慌的传闻',
  '3h': '轻生或暴力威胁',
});
export const sensitivityName = fallback({
  '0': '0 级（无关）',
  '1': '1 级（一般）',
  '2': '2 级（需关注）',
  '3': '3 级（重大）',
});
export const departmentRole = fallback({ lead: '主办', co: '协办', coordinator: '协调', supervisor: '督办' });
export const evidenceGroupName = fallback({
  topic: '主题',
  appeal: '诉求',
  sensitivity: '敏感',
  focus: '关注',
  facts: '人数',
  claim: '说法',
  eventKind: '类型',
  place: '地点',
  accused: '被反映',
  other: '其他',
});
/** What a correction is about. */
export const feedbackLabelName = fallback({
  topic: '主题',
  secondary: '次要主题',
  appeal: '诉求',
  sensitivity: '敏感度',
  focus: '重点关注',
  place: '地点',
  facts: '人数与损失',
  eventKind: '事件类型',
  eventLevel: '建议级别',
  lead: '主办单位',
  co: '协办单位',
  accused: '被反映单位',
});
export const FEEDBACK_LABELS = choices(feedbackLabelName);
export const feedbackStateName = fallback({ pending: '待复核', accepted: '已采纳', rejected: '不予采纳' });
export const toldViaName = fallback({
  phone: '群众来电',
  superior: '上级通知',
  unit: '部门报告',
  media: '媒体问询',
  patrol: '巡查发现',
  other: '其他',
});
export const dispositionName = fallback({
  'D-1': 'D-1 建设性意见：公开采纳情况',
  'D-2': 'D-2 实际困难：公开解决情况',
  'D-3': 'D-3 重大问题：公布调查处置',
  'D-4': 'D-4 情况不明：发布权威信息',
  'D-5': 'D-5 模糊认识：引导更正',
  'D-6': 'D-6 不实信息：澄清并移交线索',
});
export const gradeName = fallback({
  A: '法律法规原文',
  B: '官方文本',
  C: '地方预案或转载',
  M: '待核',
  P: '本系统默认，可改',
});
export const verificationName = fallback({
  unverified: '未核实',
  verifying: '核实中',
  true: '属实',
  partly_true: '部分属实',
  false: '不实',
  unverifiable: '无法核实',
});
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
