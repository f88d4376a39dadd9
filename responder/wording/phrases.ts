import type { WordingBook } from '../../config/schema/wording.ts';
import { matches, plain, sentencesOf } from './sentences.ts';

export interface Passage {
  passage: string;
  why: string;
}

/** Phrases that answer nothing (J12). Some are harmless beside a fact: those are told only where nothing concrete stands. */
export function emptyPhrases(text: string, book: Pick<WordingBook, 'evasive' | 'concrete'>): Passage[] {
  const sentences = sentencesOf(text);
  const isConcrete = sentences.some((sentence) => matches(book.concrete, sentence));
  return book.evasive.flatMap(({ pattern, alone, why }) => {
    if (alone && isConcrete) return [];
    return sentences.filter((sentence) => matches([pattern], sentence)).map((passage) => ({ passage, why }));
  });
}

/** 慎报原因: sentences that state a cause or who is to blame, but for those that say it is still looked into. */
export const causeWords = (text: string, { cause }: Pick<WordingBook, 'cause'>): Passage[] =>
  sentencesOf(text)
    .filter((sentence) => matches(cause.patterns, sentence) && !matches(cause.except, sentence))
    .map((passage) => ({ passage, why: '表述了原因或责任，但没有登记调查结论' }));

/** Something that was said before, on this matter or to somebody else. */
export interface Said {
  /** 《关于停水的答复》（舆交〔2026〕3号） */
  where: string;
  text: string;
}

/** Sentences of so many characters that were used before, with where. Courtesies are nobody's. */
export function copiedPassages(text: string, said: readonly Said[], book: Pick<WordingBook, 'copied'>): Passage[] {
  const { minLength, shingle, share, courtesy } = book.copied;
  const own = sentencesOf(text).filter((one) => plain(one).length >= minLength && !matches(courtesy, one));
  if (own.length === 0) return [];
  const earlier = said.map(({ where, text: old }) => ({ where, shingles: shinglesOf(old, shingle) }));
  return own.flatMap((passage) => {
    const mine = [...shinglesOf(passage, shingle)];
    const found = earlier.find(({ shingles }) => mine.filter((one) => shingles.has(one)).length >= mine.length * share);
    return found ? [{ passage, why: `与${found.where}相同` }] : [];
  });
}

/** Runs of so many characters, blanks and marks left out. */
export function shinglesOf(text: string, length: number): Set<string> {
  const bare = plain(text);
  const found = new Set<string>();
  for (let start = 0; start + length <= bare.length; start++) found.add(bare.slice(start, start + length));
  return found;
}
