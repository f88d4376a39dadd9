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
  /** An investigation was concluded. */
  investigated: boolean;
  /** The public, or who asked, was told what came of it. */
  resultTold: boolean;
  /** Its conclusion was told after it was on record. */
  conclusionTold: boolean;
  /** D-6: 移送单 sent, or why none. */
  transferred: boolean;
}

const ASKS = '请在“群众关切与口径”页登记';
const RELEASE = '请在“发布”页拟稿发布';

/** D-1 … D-6 (rules.md §3): what must exist before the ticket is closed, and on which page that is done; [] = nothing missing. */
export function dispositionGaps(disposition: Disposition, records: DispositionRecords): string[] {
  switch (disposition) {
    case 'D-1':
      return records.adopted ? [] : [`D-1：缺吸收采纳情况登记（${ASKS}）`];
    case 'D-2':
      if (!records.hasResult)
        return ['D-2：缺解决结果（反馈的“办理结果”；反馈已过的，请在“发布”页发布写明结果的续报）'];
      return records.resultTold ? [] : [`D-2：解决情况尚未公开或答复（${RELEASE}）`];
    case 'D-3':
      if (!records.investigated) return [`D-3：缺调查结论登记（${ASKS}）`];
      return records.conclusionTold ? [] : [`D-3：调查结论登记后尚未公布调查处置结果（${RELEASE}）`];
    case 'D-4':
      return records.published ? [] : [`D-4：缺权威信息发布（${RELEASE}）`];
    case 'D-5':
      return records.published ? [] : [`D-5：缺解释引导的发布（${RELEASE}）`];
    case 'D-6':
      return [
        ...(records.clarified ? [] : [`D-6：缺澄清（${RELEASE}）`]),
        ...(records.transferred ? [] : ['D-6：缺涉嫌违法线索的移送单（请在“抄告移送”页移送，或写明不移送的原因）']),
      ];
  }
}

/** S28: kinds of matter of which the public is owed the result of the investigation. Warned, not refused: the paper may be another body's. */
export function resultReleaseWarning(
  matter: { kind: string | null; topic: string },
  book: { kinds: readonly string[]; topics: readonly string[] },
  { investigated, conclusionTold }: Pick<DispositionRecords, 'investigated' | 'conclusionTold'>,
): string[] {
  const owes = book.kinds.includes(matter.kind ?? '') || book.topics.includes(matter.topic);
  if (!owes) return [];
  if (!investigated) return ['环境污染、生态破坏类事项尚无调查处理结论，也没有公布结果'];
  return conclusionTold ? [] : ['环境污染、生态破坏类事项的调查处理结果尚未公布'];
}
