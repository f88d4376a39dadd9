import { APPEAL_KEYS } from '../../config/schema/appeals.ts';
import type { DepartmentsBook } from '../../config/schema/departments.ts';
import { EVENT_KINDS } from '../../config/schema/event-kinds.ts';
import { FOCUS_KEYS } from '../../config/schema/focus.ts';
import type { PlacesBook } from '../../config/schema/places.ts';
import { TOPIC_KEYS } from '../../config/schema/topics.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { eventLevel, FACT_NAMES, type Analysis, type FeedbackLabel } from '../messages.ts';

export interface LabelValues {
  label: FeedbackLabel;
  /** Most values a post may have; the empty list means that the post has none. */
  most: number;
  /** `name` is null where the screen knows the word for the key. */
  values: { value: string; name: string | null }[];
}

const MANY = 5;
/** One value: a key of its list; no level and no kind is the key `none`. */
const keys = (label: FeedbackLabel, most: number, values: readonly string[]): LabelValues => ({
  label,
  most,
  values: values.map((value) => ({ value, name: null })),
});

/** The closed lists a correction chooses from. Places: the customer's own tree, and 域外 for all that lies elsewhere. */
export function labelValues(departments: DepartmentsBook, places: PlacesBook): LabelValues[] {
  const units = departments.units.map(({ id, name }) => ({ value: id, name }));
  const byCode = new Map(places.places.map((place) => [place.code, place]));
  const above = (code: string | null): string => {
    const place = code === null ? undefined : byCode.get(code);
    return place ? above(place.parent) + place.name : '';
  };
  const tree = places.places.map(({ code }) => ({ value: code, name: above(code) }));
  return [
    keys('topic', 1, TOPIC_KEYS),
    keys('secondary', MANY, TOPIC_KEYS.slice(0, -1)),
    keys('appeal', 1, APPEAL_KEYS),
    keys('sensitivity', 1, ['0', '1', '2', '3']),
    keys('focus', FOCUS_KEYS.length, FOCUS_KEYS),
    { label: 'place', most: MANY, values: [{ value: 'elsewhere', name: '域外（不在本辖区）' }, ...tree] },
    keys('facts', FACT_NAMES.length, FACT_NAMES),
    keys('eventKind', 1, [...EVENT_KINDS, 'none']),
    keys('eventLevel', 1, [...eventLevel.options, 'none']),
    { label: 'lead', most: 1, values: units },
    { label: 'co', most: MANY, values: units },
    { label: 'accused', most: MANY, values: units },
  ];
}

/** More people than a city has, or a loss no city could have, is a slip of the hand. */
const mostOf = (fact: string): number => (fact === 'directLossYuan' ? 100_000_000_000 : 10_000_000);

/** `deaths:3`, `injuries:5-8`, `evacuated:100+` (open upwards), `missing:none` (the text says nothing of it). */
const FACT = /^([a-zA-Z]{1,20}):(?:none|(\d{1,12})(?:-(\d{1,12})|\+)?)$/;

/** @throws AppError 'invalid_input' for a value outside the closed list, one twice, or too many. */
export function checkCorrect(lists: readonly LabelValues[], label: FeedbackLabel, correct: readonly string[]): void {
  const list = lists.find((each) => each.label === label)!;
  const known = new Set(list.values.map(({ value }) => value));
  const isKnown = (value: string): boolean => {
    if (label !== 'facts') return known.has(value);
    const [, name, low, high] = FACT.exec(value) ?? [];
    if (name === undefined || !known.has(name)) return false;
    if (Number(high ?? low ?? 0) > mostOf(name)) throw refused('数字过大，请核对后再填');
    return high === undefined || Number(low) < Number(high);
  };
  const wrong = correct.find((value) => !isKnown(value));
  if (wrong !== undefined) throw refused(`“${wrong}”不在可选范围内`);
  const named = correct.map((value) => (label === 'facts' ? value.split(':')[0] : value));
  if (new Set(named).size < named.length) throw refused('同一项不能填写两次');
  if (correct.length > list.most) throw refused(`最多选择 ${list.most} 项`);
  const needsOne = list.most === 1 ? label !== 'lead' : label === 'facts';
  if (needsOne && correct.length === 0) throw refused('请选择正确的结果');
}

const refused = (message: string): AppError =>
  new AppError('invalid_input', message, { errors: [{ path: 'correct', message }] });

/** What the machine said, in the same words as a correction. An accused unit that is not in the tree shows its name. */
export function saidOf(analysis: Analysis, label: FeedbackLabel): string[] {
  const { topic, appeal, sensitivity, focus, places, facts, eventKind, eventLevel: level } = analysis;
  const unitsAs = (role: string): string[] =>
    analysis.departments.filter((unit) => unit.role === role).map((u) => u.id);
  const said: Record<FeedbackLabel, () => string[]> = {
    topic: () => [topic.primary],
    secondary: () => topic.secondary,
    appeal: () => [appeal],
    sensitivity: () => [String(sensitivity.level)],
    focus: () => focus,
    place: () => places.filter((place) => !place.background).map(({ code }) => code),
    facts: () => FACT_NAMES.flatMap((name) => (facts[name] ? [`${name}:${rangeText(facts[name])}`] : [])),
    eventKind: () => [eventKind ?? 'none'],
    eventLevel: () => [level.low ?? 'none'],
    lead: () => unitsAs('lead'),
    co: () => unitsAs('co'),
    accused: () => analysis.accused.map(({ id, name }) => id ?? name),
  };
  return said[label]();
}

const rangeText = ({ low, high }: { low: number; high: number | null }): string =>
  high === null ? `${low}+` : low === high ? String(low) : `${low}-${high}`;

/** Calibrated confidence of the label; null where the machine gives none. */
export function confidenceOf(analysis: Analysis, label: FeedbackLabel): number | null {
  if (label === 'topic') return analysis.topic.confidence;
  return label === 'sensitivity' ? analysis.sensitivity.confidence : null;
}

/** A correction that says what the machine said corrects nothing. Facts name only what is wrong. */
export function saysTheSame(label: FeedbackLabel, said: readonly string[], correct: readonly string[]): boolean {
  if (label !== 'facts') return said.length === correct.length && correct.every((value) => said.includes(value));
  const names = new Set(said.map((value) => value.split(':')[0]));
  return correct.every((value) => said.includes(value) || (value.endsWith(':none') && !names.has(value.split(':')[0])));
}
