import { sql } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { unitRef, type UnitRef } from '../tickets/view.ts';
import { counted, type QueryDeps } from './read.ts';
import { accuses } from './visibility.ts';

/** 履职问题线索（待核）: a lead, never a finding. */
export interface AccountabilityLead {
  id: string;
  ticketId: string;
  number: string;
  unit: UnitRef | null;
  kind: string;
  rule: string | null;
  why: string;
  /** Where the time of the deadline went, the most first. */
  spent: { unit: UnitRef; seconds: number }[];
  foundAt: string;
  state: string;
}

/** For 督查 only, without those of tickets that accuse it. @throws AppError forbidden */
export async function accountabilityLeads(deps: QueryDeps, actor: Actor): Promise<AccountabilityLead[]> {
  if (!actor.roles.includes('supervisor')) throw new AppError('forbidden', '履职问题线索仅督查人员可见');
  const rows = await deps.db
    .selectFrom('responder_accountability_leads as l')
    .innerJoin('responder_tickets as t', 't.id', 'l.ticket_id')
    .selectAll('l')
    .select('t.number')
    .where(counted(actor, undefined))
    .where(sql<boolean>`not ${accuses(actor.unitId)}`)
    .orderBy('l.found_at', 'desc')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    ticketId: row.ticket_id,
    number: row.number,
    unit: row.unit === null ? null : unitRef(deps.books.units, row.unit),
    kind: row.kind,
    rule: row.rule_id,
    why: row.why,
    spent: row.spent.map(({ unit, seconds }) => ({ unit: unitRef(deps.books.units, unit), seconds })),
    foundAt: toLocalIso(row.found_at),
    state: row.state,
  }));
}
