import { choices, fallback } from './table.ts';

// What the analysis of a post says, and what a person may correct of it.
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
/** Of a matter somebody handles: a text may be irrelevant, a ticket is not; where only a link or a picture came in nothing could be read. */
export const matterTopic = (topic: string): string => (topic === 'none' ? '未归类' : topicName(topic));
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
export const sensitivityName = fallback({
  '0': '0 级（无关）',
  '1': '1 级（一般）',
  '2': '2 级（需关注）',
  '3': '3 级（重大）',
});
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
  '2g': '有人受伤、被困，或发生险情',
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
export const toneName = fallback({ worry: '担忧', anger: '愤怒', doubt: '质疑', thanks: '感谢', neutral: '平和' });
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
  facts: '伤亡与损失',
  eventKind: '事件类型',
  eventLevel: '建议级别',
  lead: '主办单位',
  co: '协办单位',
  accused: '被反映单位',
});
export const FEEDBACK_LABELS = choices(feedbackLabelName);
export const feedbackStateName = fallback({ pending: '待复核', accepted: '已采纳', rejected: '不予采纳' });
