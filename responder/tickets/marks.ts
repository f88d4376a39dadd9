import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { personOf, type Person } from '../table-types.ts';

/** What a person says of a matter; `concluded`: handled, nothing new to tell, watched until it may be closed (L-14, L-11). `sampled` with the closing, the others with a judgement. Conditions of clocks.yaml name them as flags. */
export type Mark = 'leftover' | 'complex' | 'concluded' | 'sampled';
export const MARK_TITLES: Record<Mark, string> = {
  leftover: '历史遗留问题',
  complex: '复杂疑难事项',
  concluded: '转入观察',
  sampled: '列入抽样评估',
};
/** Kinds of intake whose deadline is longer when the matter is complex: whoever asked has to be told (rules.md §6, L-08c). */
const TOLD_KINDS: readonly unknown[] = ['consultation', 'complaint', 'suggestion'];

/** A mark as it stands. `at` ISO 8601; `notice` = when and how whoever asked was told. */
export interface KeptMark {
  mark: Mark;
  reason: string;
  notice: string | null;
  by: Person;
  at: string;
}

/** As a judgement says it: absent = as before. */
export interface MarksInput {
  leftover?: boolean | undefined;
  leftoverReason?: string | undefined;
  complex?: boolean | undefined;
  complexReason?: string | undefined;
  complexNotice?: string | undefined;
  concluded?: boolean | undefined;
  concludedReason?: string | undefined;
}

interface Asked {
  mark: Mark;
  wanted: boolean | undefined;
  reason: string | undefined;
  notice: string | undefined;
  owesNotice: boolean;
}

/** What a judgement did to the marks, in words; null = nothing. */
export interface MarksChange {
  marks: KeptMark[];
  said: string | null;
}

/**
 * The marks after a judgement. Setting one lengthens deadlines, taking one off shortens them: both need a reason.
 * @throws AppError precondition_failed
 */
export function marksAfter(
  kept: readonly KeptMark[],
  input: MarksInput,
  { actor, now, intakeKinds }: { actor: Actor; now: Date; intakeKinds: readonly unknown[] },
): MarksChange {
  const told = intakeKinds.some((kind) => TOLD_KINDS.includes(kind));
  const asked: Asked[] = [
    { mark: 'leftover', wanted: input.leftover, reason: input.leftoverReason, notice: undefined, owesNotice: false },
    {
      mark: 'complex',
      wanted: input.complex,
      reason: input.complexReason,
      notice: input.complexNotice,
      owesNotice: told,
    },
    {
      ...{ mark: 'concluded', wanted: input.concluded, reason: input.concludedReason },
      ...{ notice: undefined, owesNotice: false },
    },
  ];
  let marks = [...kept];
  const said: string[] = [];
  for (const { mark, wanted, reason, notice, owesNotice } of asked) {
    const before = marks.find((one) => one.mark === mark);
    // A matter marked complex before anybody asked about it still has to be told to whoever asks.
    const isSame = wanted === (before !== undefined) && (notice === undefined || notice === before?.notice);
    if (wanted === undefined || isSame) continue;
    const title = MARK_TITLES[mark];
    if (!reason) throw new AppError('precondition_failed', `${wanted ? '标注' : '取消'}“${title}”须写明理由`);
    if (wanted && owesNotice && !notice)
      throw new AppError('precondition_failed', `按“${title}”办理的，须告知来件人，请填写告知的时间和方式`);
    marks = marks.filter((one) => one !== before);
    const line = { mark, reason, notice: notice ?? null, by: personOf(actor), at: now.toISOString() };
    if (wanted) marks.push(line);
    said.push(`${wanted ? '标注' : '取消'}${title}：${reason}`);
  }
  return { marks, said: said.length === 0 ? null : said.join('；') };
}

/** A matter that has to be judged again because things changed is not watched any more, unless the judgement says so anew. */
export const withoutStaleWatch = (
  kept: readonly KeptMark[],
  input: MarksInput,
  { rejudge_due: due, rejudge_why: why }: { rejudge_due: boolean; rejudge_why: string | null },
): MarksInput =>
  due && input.concluded === undefined && kept.some(({ mark }) => mark === 'concluded')
    ? { ...input, concluded: false, concludedReason: why ?? '情况有变' }
    : input;

export const isWatched = (marks: readonly KeptMark[]): KeptMark | undefined =>
  marks.find(({ mark }) => mark === 'concluded');

/** Of a part that is split off: what the whole is, not what was done about it. */
export const marksOfPart = (marks: readonly KeptMark[]): KeptMark[] =>
  marks.filter(({ mark }) => mark === 'leftover' || mark === 'complex');

/** Marks that count for the deadlines: a longer one for whoever asked only after they were told. */
export const countingMarks = (marks: readonly KeptMark[]): KeptMark[] =>
  marks.filter(({ mark, notice }) => mark !== 'complex' || notice !== null);

export const markInWords = ({ mark, reason, by }: KeptMark): string =>
  `人工标注“${MARK_TITLES[mark]}”（${by.name}：${reason}）`;
