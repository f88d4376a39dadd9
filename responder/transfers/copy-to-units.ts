import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { refuseDifference } from '../consultations/approved-facts.ts';
import { laneOf, notify, recipient } from '../notifications/ledger.ts';
import { takePaperNumber } from '../papers/paper-number.ts';
import { json, personOf } from '../tables.ts';
import { asideInput, defineVerb, type VerbContext } from '../tickets/act.ts';
import { unitName } from '../tickets/permissions.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { paperText, refuseIdentity } from './transfer.ts';
import { moment } from '../tickets/dates.ts';

export const copyToUnitsInput = z.strictObject({
  ...asideInput,
  units: z.array(z.string().min(1)).min(1).max(50),
  /** read = 阅知, feedback = 需反馈 by `dueAt`. */
  mode: z.enum(['read', 'feedback']),
  ...paperText,
  dueAt: moment('term', '反馈期限').optional(),
});
type Input = z.output<typeof copyToUnitsInput>;

/** 抄告单: one numbered paper a unit, which does not see the ticket. Never to a unit that must keep out. */
export const copyToUnits = defineVerb('copy-to-units', copyToUnitsInput, async (context) => {
  const { ticket, input, tx, now, actor, books } = context;
  refuseWrong(context);
  refuseIdentity(input.subject, input.body);
  await refuseDifference(tx, ticket.id, `${input.subject}。${input.body}`, { read: books.figures, act: '抄告' });
  const numbers: string[] = [];
  for (const to of new Set(input.units)) {
    const number = await takePaperNumber(tx, 'copy', ticket, now);
    const id = uuidv7(now);
    await tx
      .insertInto('responder_transfers')
      .values({
        ...{ id, ticket_id: ticket.id, origin: ticket.origin, jurisdiction: ticket.jurisdiction, kind: 'copy', number },
        ...{ to_unit: to, needs_feedback: input.mode === 'feedback', subject: input.subject, body: input.body },
        due_at: input.dueAt === undefined ? null : new Date(input.dueAt),
        ...{ sent_at: now, sent_by: json(personOf(actor)) },
      })
      .execute();
    await tell(context, id, number, to);
    numbers.push(number);
  }
  const names = [...new Set(input.units)].map((id) => unitName(books.units, id)).join('、');
  const wish = input.mode === 'read' ? '阅知' : `${spokenTime(new Date(input.dueAt!))}前反馈`;
  return {
    entry: {
      text: `抄告${names}（${numbers.join('、')}），${wish}`,
      payload: { numbers, units: input.units, mode: input.mode },
    },
  };
});

function refuseWrong({ input, books }: VerbContext<Input>): void {
  const unknown = input.units.find((id) => !books.units.has(id));
  if (unknown !== undefined) throw new AppError('precondition_failed', `没有编号为“${unknown}”的单位`);
  if (input.mode === 'feedback' && input.dueAt === undefined)
    throw new AppError('precondition_failed', '需反馈的须写明反馈期限');
}

const tell = ({ tx, ticket, input, now }: VerbContext<Input>, id: string, number: string, unit: string) =>
  notify(
    tx,
    [
      {
        reason: `copy:${id}`,
        recipients: [recipient('handler', unit), recipient('unit_head', unit)],
        ...{ origin: ticket.origin, lane: laneOf(ticket.colour), why: '抄告单', matter: 'clock' as const },
        text: `抄告单${number}${input.mode === 'read' ? '待阅' : `待反馈，期限${spokenTime(new Date(input.dueAt!))}`}`,
      },
    ],
    now,
  );
