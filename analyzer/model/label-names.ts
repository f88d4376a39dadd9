import { APPEAL_KEYS } from '../../config/schema/appeals.ts';
import { FOCUS_KEYS } from '../../config/schema/focus.ts';
import { TOPIC_KEYS } from '../../config/schema/topics.ts';

/** One border each, side by side in the weights: topics, kinds of appeal, "sensitivity of at least n", focus. */
export const LABEL_NAMES: readonly string[] = [
  ...TOPIC_KEYS.map((key) => `topic:${key}`),
  ...APPEAL_KEYS.map((key) => `appeal:${key}`),
  ...[1, 2, 3].map((level) => `sensitivity:${level}`),
  ...FOCUS_KEYS.map((key) => `focus:${key}`),
];
export const FIRST_APPEAL = TOPIC_KEYS.length;
export const FIRST_LEVEL = FIRST_APPEAL + APPEAL_KEYS.length;
export const FIRST_FOCUS = FIRST_LEVEL + 3;
