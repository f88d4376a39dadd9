import { hasAny } from './phrases.ts';
import { isOfAThing } from './told-time.ts';
import type { MarkToken, Sentence } from './tokens.ts';

/** What takes a number out of the event the post is about, in one sentence. Marks are read from left to right; the last before the number rules. */
export function stands(view: string, sentence: Sentence, start: number, end: number, year: number | null): boolean {
  if (sentence.marks.some(({ mark }) => mark === 'drill')) return false;
  if (isStatistic(view, sentence, start)) return false;
  if (isRefuted(view, sentence, start, end)) return false;
  const told = yearMark(view, sentence, start, year);
  let last: { kind: 'past' | 'present' | 'unreal'; end: number } | null = told;
  let anyPresent = told?.kind === 'present';
  for (const mark of sentence.marks) {
    if (mark.end > start) break;
    const kind = kindOf(view, mark, start);
    anyPresent ||= kind === 'present';
    if (kind && (!last || mark.end >= last.end)) last = { kind, end: mark.end };
  }
  if (last) return last.kind === 'present';
  return anyPresent || !sentence.marks.some((mark) => mark.mark === 'past' && mark.start >= end);
}

function kindOf(view: string, mark: MarkToken, start: number): 'past' | 'present' | 'unreal' | null {
  if (mark.mark === 'past' || mark.mark === 'present' || mark.mark === 'unreal') return mark.mark;
  if (mark.mark === 'unrealClause') return view.slice(mark.end, start).includes(',') ? null : 'unreal';
  return null;
}

/** A year named before the number: 2015年 is another event, this year leads back. */
function yearMark(
  view: string,
  sentence: Sentence,
  start: number,
  year: number | null,
): { kind: 'past' | 'present'; end: number } | null {
  if (year === null) return null;
  const from = Math.max(sentence.start, start - 120);
  const at = from + view.slice(from, start).lastIndexOf('年');
  if (at < from + 4) return null;
  const told = Number(view.slice(at - 4, at));
  if (!Number.isInteger(told) || told < 1900 || told > 2100) return null;
  if (told < year && isOfAThing(view, at)) return null;
  if (told === year - 1) return null; // the first days of January still tell of December
  return { kind: told < year ? 'past' : 'present', end: at + 1 };
}

/** 325起火灾,死亡9人: the toll of many events is none of this one. */
const isStatistic = (view: string, sentence: Sentence, start: number): boolean =>
  sentence.tokens.some(
    (token) => token.kind === 'quantity' && token.end <= start && token.low >= 10 && view[token.end] === '起',
  );

/** How far a refutation reaches back, and 并非 forward. */
const REFUTED = 30;
const NOT_SO = 8;

function isRefuted(view: string, sentence: Sentence, start: number, end: number): boolean {
  return sentence.marks.some(
    (mark) =>
      (refutes(view, mark) && mark.start >= end && mark.start - end <= REFUTED) ||
      (mark.mark === 'notSo' && mark.end <= start && start - mark.end <= NOT_SO),
  );
}

/** 散布不实信息被拘 speaks of another matter than the number. */
const refutes = (view: string, mark: MarkToken): boolean =>
  mark.mark === 'refuted' &&
  !hasAny(view.slice(Math.max(0, mark.start - 4), mark.start), ['散布', '传播', '编造', '发布', '转发', '造谣']);

/** 该消息不属实, 上述说法系谣言: what hearsay told before is taken back. */
export const refutesHearsay = (view: string, sentence: Sentence): boolean =>
  sentence.marks.some((mark) => refutes(view, mark)) &&
  ['该', '上述', '此', '以上', '相关', '网传', '这', '有关'].some((word) => view.startsWith(word, sentence.start));

/** 当时, 那起事故: the sentence goes on with the other event of the sentence before. */
export const carriesOn = (view: string, sentence: Sentence): boolean =>
  ['当时', '那起', '那场', '该次', '彼时', '事后', '那一次'].some((word) => view.startsWith(word, sentence.start));
