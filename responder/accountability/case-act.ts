import type { Kysely, Selectable, Updateable } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor, UnitOfWork } from '../../platform/runtime/kernel.ts';
import { spokenTime, toLocalIso } from '../../platform/runtime/local-time.ts';
import type { ResponderBooks } from '../books.ts';
import { accusedColumn } from '../queries/visibility.ts';
import { json, personOf, type ResponderTables } from '../tables.ts';
import { parseInput, type VerbDeps } from '../tickets/act.ts';
import { isAccused, leadsPlace, whyForeign, type Units } from '../tickets/permissions.ts';
import type { Tx } from '../tickets/ticket.ts';
import { caseVerb, CASE_STATE_TITLES, HEADS, nextCaseState, type CaseVerbName } from './states.ts';
import type { AccountabilityCasesTable, CaseState } from './tables.ts';

export interface Case extends Selectable<AccountabilityCasesTable> {
  /** Of the ticket it arose from. */
  ticket_number: string;
  /** Whom that ticket accuses. They read nothing of it here either, and decide nothing. */
  accused: string[];
}
export type CasePatch = Updateable<AccountabilityCasesTable>;

export interface CaseContext<I> {
  unit: UnitOfWork<ResponderTables>;
  tx: Tx;
  kase: Case;
  input: I;
  actor: Actor;
  now: Date;
  books: ResponderBooks;
}
export interface CaseEffect {
  set?: CasePatch;
  /** Only where the table knows several ways out. */
  state?: CaseState;
  text: string;
  reason?: string;
}
/** `version`: of the case the person was looking at. */
export const caseInput = { version: z.number().int().positive() };

const noCase = (): AppError => new AppError('not_found', '没有这个问责事项，或您无权查看');

export const isSupervision = (actor: Actor, units: Units): boolean =>
  actor.roles.includes('supervisor') && units.get(actor.unitId ?? '')?.kind === 'lead_body';

/**
 * A unit learns of a case by the notice, never before, whoever of it asks; supervision and leaders see it from the beginning, but for those the ticket
 * accuses (信访工作条例第三十条).
 */
export function maySeeCase(
  actor: Actor,
  kase: Pick<Case, 'unit' | 'state' | 'papers' | 'origin' | 'accused'>,
  units: Units,
): boolean {
  if (whyForeign(actor, kase.origin) !== null) return false;
  if (actor.unitId === kase.unit) return HEADS.some((role) => actor.roles.includes(role)) && kase.papers.length > 0;
  if (isAccused(actor, kase)) return false;
  return isSupervision(actor, units) || leadsPlace(actor, units);
}

/** Null = may; else the Chinese reason. State is not looked at here. */
export function whyNoCaseAct(name: CaseVerbName, actor: Actor, kase: Pick<Case, 'unit'>, units: Units): string | null {
  const { side, title, roles } = caseVerb(name);
  if (!roles.some((role) => actor.roles.includes(role))) return `您的角色不能执行“${title}”`;
  if (side === 'unit') return actor.unitId === kase.unit ? null : '只有被通知的单位可以执行';
  if (isSupervision(actor, units)) return actor.unitId === kase.unit ? '本单位的事项须由其他单位办理' : null;
  return side === 'deciding' && leadsPlace(actor, units) ? null : '只有督查机构可以执行';
}

/** Cases with what is read of their ticket (alias `t`). */
export const selectCases = (db: Kysely<ResponderTables>) =>
  db
    .selectFrom('responder_accountability_cases as c')
    .innerJoin('responder_tickets as t', 't.id', 'c.ticket_id')
    .selectAll('c')
    .select(['t.number as ticket_number', accusedColumn]);

export async function lockCase(tx: Tx, id: string): Promise<Case> {
  const row = await selectCases(tx).where('c.id', '=', id).forUpdate('c').executeTakeFirst();
  if (!row) throw noCase();
  return row;
}

export type CaseVerb<S extends z.ZodType> = (
  deps: Pick<VerbDeps, 'transact' | 'books'>,
  caseId: string,
  input: z.input<S>,
  actor: Actor,
) => Promise<void>;

/**
 * The frame of every act on a case: parse, lock, who, version, legality, effect, entry, audit in one transaction. The machine has no way in: each
 * needs a person with the role. @throws AppError invalid_input, not_found, forbidden, conflict (naming who won), illegal_move, precondition_failed
 */
export function defineCaseVerb<S extends z.ZodType<{ version: number }>>(
  name: CaseVerbName,
  schema: S,
  apply: (context: CaseContext<z.output<S>>) => Promise<CaseEffect> | CaseEffect,
): CaseVerb<S> {
  return async (deps, caseId, raw, actor) => {
    const input = parseInput(schema, raw);
    await deps.transact(async (unit) => {
      const kase = await lockCase(unit.tx, caseId);
      await guard(unit.tx, name, kase, input.version, actor, deps.books);
      const effect = await apply({ unit, tx: unit.tx, kase, input, actor, now: unit.now, books: deps.books });
      const state = nextCaseState(name, kase.state, effect.state);
      if (state === null) throw new AppError('illegal_move', `“${caseVerb(name).title}”不能转为该状态`);
      const version = kase.version + 1;
      await unit.tx
        .updateTable('responder_accountability_cases')
        .set({ ...effect.set, state, version })
        .where('id', '=', kase.id)
        .execute();
      await writeCaseEntry(unit, kase.id, version, { kind: name, text: effect.text, reason: effect.reason }, actor);
      const detail = { number: kase.number, version, from: kase.state, to: state };
      unit.audit({ actor, action: `accountability.${name}`, subject: { kind: 'accountability', id: kase.id }, detail });
    });
  };
}

async function guard(tx: Tx, name: CaseVerbName, kase: Case, version: number, actor: Actor, books: ResponderBooks) {
  if (!maySeeCase(actor, kase, books.units)) throw noCase();
  const denied = whyNoCaseAct(name, actor, kase, books.units);
  if (denied !== null) throw new AppError('forbidden', denied);
  if (version !== kase.version) throw await whoWon(tx, kase);
  if (caseVerb(name).moves[kase.state] === undefined)
    throw new AppError('illegal_move', `事项处于“${CASE_STATE_TITLES[kase.state]}”，不能执行“${caseVerb(name).title}”`);
}

async function whoWon(tx: Tx, kase: Case): Promise<AppError> {
  const last = await tx
    .selectFrom('responder_accountability_entries')
    .selectAll()
    .where('case_id', '=', kase.id)
    .where('version', '=', kase.version)
    .executeTakeFirst();
  const current = last && { version: kase.version, by: last.actor.name, at: toLocalIso(last.at), kind: last.kind };
  const who = last ? `${last.actor.name} 已于 ${spokenTime(last.at)} 先行处理，` : '事项已被更新，';
  return new AppError('conflict', `${who}请刷新后再办`, { current });
}

export async function writeCaseEntry(
  unit: UnitOfWork<ResponderTables>,
  caseId: string,
  version: number,
  entry: { kind: string; text: string; reason?: string | undefined },
  actor: Actor,
): Promise<void> {
  await unit.tx
    .insertInto('responder_accountability_entries')
    .values({
      ...{ case_id: caseId, version, kind: entry.kind, at: unit.now, actor: json(personOf(actor)) },
      ...{ text: entry.text, reason: entry.reason ?? null },
    })
    .execute();
}
