import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { uuidv7 } from '../../../platform/runtime/ids.ts';
import type { Actor } from '../../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../../platform/runtime/local-time.ts';
import { takePaperNumber } from '../../papers/paper-number.ts';
import { json, personOf } from '../../tables.ts';
import { parseInput, reasonText, type VerbDeps } from '../../tickets/act.ts';
import { isAccused, whyForeign } from '../../tickets/permissions.ts';
import { accusedUnits, notFound, type Ticket, type Tx } from '../../tickets/ticket.ts';
import { writeCaseEntry } from '../case-act.ts';
import type { Evidence } from '../tables.ts';

export const openCaseInput = z.strictObject({
  ticketId: z.uuid(),
  /** The lead of the machine it starts from; absent = by hand. */
  leadId: z.uuid().optional(),
  unit: z.string().max(80),
  /** Key of a failure of accountability.yaml. */
  failure: z.string().max(40),
  reason: reasonText,
});

/**
 * 立案核查: supervision takes up a lead, or a matter it has seen itself. Nothing is found by it. A missed clock of the lead comes along as its first
 * evidence. @returns the id. @throws AppError forbidden, not_found, conflict when the lead was taken up before
 */
export async function openCase(
  deps: Pick<VerbDeps, 'transact' | 'books'>,
  raw: z.input<typeof openCaseInput>,
  actor: Actor,
): Promise<string> {
  const input = parseInput(openCaseInput, raw);
  const { units, accountability } = deps.books;
  if (!actor.roles.includes('supervisor') || units.get(actor.unitId ?? '')?.kind !== 'lead_body')
    throw new AppError('forbidden', '只有督查机构可以立案核查');
  if (!accountability.failures.some((row) => row.key === input.failure))
    throw new AppError('invalid_input', `没有失职情形 ${input.failure}`);
  if (!units.has(input.unit)) throw new AppError('invalid_input', `没有单位 ${input.unit}`);
  if (input.unit === actor.unitId) throw new AppError('forbidden', '本单位的事项须由其他单位办理');
  return deps.transact(async (unit) => {
    const ticket = await unit.tx
      .selectFrom('responder_tickets')
      .selectAll()
      .where('id', '=', input.ticketId)
      .executeTakeFirst();
    if (!ticket || whyForeign(actor, ticket.origin) !== null) throw notFound();
    if (isAccused(actor, { accused: accusedUnits(ticket) })) throw notFound();
    const first = input.leadId === undefined ? [] : await evidenceOfLead(unit.tx, ticket, input.leadId, actor);
    const id = uuidv7(unit.now);
    const number = await takePaperNumber(unit.tx, 'case', ticket, unit.now);
    await unit.tx
      .insertInto('responder_accountability_cases')
      .values({
        ...{ id, number, origin: ticket.origin, jurisdiction: ticket.jurisdiction, owner_unit: actor.unitId! },
        ...{ ticket_id: ticket.id, lead_id: input.leadId ?? null, unit: input.unit, failure: input.failure },
        ...{ state: 'verifying', evidence: json(first), opened_by: json(personOf(actor)), opened_at: unit.now },
      })
      .execute();
    await writeCaseEntry(unit, id, 1, { kind: 'open-case', text: '立案核查', reason: input.reason }, actor);
    const detail = { number, ticket: ticket.number, unit: input.unit, failure: input.failure };
    unit.audit({ actor, action: 'accountability.open-case', subject: { kind: 'accountability', id }, detail });
    return id;
  });
}

async function evidenceOfLead(tx: Tx, ticket: Ticket, leadId: string, actor: Actor): Promise<Evidence[]> {
  const lead = await tx
    .selectFrom('responder_accountability_leads')
    .selectAll()
    .where('id', '=', leadId)
    .where('ticket_id', '=', ticket.id)
    .forUpdate()
    .executeTakeFirst();
  if (!lead) throw new AppError('not_found', '没有这条线索');
  if (lead.state !== 'to_verify') throw new AppError('conflict', '该线索已经处理');
  await tx.updateTable('responder_accountability_leads').set({ state: 'taken_up' }).where('id', '=', leadId).execute();
  if (lead.clock_id === null) return [];
  return [
    { kind: 'clock', text: lead.why, at: toLocalIso(lead.found_at), clockId: lead.clock_id, by: personOf(actor) },
  ];
}
