import { APPEAL_KEYS } from '../../config/schema/appeals.ts';
import { FOCUS_KEYS } from '../../config/schema/focus.ts';
import { TOPIC_KEYS } from '../../config/schema/topics.ts';
import type { AnalyzerBooks } from './books.ts';
import type { Post } from './post.ts';
import type { RuleReadings } from './read-rules.ts';

const REASONS = ['2', '3'].flatMap((level) => [...'abcdefgh'].map((letter) => `${level}${letter}`));
const FORMS = ['hotline', 'letter', 'foreign', 'short', 'emergency', 'title', 'drill'] as const;
const LEVELS = [0, 1, 2, 3];

/**
 * What the rulebooks say, as numbers the model weighs together with the text's own words. An officer's new word moves a number here and with it
 * the answer; nothing is trained again. The names stand in the file of weights, so that a program never reads weights of other signals.
 */
export const SIGNAL_NAMES: readonly string[] = [
  ...TOPIC_KEYS.map((key) => `topic.${key}`),
  ...TOPIC_KEYS.map((key) => `topic=${key}`),
  ...FORMS.map((form) => `form.${form}`),
  ...APPEAL_KEYS.map((key) => `appeal.${key}`),
  ...APPEAL_KEYS.map((key) => `appeal=${key}`),
  ...REASONS.map((reason) => `sign.${reason}`),
  ...LEVELS.map((level) => `level=${level}`),
  ...LEVELS.slice(0, 3).map((level) => `cap=${level}`),
  ...FOCUS_KEYS.map((key) => `focus=${key}`),
];

/** Share of the rulebooks beside the text, chosen in cross-validation. */
const SHARE = 0.2;
const SHORT = 40;

export const signalRoom = (): Float32Array => new Float32Array(SIGNAL_NAMES.length);

/** Fills `into` in the order of SIGNAL_NAMES. */
export function ruleSignals(post: Post, rules: RuleReadings, books: AnalyzerBooks, into: Float32Array): Float32Array {
  const { topic, appeal, sensitivity, focus } = rules;
  let at = 0;
  const put = (value: number): void => void (into[at++] = SHARE * value);
  for (const key of TOPIC_KEYS) put(Math.log1p(Math.max(0, topic.scores.get(key) ?? 0)) / 2);
  for (const key of TOPIC_KEYS) put(topic.primary === key ? 1 : 0);
  put(post.hits(books.hotlineForm).length > 0 ? 1 : 0);
  put(post.hits(books.letterForm).length > 0 ? 1 : 0);
  put(rules.foreign ? 1 : 0);
  put(post.view.length < SHORT ? 1 : 0);
  put(rules.kind.kind === null ? 0 : 1);
  put(post.leadEnd > 0 ? 1 : 0);
  put(rules.drill ? 1 : 0);
  for (const key of APPEAL_KEYS) put(Math.max(-1, Math.min(2, (appeal.scores.get(key) ?? 0) / 6)));
  for (const key of APPEAL_KEYS) put(appeal.appeal === key ? 1 : 0);
  for (const reason of REASONS) put(sensitivity.found.some((sign) => sign.reason === reason) ? 1 : 0);
  for (const level of LEVELS) put(sensitivity.level === level ? 1 : 0);
  for (const level of LEVELS.slice(0, 3)) put(sensitivity.cap === level ? 1 : 0);
  for (const key of FOCUS_KEYS) put(focus.focus.includes(key) ? 1 : 0);
  return into;
}
