import type { Actor } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { originsSeen } from '../../platform/runtime/origins.ts';
import type { CopyView, InquiryView } from '../papers/paper-views.ts';
import { unitName } from '../tickets/permissions.ts';
import { iso, type QueryDeps } from './read.ts';

const SHOWN = 200;
const staffOf = (actor: Actor): string | null =>
  actor.roles.some((role) => role === 'handler' || role === 'unit_head') ? actor.unitId : null;
const originsOf = (actor: Actor) => (actor.origin === undefined ? undefined : [...originsSeen(actor.origin)]);

/** Letters to the own unit, newest first. Nobody else's. */
export async function inquiriesFor(
  { db, books, time }: QueryDeps,
  actor: Actor,
  state?: InquiryView['state'],
): Promise<InquiryView[]> {
  const unit = staffOf(actor);
  if (unit === null) return [];
  let query = db.selectFrom('responder_inquiries').selectAll().where('unit', '=', unit);
  if (state !== undefined) query = query.where('state', '=', state);
  const origins = originsOf(actor);
  if (origins) query = query.where('origin', 'in', origins);
  const rows = await query.orderBy('sent_at', 'desc').limit(SHOWN).execute();
  const now = time.now();
  return rows.map((row) => ({
    from: unitName(books.units, row.sent_by.unitId),
    ...{ id: row.id, version: row.version, number: row.number, summary: row.summary, questions: row.questions },
    ...{ sentAt: toLocalIso(row.sent_at), dueAt: toLocalIso(row.due_at), state: row.state, answer: row.answer },
    overdue: row.state !== 'withdrawn' && (row.answered_at ?? now) > row.due_at,
    answeredAt: iso(row.answered_at),
  }));
}

/** 抄告单 to the own unit, newest first. */
export async function copiesFor(
  { db, books, time }: QueryDeps,
  actor: Actor,
  /** waiting = neither read nor, where asked, answered. */
  which: 'all' | 'waiting' = 'all',
): Promise<CopyView[]> {
  const unit = staffOf(actor);
  if (unit === null) return [];
  let query = db.selectFrom('responder_transfers').selectAll().where('to_unit', '=', unit).where('kind', '=', 'copy');
  if (which === 'waiting')
    query = query.where((eb) =>
      eb.or([eb('state', '=', 'sent'), eb.and([eb('state', '=', 'read'), eb('needs_feedback', '=', true)])]),
    );
  const origins = originsOf(actor);
  if (origins) query = query.where('origin', 'in', origins);
  const rows = await query.orderBy('sent_at', 'desc').limit(SHOWN).execute();
  const now = time.now();
  return rows.map((row) => ({
    from: unitName(books.units, row.sent_by.unitId),
    ...{ id: row.id, version: row.version, number: row.number, subject: row.subject, body: row.body },
    ...{ needsFeedback: row.needs_feedback, sentAt: toLocalIso(row.sent_at), dueAt: iso(row.due_at), state: row.state },
    overdue: row.due_at !== null && row.state !== 'withdrawn' && (row.answered_at ?? now) > row.due_at,
    ...{ feedback: row.feedback, answeredAt: iso(row.answered_at) },
  }));
}
