import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor, Transact } from '../../platform/runtime/kernel.ts';
import { spokenTime, toLocalIso } from '../../platform/runtime/local-time.ts';
import { mayActOnOrigin } from '../../platform/runtime/origins.ts';
import type { FeedbackRow } from './feedback.ts';
import { within, type FeedbackFilter } from './list-feedback.ts';
import type { FeedbackTables } from './tables.ts';

export interface FeedbackReview {
  revision: number;
  accept: boolean;
  reason: string;
}

const WORDS = { accepted: '采纳', rejected: '不予采纳' } as const;

/** The second person decides, once. The row lock makes two reviewers come one after the other. */
export function reviewFeedback(
  transact: Transact<FeedbackTables>,
  id: string,
  { revision, accept, reason }: FeedbackReview,
  actor: Actor,
  filter: FeedbackFilter,
): Promise<FeedbackRow> {
  return transact(async (unit) => {
    const rows = unit.tx.selectFrom('analyzer_feedback').selectAll().where('id', '=', id);
    const row = await rows.where(within(filter)).forUpdate().executeTakeFirst();
    if (!row) throw new AppError('not_found', '没有这条纠正，或您无权查看');
    guard(row, revision, actor);
    const state = accept ? ('accepted' as const) : ('rejected' as const);
    unit.audit({
      ...{ actor, action: 'feedback.review', subject: { kind: 'feedback', id } },
      detail: { label: row.label, state },
    });
    return unit.tx
      .updateTable('analyzer_feedback')
      .set({
        ...{ state, reviewed_at: unit.now, reviewed_by: actor.id, reviewed_name: actor.name },
        ...{ review_reason: reason, revision: row.revision + 1 },
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

function guard(row: FeedbackRow, revision: number, actor: Actor): void {
  if (!mayActOnOrigin(actor, row.origin)) throw new AppError('forbidden', '演示账号只能办理演示数据');
  if (row.given_by === actor.id) throw new AppError('forbidden', '本人提出的纠正须由他人复核');
  if (row.state === 'pending' && row.revision === revision) return;
  if (row.state === 'pending' || !row.reviewed_at) throw new AppError('invalid_input', '版本号与当前版本不符');
  const current = {
    ...{ revision: row.revision, by: row.reviewed_name, at: toLocalIso(row.reviewed_at), kind: row.state },
  };
  throw new AppError(
    'conflict',
    `${current.by} 已于 ${spokenTime(row.reviewed_at)} 复核（${WORDS[row.state]}），请刷新后查看`,
    {
      current,
    },
  );
}
