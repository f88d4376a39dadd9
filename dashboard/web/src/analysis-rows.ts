import type { TriedText } from '../../api/schemas/feedback.ts';
import type { FeedbackLabel } from '../../../analyzer/messages.ts';
import { evidenceWords } from './evidence-words.ts';
import type { Evidence } from './evidence.ts';
import { whyNoLevel } from './level-words.ts';
import {
  appealName,
  claimSourceName,
  departmentRole,
  factName,
  focusName,
  kindName,
  levelName,
  sensitivityName,
  toneName,
  topicName,
} from './labels.ts';

type Analysis = TriedText['analysis'];

/** One statement of the machine. `evidence` names the spans it rests on (`topic:housing`); null where it rests on the other statements. */
export interface Statement {
  text: string;
  note?: string;
  evidence: string | null;
}
export interface AnalysisRow {
  /** What a correction of it is called; null where there is no closed list. */
  label: FeedbackLabel | null;
  name: string;
  statements: Statement[];
  /** What stands there when the machine says nothing. */
  empty: string;
}

/** Bands, because a percentage claims more than it knows. */
export function confidenceBand(confidence: number): string {
  if (confidence >= 0.8) return '把握较大';
  return confidence >= 0.45 ? '把握一般' : '把握不足';
}

const NUMBER = new Intl.NumberFormat('zh-CN');
/** 3人 / 5至8人 / 100人以上 / 损失 120,000元 */
export function rangeWords(name: string, { low, high }: { low: number; high: number | null }): string {
  const unit = name === 'directLossYuan' ? '元' : '人';
  if (high === null) return `${NUMBER.format(low)}${unit}以上`;
  return low === high ? `${NUMBER.format(low)}${unit}` : `${NUMBER.format(low)}至${NUMBER.format(high)}${unit}`;
}

/** The rule an official reads: topic keys inside it become their names. */
export const reasonWords = (reason: string): string =>
  reason.replace(/（([a-z_]+)）/g, (_, key: string) => `（${topicName(key)}）`).replace(DUTY_ROW, '按职责表');
/** A row of the duty table has a number and no name. */
const DUTY_ROW = /职责表 [A-Z]-[\w-]+/gu;

/** All the machine says of a text, in the order a duty officer asks. */
export function analysisRows(analysis: Analysis): AnalysisRow[] {
  return [...labelRows(analysis), ...eventRows(analysis), ...unitRows(analysis), ...toneRow(analysis)];
}

/** The spans of the labels, and those of the numbers told (`claim:0` …), so that each can be shown in the text. */
export const shownEvidence = ({ evidence, claims = [] }: Analysis): Evidence[] => [
  ...evidence,
  ...claims.map(({ field, start, end }, index) => ({ for: `claim:${index}`, field, start, end })),
];

function labelRows(analysis: Analysis): AnalysisRow[] {
  const { topic, appeal, sensitivity, focus, evidence } = analysis;
  const reasons = [...new Set(evidence.filter((one) => one.for.startsWith('sensitivity:')).map((one) => one.for))];
  return [
    row('topic', '主题', [
      { text: topicName(topic.primary), note: confidenceBand(topic.confidence), evidence: `topic:${topic.primary}` },
    ]),
    row(
      'secondary',
      '次要主题',
      topic.secondary.map((key) => ({ text: topicName(key), evidence: `topic:${key}` })),
    ),
    row('appeal', '诉求', [{ text: appealName(appeal), evidence: `appeal:${appeal}` }]),
    row('sensitivity', '敏感度', [
      {
        text: sensitivityName(String(sensitivity.level)),
        note: confidenceBand(sensitivity.confidence),
        evidence: 'sensitivity',
      },
      ...reasons.map((label) => ({ text: evidenceWords({ for: label }).replace('敏感·', ''), evidence: label })),
    ]),
    row(
      'focus',
      '重点关注',
      focus.map((key) => ({ text: focusName(key), evidence: `focus:${key}` })),
    ),
  ];
}

/** Every number told, with who says it and for which hour; only where the text tells more than the chosen ones. */
function claimRows({ claims = [], facts }: Analysis): AnalysisRow[] {
  const more = claims.length > Object.keys(facts).length || claims.some((claim) => claim.source || claim.asOf);
  if (!more) return [];
  const statements = claims.map(({ fact, low, high, source, asOf, current }, index) => ({
    text: `${factName(fact)} ${rangeWords(fact, { low, high })}`,
    note: [source ? claimSourceName(source) : '文中所述', asOf ? `截至${asOf}` : '', current ? '' : '未采用']
      .filter(Boolean)
      .join('，'),
    evidence: `claim:${index}`,
  }));
  return [{ label: null, name: '各方说法', statements, empty: '无' }];
}

/** 担忧, 愤怒 …: for charts of many texts, so it stands last and says so. */
function toneRow({ tone }: Analysis): AnalysisRow[] {
  if (tone === undefined) return [];
  const statement = { text: toneName(tone), note: '只用于回应前后的汇总对比', evidence: null };
  return [{ label: null, name: '语气', statements: [statement], empty: '无' }];
}

const placeNote = ({ background, certainty }: Analysis['places'][number]): { note?: string } => {
  if (background) return { note: '仅作背景' };
  return certainty === undefined ? {} : { note: '同名地点不止一处，请确认' };
};

function eventRows(analysis: Analysis): AnalysisRow[] {
  const { places, facts, eventKind, eventLevel } = analysis;
  const stated = Object.entries(facts).flatMap(([name, range]) =>
    range ? [{ text: `${factName(name)} ${rangeWords(name, range)}`, evidence: `facts.${name}` }] : [],
  );
  const level = eventLevel.low ?? eventLevel.high;
  const higher = eventLevel.high && eventLevel.high !== eventLevel.low ? `可能升级为${levelName(eventLevel.high)}` : '';
  const rule = eventLevel.rule ? `依据 ${eventLevel.rule}` : '';
  return [
    row(
      'place',
      '地点',
      places.map((place) => ({
        text: place.path.length > 0 ? place.path.join(' › ') : place.name,
        ...placeNote(place),
        evidence: `place:${place.code}`,
      })),
    ),
    row('facts', '伤亡与损失', stated, '文中没有说伤亡或直接损失'),
    ...claimRows(analysis),
    row('eventKind', '事件类型', eventKind ? [{ text: kindName(eventKind), evidence: 'eventKind' }] : []),
    row(
      'eventLevel',
      '建议级别',
      level ? [{ text: levelName(level), note: [higher, rule].filter(Boolean).join('；'), evidence: 'facts' }] : [],
      whyNoLevel(eventKind, facts, eventLevel),
    ),
  ];
}

function unitRows({ departments, accused, keywords }: Analysis): AnalysisRow[] {
  const units = (roles: string[]): Statement[] =>
    departments
      .filter((unit) => roles.includes(unit.role))
      .map((unit) => ({
        text: roles.length > 1 ? `${unit.name}（${departmentRole(unit.role)}）` : unit.name,
        note:
          unit.role === 'lead'
            ? `${confidenceBand(unit.score)}；${reasonWords(unit.reason)}`
            : reasonWords(unit.reason),
        evidence: null,
      }));
  return [
    row('lead', '主办单位', units(['lead'])),
    row('co', '协办单位', units(['co'])),
    { label: null, name: '协调督办', statements: units(['coordinator', 'supervisor']), empty: '无' },
    row(
      'accused',
      '被反映单位',
      accused.map(({ id, name }) => ({
        text: name,
        note: id === null ? '不在本级组织机构内' : '应当回避',
        evidence: `accused:${name}`,
      })),
    ),
    { label: null, name: '关键词', statements: keywords.map((text) => ({ text, evidence: null })), empty: '无' },
  ];
}

const row = (label: FeedbackLabel, name: string, statements: Statement[], empty = '无'): AnalysisRow => ({
  ...{ label, name, statements, empty },
});
