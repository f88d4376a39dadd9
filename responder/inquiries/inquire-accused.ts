import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { laneOf, notify, recipient } from '../notifications/ledger.ts';
import { identityIn, quotation } from '../papers/paper-checks.ts';
import { takePaperNumber } from '../papers/paper-number.ts';
import { json, personOf } from '../tables.ts';
import { asideInput, defineVerb, type VerbContext } from '../tickets/act.ts';
import { remindAt } from './sweep-inquiries.ts';
import { isBarred } from '../tickets/refuse-barred.ts';
import { unitName } from '../tickets/permissions.ts';
import { accusedUnits } from '../tickets/ticket.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { moment } from '../tickets/dates.ts';

export const inquireAccusedInput = z.strictObject({
  ...asideInput,
  unit: z.string().min(1),
  /** What is asked about, in the words of who writes it. */
  summary: z.string().trim().min(10, '请概括需核实的情况，不少于10个字').max(2000),
  questions: z.string().trim().min(5, '请写明需说明的问题，不少于5个字').max(2000),
  dueAt: moment('term', '答复期限'),
});
type Input = z.output<typeof inquireAccusedInput>;

/**
 * 核实函: the only way an accused unit is asked. It sees this paper and nothing of the ticket; the paper therefore holds no link, nobody's
 * data and no words of a post (信访工作条例: 不得将材料转给被反映单位).
 */
export const inquireAccused = defineVerb('inquire-accused', inquireAccusedInput, async (context) => {
  const { ticket, input, tx, now, actor, books } = context;
  if (!accusedUnits(ticket).includes(input.unit) && !isBarred(ticket, input.unit, books))
    throw new AppError('precondition_failed', '核实函只发被反映单位；其他单位请用交办、协办或抄告');
  await refuseSource(context);
  const number = await takePaperNumber(tx, 'inquiry', ticket, now);
  const id = uuidv7(now);
  await tx
    .insertInto('responder_inquiries')
    .values({
      ...{ id, ticket_id: ticket.id, origin: ticket.origin, jurisdiction: ticket.jurisdiction, number },
      ...{ unit: input.unit, summary: input.summary, questions: input.questions, due_at: new Date(input.dueAt) },
      ...{ sent_at: now, sent_by: json(personOf(actor)), tell_at: remindAt(now, new Date(input.dueAt)) },
    })
    .execute();
  await tell(context, id, number);
  return {
    entry: {
      text: `向${unitName(books.units, input.unit)}发核实函${number}，限${spokenTime(new Date(input.dueAt))}前答复`,
      payload: { inquiryId: id, number, unit: input.unit, dueAt: input.dueAt },
    },
  };
});

/** @throws AppError precondition_failed: what must not stand in it, and where it comes from. */
async function refuseSource({ ticket, input, sourceTexts, books }: VerbContext<Input>): Promise<void> {
  const text = `${input.summary}\n${input.questions}`;
  const found = identityIn(text);
  if (found.length > 0) throw new AppError('precondition_failed', `核实函中不得出现${found.join('、')}`, { found });
  const sources = [ticket.title, ticket.event.title, ...(await sourceTexts(ticket.event_id))];
  const places = ticket.event.places.flatMap(({ name, path }) => [name, ...path]);
  const quoted = quotation(text, sources, [...places, ...[...books.units.values()].map(({ name }) => name)]);
  if (quoted !== null)
    throw new AppError('precondition_failed', `核实函须用自己的话概括，不得照录原文：“${quoted}”`, { quoted });
}

/** Told with the number of the paper alone: no ticket, no event, no title. */
const tell = ({ tx, ticket, input, now }: VerbContext<Input>, id: string, number: string) =>
  notify(
    tx,
    [
      {
        reason: `inquiry:${id}`,
        recipients: [recipient('handler', input.unit), recipient('unit_head', input.unit)],
        ...{ origin: ticket.origin, lane: laneOf(ticket.colour), why: '核实函', matter: 'clock' as const },
        text: `核实函${number}待答复，期限${spokenTime(new Date(input.dueAt))}`,
      },
    ],
    now,
  );
