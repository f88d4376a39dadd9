import type { Disposition } from '../tickets/judgement.ts';

/** What is on record of a matter when it is to be closed. */
export interface DispositionRecords {
  /** Somebody was told in public, or point to point where that was judged. */
  published: boolean;
  clarified: boolean;
  /** The unit reported what came of it. */
  hasResult: boolean;
  /** What was done with a suggestion. */
  adopted: boolean;
  /** When an investigation was concluded; null = none on record. */
  investigatedAt: Date | null;
  /** When we last told the result: a follow-up or an answer. */
  resultToldAt: Date | null;
  /** D-6: 移送单 sent, or why none. */
  transferred: boolean;
}

/** D-1 … D-6 (rules.md §3): what must exist before the ticket is closed; [] = nothing missing. */
export function dispositionGaps(disposition: Disposition, records: DispositionRecords): string[] {
  const { published, investigatedAt, resultToldAt } = records;
  switch (disposition) {
    case 'D-1':
      return records.adopted ? [] : ['D-1：缺吸收采纳情况登记'];
    case 'D-2':
      return [
        ...(records.hasResult ? [] : ['D-2：缺解决结果（反馈的“结果”）']),
        ...(resultToldAt !== null ? [] : ['D-2：解决情况尚未公开或答复']),
      ];
    case 'D-3': {
      if (investigatedAt === null) return ['D-3：缺调查结论登记'];
      const told = resultToldAt !== null && resultToldAt >= investigatedAt;
      return told ? [] : ['D-3：调查处置结果尚未公布'];
    }
    case 'D-4':
      return published ? [] : ['D-4：缺权威信息发布'];
    case 'D-5':
      return published ? [] : ['D-5：缺解释引导的发布'];
    case 'D-6':
      return [
        ...(records.clarified ? [] : ['D-6：缺澄清']),
        ...(records.transferred ? [] : ['D-6：缺涉嫌违法线索的移送单（或不移送的原因）']),
      ];
  }
}

/** S28: kinds of matter of which the public is owed the result of the investigation. Warned, not refused: the paper may be another body's. */
export function resultReleaseWarning(
  matter: { kind: string | null; topic: string },
  book: { kinds: readonly string[]; topics: readonly string[] },
  { resultToldAt, investigatedAt }: Pick<DispositionRecords, 'resultToldAt' | 'investigatedAt'>,
): string[] {
  const owes = book.kinds.includes(matter.kind ?? '') || book.topics.includes(matter.topic);
  if (!owes) return [];
  if (investigatedAt === null) return ['环境污染、生态破坏类事项尚无调查处理结论，也没有公布结果'];
  return resultToldAt === null || resultToldAt < investigatedAt
    ? ['环境污染、生态破坏类事项的调查处理结果尚未公布']
    : [];
}
