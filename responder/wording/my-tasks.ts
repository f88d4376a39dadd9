import { sql } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { MyTask } from '../queries/my-tasks.ts';
import { counted, type QueryDeps } from '../queries/read.ts';
import { visibleTickets } from '../queries/visibility.ts';
import { MEDIA_STATES } from './acts/a-media-question.ts';

const SHOWN = 100;

/** Promises the own unit still has to keep. */
export async function ownPromises({ db, books, time }: QueryDeps, actor: Actor): Promise<MyTask[]> {
  const isOfUnit = actor.roles.some((role) => role === 'handler' || role === 'unit_head');
  if (actor.unitId === null || !isOfUnit) return [];
  const now = time.now();
  const rows = await db
    .selectFrom('responder_promises as p')
    .innerJoin('responder_tickets as t', 't.id', 'p.ticket_id')
    .select(['p.id', 'p.text', 'p.due_at', 't.id as ticket_id', 't.number', 't.title'])
    .where('p.unit', '=', actor.unitId)
    .where('p.state', '=', 'open')
    .where(visibleTickets(actor, books.units).where)
    .where(counted(actor, undefined))
    .orderBy('p.due_at')
    .limit(SHOWN)
    .execute();
  return rows.map((row) => ({
    ...{ id: `promise:${row.id}`, kind: 'promise', kindTitle: '公开承诺', desk: 'promises', text: row.text },
    ...{ ticketId: row.ticket_id, ticketNumber: row.number, ticketTitle: row.title },
    ...{ dueAt: toLocalIso(row.due_at), overdue: row.due_at <= now },
  }));
}

/** Questions of the media: the press office owes all, a unit those of its tickets. */
export async function ownMediaQuestions({ db, books, time }: QueryDeps, actor: Actor): Promise<MyTask[]> {
  const isPress = actor.roles.includes('spokesperson');
  const isOfUnit = actor.roles.some((role) => role === 'handler' || role === 'unit_head');
  if (!isPress && !isOfUnit) return [];
  const now = time.now();
  const rows = await db
    .selectFrom('responder_media_questions as q')
    .innerJoin('responder_tickets as t', 't.id', 'q.ticket_id')
    .select(['q.id', 'q.outlet', 'q.due_at', 'q.state', 't.id as ticket_id', 't.number', 't.title'])
    .where('q.state', '<>', 'replied')
    .where(isPress ? sql<boolean>`true` : sql<boolean>`t.lead_unit = ${actor.unitId}`)
    .where(visibleTickets(actor, books.units).where)
    .where(counted(actor, undefined))
    .orderBy('q.due_at')
    .limit(SHOWN)
    .execute();
  return rows.map((row) => ({
    ...{ id: `media:${row.id}`, kind: 'media', kindTitle: '媒体关切', desk: 'media' },
    text: `${row.outlet}：${MEDIA_STATES[row.state]}`,
    ...{ ticketId: row.ticket_id, ticketNumber: row.number, ticketTitle: row.title },
    ...{ dueAt: toLocalIso(row.due_at), overdue: row.due_at <= now },
  }));
}
