import { z } from 'zod';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { reconcileClocks } from '../deadlines/reconcile.ts';
import { json, personOf } from '../tables.ts';
import { baseInput, defineVerb, reasonText, writeEntry, type VerbContext } from './act.ts';
import { checkHandover, enterHop, handoverPatch, type Handover } from './hops.ts';
import { marksOfPart } from './marks.ts';
import { takeNumber } from './number.ts';
import { unitName } from './permissions.ts';
import { patchTicket, type Ticket } from './ticket.ts';

export const splitInput = z.strictObject({
  ...baseInput,
  /** What the part is about. */
  title: z.string().trim().min(2).max(100),
  lead: z.string().min(1),
  coHandlers: z.array(z.string().min(1)).max(50).default([]),
  requirement: z.string().trim().min(1).max(2000),
  reason: reasonText,
});
type Input = z.output<typeof splitInput>;

/**
 * 拆分: a part of the matter gets a ticket of its own beside this one, judged alike, with its own number and units and clocks from the same
 * starts. Merging it back undoes it.
 */
export const splitTicket = defineVerb('split', splitInput, async (context) => {
  const { ticket, input, books } = context;
  const to: Handover = { lead: input.lead, coHandlers: input.coHandlers, coordinator: ticket.coordinator_unit };
  checkHandover(ticket, to, books);
  const part = await openPart(context, to);
  return {
    entry: {
      text: `拆分出工单 ${part.number}《${part.title}》，交办给${unitName(books.units, to.lead)}`,
      reason: input.reason,
      payload: { part: part.id, number: part.number, ...to },
    },
  };
});

async function openPart(context: VerbContext<Input>, to: Handover): Promise<Ticket> {
  const { unit, tx, ticket, input, now, books, actor } = context;
  const { number, year } = await takeNumber(tx, ticket.origin, ticket.jurisdiction, now);
  const row = { ...partRow(context), number, year };
  const part = await tx.insertInto('responder_tickets').values(row).returningAll().executeTakeFirstOrThrow();
  const hop = await enterHop(tx, part, to, now);
  const handed = await patchTicket(tx, part.id, { ...handoverPatch(part, to, now), requirement: input.requirement });
  const clocks = await reconcileClocks(unit, handed, books, actor);
  const entry = {
    kind: 'split-off',
    text: `由工单 ${ticket.number} 拆分，交办给${unitName(books.units, to.lead)}`,
    reason: input.reason,
    payload: { from: ticket.id, number: ticket.number, hop, requirement: input.requirement },
  };
  await writeEntry(unit, handed, entry, clocks.notes, actor);
  unit.audit({
    actor,
    action: 'ticket.split-off',
    subject: { kind: 'ticket', id: part.id },
    detail: { number, revision: 1, from: null, to: 'dispatched', part: ticket.id },
  });
  return handed;
}

/** Everything that says what the matter is and since when; nothing of what was done about it. */
function partRow({ ticket, input, now, actor }: VerbContext<Input>) {
  const kept = {
    ...{ origin: ticket.origin, jurisdiction: ticket.jurisdiction, owner_unit: ticket.owner_unit },
    ...{ event_id: ticket.event_id, event_revision: ticket.event_revision, history: ticket.history },
    ...{ topic: ticket.topic, kind: ticket.kind, colour: ticket.colour, colour_machine: ticket.colour_machine },
    ...{ occurred_at: ticket.occurred_at, occurred_source: ticket.occurred_source },
    ...{ published_at: ticket.published_at, detected_at: ticket.detected_at, detected_by: ticket.detected_by },
    ...{ level_duty: ticket.level_duty, level_duty_at: ticket.level_duty_at },
    ...{ level_official: ticket.level_official, level_official_body: ticket.level_official_body },
    ...{ level_official_paper: ticket.level_official_paper, level_official_at: ticket.level_official_at },
    ...{ level_provisional_ended: ticket.level_provisional_ended, verification: ticket.verification },
    ...{ outcome: ticket.outcome, dispositions: ticket.dispositions, judged_at: ticket.judged_at },
    ...{ needs_second: ticket.needs_second, second_at: ticket.second_at, coordinator_unit: ticket.coordinator_unit },
    ...{ rejudge_due: ticket.rejudge_due, rejudge_why: ticket.rejudge_why, admitted_units: ticket.admitted_units },
  };
  const copied = {
    ...{ event: json(ticket.event), level_machine: json(ticket.level_machine), routing: json(ticket.routing) },
    ...{ level_duty_by: jsonOrNull(ticket.level_duty_by), level_official_by: jsonOrNull(ticket.level_official_by) },
    ...{ outcome_detail: json(ticket.outcome_detail), colours_before: json(ticket.colours_before) },
    ...{ judged_by: jsonOrNull(ticket.judged_by), second_by: jsonOrNull(ticket.second_by) },
    ...{ judged_basis: jsonOrNull(ticket.judged_basis), owed: json(ticket.owed) },
    ...{ reopened_at: ticket.reopened_at, rejudged_at: ticket.rejudged_at },
    ...{ restarted: json(ticket.restarted), conference_waived: jsonOrNull(ticket.conference_waived) },
    ...{ brought: json(ticket.brought), marks: json(marksOfPart(ticket.marks)) },
  };
  return {
    ...kept,
    ...copied,
    ...{ id: uuidv7(now), title: input.title, state: 'dispatched' as const, revision: 1, acted_revision: 1 },
    ...{ opened_at: now, opened_by: json(personOf(actor)), split_from: ticket.id },
    ...{ promotion_rule: 'split', promotion_name: '拆分', promotion_why: input.reason },
    previous_ticket: null,
  };
}

const jsonOrNull = (value: unknown): string | null => (value === null ? null : json(value));
