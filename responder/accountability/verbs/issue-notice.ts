import { z } from 'zod';
import { notify, recipient } from '../../notifications/ledger.ts';
import { takePaperNumber } from '../../papers/paper-number.ts';
import { json, personOf } from '../../tables.ts';
import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { unitName } from '../../tickets/permissions.ts';
import type { ResponderBooks } from '../../books.ts';
import { due } from '../../deadlines/due.ts';
import { countingOf } from '../../deadlines/book.ts';
import { caseInput, defineCaseVerb, type Case } from '../case-act.ts';
import { paperText } from '../documents.ts';
import { HEADS } from '../states.ts';
import { accusedUnits, nameOf, type Tx } from '../../tickets/ticket.ts';
import { refuseIdentity } from './refuse-identity.ts';

export const issueNoticeInput = z.strictObject({
  ...caseInput,
  /** What the unit has to put right. */
  requirement: z.string().trim().min(4, '请写明整改或说明要求').max(1000),
});

/** 发出通知: the paper gets its number and text, the unit its reply, appeal and rectification deadlines in working days from now. */
export const issueNotice = defineCaseVerb('issue-notice', issueNoticeInput, async (context) => {
  const { tx, kase, input, actor, now, books } = context;
  await refuseIdentity(tx, kase.ticket_id, input.requirement);
  const measure = books.accountability.measures.find((row) => row.key === kase.measure)!;
  const replyDue = workingDays(books, now, books.accountability.reply.days);
  const rectifyDue = measure.rectification ? workingDays(books, now, books.accountability.rectification.days) : null;
  const number = await takePaperNumber(tx, measure.key, kase, now);
  const text = paperText(books.accountability, measure.key, {
    ...{ unit: unitName(books.units, kase.unit), failure: failureName(books, kase), evidence: kase.evidence },
    ...{ ticket: await ticketName(tx, kase), basis: basisText(books, kase), requirement: input.requirement },
    due: rectifyDue ?? replyDue,
  });
  const paper = { measure: measure.key, number, title: measure.paper, text, at: toLocalIso(now), by: personOf(actor) };
  await notify(
    tx,
    [
      {
        ...{ reason: `accountability:${kase.id}:notice`, recipients: HEADS.map((role) => recipient(role, kase.unit)) },
        ...{ origin: kase.origin, lane: 'shift' as const, matter: 'accountability' as const },
        ...{ why: `督查机构发出${measure.paper}`, text: `${number} ${measure.paper}，请在规定期限内说明或整改` },
      },
    ],
    now,
  );
  return {
    set: {
      papers: json([...kase.papers, paper]),
      ...{ reply_due_at: replyDue, rectify_due_at: rectifyDue },
      appeal_due_at: workingDays(books, now, books.accountability.appeal.days),
    },
    text: `发出${measure.paper} ${number}`,
  };
});

const workingDays = (books: ResponderBooks, from: Date, days: number): Date =>
  due({ calendar: 'working_days', limit: { days } }, from, books.calendar, { counting: countingOf(books.clocks) }).due;

export const failureName = (books: ResponderBooks, { failure }: Pick<Case, 'failure'>): string =>
  books.accountability.failures.find((row) => row.key === failure)?.name ?? failure;
export const basisText = (books: ResponderBooks, { basis }: Pick<Case, 'basis'>): string =>
  books.accountability.bases.find((row) => row.id === basis)?.text ?? basis ?? '';

/** A unit the ticket accuses is not told which it is: number and title would lead to the complaint. */
async function ticketName(tx: Tx, { ticket_id: id, unit }: Case): Promise<string> {
  const row = await tx
    .selectFrom('responder_tickets')
    .select(['number', 'title', 'event', 'brought', 'admitted_units'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return accusedUnits(row).includes(unit) ? '一件涉及你单位的事项' : nameOf(row);
}
