import type { FeedbackLabel } from '../../../analyzer/messages.ts';
import type { FeedbackLabels } from '../../api/schemas/feedback.ts';
import { rangeWords } from './analysis-rows.ts';
import { appealName, factName, focusName, kindName, levelName, sensitivityName, topicName } from './labels.ts';

const WORDS: Partial<Record<FeedbackLabel, (key: string) => string>> = {
  topic: topicName,
  secondary: topicName,
  appeal: appealName,
  sensitivity: sensitivityName,
  focus: focusName,
  facts: factName,
  eventKind: kindName,
  eventLevel: levelName,
};

/** Word of a key whose name the screen knows. */
export function valueName(label: FeedbackLabel, value: string): string {
  if (value === 'none' && label !== 'topic') return '无';
  return WORDS[label]?.(value) ?? value;
}

/** `deaths:3-5` → 死亡 3至5人 */
function factText(value: string): string {
  const [name = '', range = ''] = value.split(':');
  if (range === 'none') return `${factName(name)} 文中没有说`;
  const low = Number.parseInt(range, 10);
  const high = range.endsWith('+') ? null : Number(range.split('-')[1] ?? low);
  return `${factName(name)} ${rangeWords(name, { low, high })}`;
}

/** Values of a correction as a person reads them; an empty list says 无. */
export function correctText(
  label: FeedbackLabel,
  values: readonly string[],
  lists: FeedbackLabels | undefined,
): string {
  if (values.length === 0) return '无';
  const named = lists?.items.find((each) => each.label === label)?.values;
  const word = (value: string): string =>
    label === 'facts'
      ? factText(value)
      : (named?.find((each) => each.value === value)?.name ?? valueName(label, value));
  return values.map(word).join('、');
}
