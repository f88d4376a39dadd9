import { groupOf, keyOf, type Evidence } from './evidence.ts';
import { appealName, evidenceGroupName, factName, focusName, sensitivityReason, topicName } from './labels.ts';

const KEY_WORDS: Record<string, (key: string) => string> = {
  topic: topicName,
  appeal: appealName,
  sensitivity: sensitivityReason,
  focus: focusName,
  facts: factName,
};

/** 主题·住房保障（规则 T-03）: what a piece of the text speaks for, and which rule or model says so. */
export function evidenceWords({ for: label, by }: Pick<Evidence, 'for' | 'by'>): string {
  const group = groupOf(label);
  const key = keyOf(label);
  const word = key === '' || group === 'place' || group === 'claim' ? '' : `·${KEY_WORDS[group]?.(key) ?? key}`;
  const rule = by === undefined || by === 'facts' ? '' : `（依据 ${by}）`;
  return `${evidenceGroupName(group)}${word}${rule}`;
}
