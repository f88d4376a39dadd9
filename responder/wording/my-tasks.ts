import { sql } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import {
  actedOn,
  dueBy,
  ofTicket,
  onlyTicket,
  PARTY_COLUMNS,
  TICKET_COLUMNS,
  type TaskProvider,
} from '../queries/task.ts';
import { accusedColumn, nearOffice, visibleTickets } from '../queries/visibility.ts';
import { actingIn } from '../tickets/permissions.ts';
import { coordinates } from '../tickets/steps.ts';
import type { MediaQuestion } from './acts/a-media-question.ts';

const SHOWN = 200;
const isStaff = (actor: Actor): boolean => actor.roles.some((role) => role === 'handler' || role === 'unit_head');

/** Promises the own unit still has to keep. */
export const ownPromises: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (actor.unitId === null || !isStaff(actor)) return [];
  const now = time.now();
  const rows = await db
    .selectFrom('responder_promises as p')
    .innerJoin('responder_tickets as t', 't.id', 'p.ticket_id')
    .select([...TICKET_COLUMNS, 'p.id', 'p.text', 'p.due_at'])
    .where('p.unit', '=', actor.unitId)
    .where('p.state', '=', 'open')
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('p.due_at')
    .limit(SHOWN)
    .execute();
  return rows.map((row) => ({
    ...{ id: `promise:${row.id}`, kind: 'promise', kindTitle: '公开承诺', text: row.text, why: '由贵单位兑现' },
    ...ofTicket(row, 'promises', 'keep-promise'),
    ...dueBy(row.due_at, now),
  }));
};

/** The act each question waits for. */
export const MEDIA_STEPS: Record<Exclude<MediaQuestion['state'], 'replied'>, { verb: string; text: string }> = {
  open: { verb: 'draft-media-reply', text: '拟答复' },
  drafted: { verb: 'approve-media-reply', text: '审核拟答复' },
  approved: { verb: 'send-media-reply', text: '答复媒体并登记' },
};

/** A reply is approved by the head of the unit or the leader on duty, never by who wrote it; the rest lies with those who speak. */
export function waitsForReply(
  { state, replied_by }: Pick<MediaQuestion, 'state' | 'replied_by'>,
  actor: Pick<Actor, 'id' | 'roles'>,
): boolean {
  if (state === 'replied') return false;
  if (state !== 'drafted') return actor.roles.some((role) => ['spokesperson', 'handler', 'unit_head'].includes(role));
  return replied_by?.id !== actor.id && actor.roles.some((role) => role === 'unit_head' || role === 'duty_leader');
}

/** Questions of the media: the press office owes all, a unit those of its tickets; a lead body approves those of the tickets it coordinates. */
export const ownMediaQuestions: TaskProvider = async ({ db, books, time }, actor, query) => {
  const isPress = actor.roles.includes('spokesperson');
  if (actor.unitId === null) return [];
  const now = time.now();
  const rows = await db
    .selectFrom('responder_media_questions as q')
    .innerJoin('responder_tickets as t', 't.id', 'q.ticket_id')
    .select([...TICKET_COLUMNS, ...PARTY_COLUMNS, accusedColumn])
    .select(['q.id', 'q.outlet', 'q.due_at', 'q.state', 'q.replied_by'])
    .where('q.state', '<>', 'replied')
    .where(sql<boolean>`(${isPress} or t.lead_unit = ${actor.unitId} or ${nearOffice(actor)})`)
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('q.due_at')
    .limit(SHOWN)
    .execute();
  return rows.flatMap((row) => {
    const isMine = isPress || row.lead_unit === actor.unitId || coordinates(actor, row, books.units);
    if (!isMine || row.state === 'replied' || !waitsForReply(row, actingIn(actor, row, books.units))) return [];
    const { verb, text } = MEDIA_STEPS[row.state];
    return {
      ...{ id: `media:${row.id}`, kind: 'media', kindTitle: '媒体关切', text: `${row.outlet}：${text}` },
      why: isPress ? '由新闻发言人组织答复' : '由贵单位答复',
      ...ofTicket(row, 'media', verb),
      ...dueBy(row.due_at, now),
    };
  });
};
