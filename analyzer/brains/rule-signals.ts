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
  // One number each, 0 unless said otherwise: most are.
  into.fill(0);
  for (const key of TOPIC_KEYS) {
    const score = topic.scores.get(key) ?? 0;
    if (score > 0) into[at] = SHARE * (Math.log1p(score) / 2);
    at += 1;
  }
  into[at + TOPIC_KEYS.indexOf(topic.primary)] = SHARE;
  at += TOPIC_KEYS.length;
  if (post.hits(books.hotlineForm).length > 0) into[at] = SHARE;
  if (post.hits(books.letterForm).length > 0) into[at + 1] = SHARE;
  if (rules.foreign) into[at + 2] = SHARE;
  if (post.view.length < SHORT) into[at + 3] = SHARE;
  if (rules.kind.kind !== null) into[at + 4] = SHARE;
  if (post.leadEnd > 0) into[at + 5] = SHARE;
  if (rules.drill) into[at + 6] = SHARE;
  at += FORMS.length;
  for (const key of APPEAL_KEYS) into[at++] = SHARE * Math.max(-1, Math.min(2, (appeal.scores.get(key) ?? 0) / 6));
  into[at + APPEAL_KEYS.indexOf(appeal.appeal)] = SHARE;
  at += APPEAL_KEYS.length;
  for (const { reason } of sensitivity.found) {
    const sign = REASONS.indexOf(reason);
    if (sign >= 0) into[at + sign] = SHARE;
  }
  at += REASONS.length;
  into[at + sensitivity.level] = SHARE;
  at += LEVELS.length;
  if (sensitivity.cap < 3) into[at + sensitivity.cap] = SHARE;
  at += LEVELS.length - 1;
  for (const key of focus.focus) into[at + FOCUS_KEYS.indexOf(key)] = SHARE;
  return into;
}
