import { fallback } from '../dashboard/web/src/labels/table.ts';
import * as names from '../dashboard/web/src/labels.ts';

/** One field of an answer of `analyze`; an array is written `[]`, the names of facts `*`. */
interface OutputField {
  path: string;
  /** Meaning, then unit, range or codes, in Chinese and in English. */
  zh: [string, string];
  en: [string, string];
}

const field = (path: string, zh: OutputField['zh'], en: OutputField['en']): OutputField => ({ path, zh, en });
const SHARE = ['概率，0–1', 'probability, 0–1'] as const;
const UNITS = ['自 0 起，UTF-16 单位，不含末位', 'from 0, UTF-16 units of the field as given, end exclusive'] as const;

/** In the order of the answer. */
export const OUTPUT_FIELDS: readonly OutputField[] = [
  field('id', ['输入的编号', '文字'], ['id of the row', 'string']),
  field('topic.primary', ['主要主题', '代码：主题'], ['primary topic', 'code: topic']),
  field('topic.secondary[]', ['次要主题', '代码：主题；至多 2 个'], ['other topics', 'code: topic; at most 2']),
  field('topic.confidence', ['主要主题的把握', SHARE[0]], ['certainty of the primary topic', SHARE[1]]),
  field('appeal', ['诉求类型', '代码：诉求'], ['what is asked', 'code: appeal']),
  field('sensitivity.level', ['敏感等级', '整数 0–3，3 最高'], ['how urgently an answer is needed', 'integer 0–3']),
  field('sensitivity.confidence', ['敏感等级的把握', SHARE[0]], ['certainty of the level', SHARE[1]]),
  field('focus[]', ['重点关注类型', '代码：重点关注；可为空'], ['why it matters', 'code: focus; may be empty']),
  field('departments[].id', ['建议单位', 'departments.yaml 的单位编号'], ['proposed unit', 'id in departments.yaml']),
  field('departments[].name', ['单位名称', '文字'], ['its name', 'string']),
  field('departments[].role', ['单位角色', '代码：单位角色'], ['its part', 'code: role']),
  field('departments[].score', ['由其承办的把握', SHARE[0]], ['certainty', SHARE[1]]),
  field('departments[].reason', ['建议依据', '文字'], ['why it is proposed', 'Chinese sentence']),
  field(
    'accused[].id',
    ['被反映的单位（回避，不作主办）', '单位编号；不在本级单位表中为 null'],
    ['unit that is blamed; never leads', 'id, or null outside the tree'],
  ),
  field('accused[].name', ['其名称', '文字'], ['its name', 'string']),
  field(
    'places[].code',
    ['地点', '行政区划代码或 places.yaml 的编号'],
    ['place', 'division code or id in places.yaml'],
  ),
  field('places[].name', ['地名', '文字'], ['its name', 'string']),
  field('places[].path[]', ['由省到该地的各级地名', '文字'], ['names from the province down', 'string']),
  field('places[].background', ['只是顺带提到', 'true；否则不出现'], ['mentioned in passing', 'true or absent']),
  field(
    'places[].jurisdiction',
    ['所属的本级县区（或市）', '编号；辖区外不出现'],
    ['district (or city) of ours', 'code; absent elsewhere'],
  ),
  field(
    'places[].certainty',
    ['重名地点的把握', `${SHARE[0]}；确定时不出现`],
    ['where a name means several places', `${SHARE[1]}; absent when sure`],
  ),
  field(
    'facts.*.low',
    ['采信的人数、金额：下限', '人；directLossYuan 为元；≥ 0'],
    ['number that rules: at least', 'persons, or yuan; ≥ 0'],
  ),
  field('facts.*.high', ['上限', '同上；null 为不封顶'], ['at most', 'as above; null = open']),
  field('claims[].fact', ['文中每个说法的项目', '代码：伤亡与损失'], ['every number told: of what', 'code: fact']),
  field('claims[].low', ['说法的下限', '人或元'], ['at least', 'persons or yuan']),
  field('claims[].high', ['说法的上限', '人或元；null 为不封顶'], ['at most', 'as above; null = open']),
  field(
    'claims[].source',
    ['谁说的', '代码：说法来源；null 为原文自述'],
    ['who says so', 'code: source; null = the text itself'],
  ),
  field('claims[].asOf', ['截至何时', '照原文，如 8日14:30；未说为 null'], ['for which hour', 'as told, or null']),
  field(
    'claims[].current',
    ['是否为现时数字', 'true、false（先前、增量或被更可靠的说法取代）'],
    ['still holds', 'boolean'],
  ),
  field('claims[].corrected', ['是更正后的数字', 'true；否则不出现'], ['corrects another', 'true or absent']),
  field('claims[].field', ['所在字段', 'title、text'], ['where it stands', 'title, text']),
  field('claims[].start', ['起点', UNITS[0]], ['start', UNITS[1]]),
  field('claims[].end', ['终点', UNITS[0]], ['end', UNITS[1]]),
  field(
    'eventKind',
    ['突发事件类型', '代码：事件类型；不是突发事件为 null'],
    ['kind of emergency', 'code: kind; null = none'],
  ),
  field(
    'eventLevel.low',
    ['机器估算的事件级别（按下限）', '代码：事件级别；null 为不足以估算'],
    ['estimated level, from the lower bounds', 'code: level, or null'],
  ),
  field('eventLevel.high', ['可能升级到（按上限）', '同上'], ['possibly up to, from the upper bounds', 'as above']),
  field('eventLevel.rule', ['所据分级条款', 'event-levels.yaml 的编号或 null'], ['row of the table', 'id or null']),
  field('eventLevel.status', ['估算状态', '代码：估算状态'], ['state of the estimate', 'code: estimate']),
  field('keywords[]', ['关键词', '文字；至多 8 个'], ['telling words', 'at most 8']),
  field(
    'evidence[].for',
    ['依据支持哪个判断', '判断:代码，如 topic:utilities、sensitivity:2h、facts.deaths'],
    ['label the words speak for', 'label:code, e.g. sensitivity:2h (code: sign)'],
  ),
  field('evidence[].field', ['所在字段', 'title、text'], ['where the words stand', 'title, text']),
  field('evidence[].start', ['起点', UNITS[0]], ['start', UNITS[1]]),
  field('evidence[].end', ['终点', UNITS[0]], ['end', UNITS[1]]),
  field('evidence[].by', ['作出判断的规则或模型', '规则编号；模型注明所占份额'], ['rule or model', 'id of a rule']),
  field('tone', ['文字语气（只供整体图表）', '代码：语气'], ['tone, for charts of many texts', 'code: tone']),
  field('needsPerson', ['须人工判读', 'true、false'], ['a person has to look', 'boolean']),
  field(
    'needsPersonWhy[]',
    ['为什么', '文字；needsPerson 为 false 时不出现'],
    ['why', 'Chinese; absent if not needed'],
  ),
];

type Names = ((key: string) => string) & { keys: readonly string[] };
const estimateName = fallback({
  suggested: '可以估算',
  unclear: '情况不明，无法估算',
  none: '无（不够级别、不是突发事件或在境外）',
});

/** Codes by the name the fields give their list. */
export const OUTPUT_CODES: readonly { zh: string; en: string; name: Names }[] = [
  { zh: '主题', en: 'topic', name: names.topicName },
  { zh: '诉求', en: 'appeal', name: names.appealName },
  { zh: '敏感等级', en: 'sensitivity', name: names.sensitivityName },
  { zh: '敏感依据（evidence 的 sensitivity:）', en: 'sign', name: names.sensitivityReason },
  { zh: '重点关注', en: 'focus', name: names.focusName },
  { zh: '单位角色', en: 'role', name: names.departmentRole },
  { zh: '伤亡与损失', en: 'fact', name: names.factName },
  { zh: '说法来源', en: 'source', name: names.claimSourceName },
  { zh: '事件类型', en: 'kind', name: names.kindName },
  { zh: '事件级别', en: 'level', name: names.levelName },
  { zh: '估算状态', en: 'estimate', name: estimateName },
  { zh: '语气', en: 'tone', name: names.toneName },
];
