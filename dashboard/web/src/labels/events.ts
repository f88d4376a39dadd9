import { choices, fallback } from './table.ts';

// What is said of an event: how it moves, how grave it is, what gave the alarm.
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
/** Who tells a number of an event: EVENT_CLAIM_SOURCES. */
export const eventClaimSourceName = fallback({
  official: '官方',
  unit: '单位',
  media: '媒体',
  self: '自媒体',
  netizen: '网传',
});
