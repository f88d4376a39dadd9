import type { WordingBook } from '../../config/schema/wording.ts';
import { matches, sentencesOf } from './sentences.ts';

/** What a draft says, in its three parts; a text without parts goes into all three. */
export interface DraftText {
  title: string;
  facts: string;
  policy: string;
  result: string;
}

export const PART_TITLES = { facts: '事实真相', policy: '有关政策措施', result: '处置结果' } as const;
export type Part = keyof typeof PART_TITLES;

/** A text that is not divided may hold each part anywhere. */
export const undivided = (title: string, text: string): DraftText => ({
  title,
  facts: text,
  policy: text,
  result: text,
});
export const isUndivided = ({ facts, policy, result }: DraftText): boolean => facts === policy && policy === result;

/** All that people would read, once. */
export const wholeText = (draft: DraftText): string =>
  isUndivided(draft)
    ? draft.facts
    : [draft.facts, draft.policy, draft.result].filter((part) => part.trim() !== '').join('\n\n');

export interface PartGap {
  part: Part;
  /** missing = empty; weak = there are words, but nothing of this part. */
  kind: 'missing' | 'weak';
  why: string;
}

/** 讲清事实真相、有关政策措施、处置结果 (五市方案): which of the three a draft lacks. */
export function missingParts(draft: DraftText, book: Pick<WordingBook, 'parts' | 'evasive'>): PartGap[] {
  return (Object.keys(PART_TITLES) as Part[]).flatMap((part): PartGap[] => {
    const text = draft[part];
    if (text.trim() === '') return [{ part, kind: 'missing', why: `缺${PART_TITLES[part]}` }];
    const own = sentencesOf(text).filter((sentence) => matches(book.parts[part].signs, withoutEvasion(sentence, book)));
    if (own.length > 0) return [];
    const kind = isUndivided(draft) ? 'missing' : 'weak';
    return [
      { part, kind, why: kind === 'missing' ? `缺${PART_TITLES[part]}` : `${PART_TITLES[part]}部分没有实际内容` },
    ];
  });
}

/** Words that say nothing cannot make a part. */
const withoutEvasion = (sentence: string, { evasive }: Pick<WordingBook, 'evasive'>): string =>
  evasive.reduce((rest, { pattern }) => rest.replace(new RegExp(pattern, 'gu'), ''), sentence);
