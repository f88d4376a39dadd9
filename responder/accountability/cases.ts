import { leadsPlace } from '../tickets/permissions.ts';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { ofOrigins, iso, type QueryDeps } from '../queries/read.ts';
import { originsActedOn } from '../../platform/runtime/origins.ts';
import { unitRef } from '../tickets/view.ts';
import { maySeeCase, selectCases, whyNoCaseAct, type Case } from './case-act.ts';
import { CASE_STATE_TITLES, CASE_VERBS, type CaseVerbRow } from './states.ts';
import { CASE_STATES, type AccountabilityEntriesTable } from './tables.ts';
import { basisText, failureName } from './verbs/issue-notice.ts';

const at = z.string();
const by = z.string();
/** One case as this person may read it. Instants ISO 8601 +08:00; people by name, never ranked or counted. */
export const caseView = z
  .object({
    id: z.string(),
    version: z.number().int(),
    number: z.string(),
    /** Null for a unit the ticket accuses: it hears of no complaint this way. */
    ticket: z.object({ id: z.string(), number: z.string() }).nullable(),
    unit: z.object({ id: z.string(), name: z.string() }),
    failure: z.string(),
    state: z.enum(CASE_STATES),
    stateName: z.string(),
    openedAt: at,
    evidence: z.array(z.object({ kind: z.string(), text: z.string(), at })),
    decision: z
      .object({
        measure: z.string().nullable(),
        /** As it is read: 责令整改, 不予追究. */
        measureName: z.string(),
        ...{ basis: z.string(), reason: z.string(), by, at },
      })
      .nullable(),
    papers: z.array(z.object({ number: z.string(), title: z.string(), text: z.string(), at })),
    replyDueAt: at.nullable(),
    appealDueAt: at.nullable(),
    rectifyDueAt: at.nullable(),
    reply: z.string().nullable(),
    appeal: z
      .object({ text: z.string(), at, ruling: z.object({ uphold: z.boolean(), reason: z.string(), at }).nullable() })
      .nullable(),
    rectification: z.object({ text: z.string(), proof: z.string(), at, acceptedAt: at.nullable() }).nullable(),
    outcome: z.string().nullable(),
    entries: z.array(z.object({ at, by, text: z.string(), reason: z.string().nullable() })),
    allowed: z.array(z.object({ verb: z.string(), name: z.string() })),
  })
  .meta({ id: 'AccountabilityCase' });
export type CaseView = z.infer<typeof caseView>;

/** What a person may choose from when opening or deciding. */
export const caseChoices = z.object({
  failures: z.array(z.object({ key: z.string(), name: z.string() })),
  measures: z.array(z.object({ key: z.string(), name: z.string() })),
  bases: z.array(z.object({ id: z.string(), text: z.string() })),
});

/** Cases of this person: all for supervision and leaders, for a unit those it was told of; the newest first, 200 at most. */
export async function listCases(deps: QueryDeps, actor: Actor): Promise<CaseView[]> {
  const rows = await selectCases(deps.db)
    .where(ofOrigins('t', originsActedOn(actor)))
    .orderBy('c.opened_at', 'desc')
    .$if(!actor.roles.includes('supervisor') && !leadsPlace(actor, deps.books.units), (q) =>
      q.where('c.unit', '=', actor.unitId ?? ''),
    )
    .limit(200)
    .execute();
  return viewsOf(
    deps,
    actor,
    rows.filter((row) => maySeeCase(actor, row, deps.books.units)),
  );
}

/** @throws AppError not_found, also for a case this person may not see */
export async function readCase(deps: QueryDeps, actor: Actor, id: string): Promise<CaseView> {
  const row = await selectCases(deps.db).where('c.id', '=', id).executeTakeFirst();
  if (!row || !maySeeCase(actor, row, deps.books.units))
    throw new AppError('not_found', '没有这个问责事项，或您无权查看');
  return (await viewsOf(deps, actor, [row]))[0]!;
}

export const choicesOf = ({ books }: Pick<QueryDeps, 'books'>): z.infer<typeof caseChoices> => ({
  failures: books.accountability.failures.map(({ key, name }) => ({ key, name })),
  measures: books.accountability.measures.map(({ key, name }) => ({ key, name })),
  bases: books.accountability.bases.map(({ id, text }) => ({ id, text })),
});

/** One query however many cases. */
async function viewsOf({ db, books }: QueryDeps, actor: Actor, cases: readonly Case[]): Promise<CaseView[]> {
  if (cases.length === 0) return [];
  const entries = await db
    .selectFrom('responder_accountability_entries')
    .selectAll()
    .where(
      'case_id',
      'in',
      cases.map((kase) => kase.id),
    )
    .orderBy('version')
    .execute();
  const ofCase = new Map(cases.map((kase) => [kase.id, [] as typeof entries]));
  for (const entry of entries) ofCase.get(entry.case_id)!.push(entry);
  return cases.map((kase) => viewOf(books, actor, kase, ofCase.get(kase.id)!));
}

function viewOf(
  books: QueryDeps['books'],
  actor: Actor,
  kase: Case,
  entries: readonly Selectable<AccountabilityEntriesTable>[],
): CaseView {
  const whole = {
    ...headOf(kase),
    ticket: { id: kase.ticket_id, number: kase.ticket_number },
    unit: unitRef(books.units, kase.unit),
    failure: failureName(books, kase),
    decision: kase.decided_by &&
      kase.decided_at && {
        ...{ measure: kase.measure, measureName: measureName(books, kase) },
        ...{ basis: basisText(books, kase), reason: kase.decision_reason ?? '' },
        ...{ by: kase.decided_by.name, at: toLocalIso(kase.decided_at) },
      },
    entries: entries.map(entryOf),
    allowed: CASE_VERBS.filter(
      (verb: CaseVerbRow) =>
        verb.moves[kase.state] && whyNoCaseAct(verb.name as never, actor, kase, books.units) === null,
    ).map(({ name, title }) => ({ verb: name, name: title })),
  };
  return actor.unitId === kase.unit
    ? toldTheUnit(whole, kase.accused.includes(kase.unit), ownOf(entries, kase))
    : whole;
}

/** Null stands for the decision that nothing follows. */
const measureName = ({ accountability }: QueryDeps['books'], { measure }: Case): string =>
  accountability.measures.find(({ key }) => key === measure)?.name ?? '不予追究';

const ownOf = (entries: readonly Selectable<AccountabilityEntriesTable>[], { unit }: Case) =>
  entries.filter(({ actor }) => actor.unitId === unit).map(entryOf);

/** A unit reads the papers it was sent and what it said itself; never what was gathered against it, by whom and why. */
const toldTheUnit = (whole: CaseView, isAccused: boolean, entries: CaseView['entries']): CaseView => ({
  ...whole,
  ...{ evidence: [], decision: null, entries, ticket: isAccused ? null : whole.ticket },
});

const rulingOf = ({ uphold, reason, at: when }: { uphold: boolean; reason: string; at: string }) => ({
  ...{ uphold, reason, at: when },
});

const entryOf = (row: Selectable<AccountabilityEntriesTable>): CaseView['entries'][number] => ({
  ...{ at: toLocalIso(row.at), by: row.actor.name, text: row.text, reason: row.reason },
});

const headOf = (kase: Case) => ({
  ...{ id: kase.id, version: kase.version, number: kase.number, state: kase.state, outcome: kase.outcome },
  ...{ stateName: CASE_STATE_TITLES[kase.state], openedAt: toLocalIso(kase.opened_at), reply: kase.reply },
  evidence: kase.evidence.map(({ kind, text, at: when }) => ({ kind, text, at: when })),
  papers: kase.papers.map(({ number, title, text, at: when }) => ({ number, title, text, at: when })),
  ...{ replyDueAt: iso(kase.reply_due_at), appealDueAt: iso(kase.appeal_due_at) },
  rectifyDueAt: iso(kase.rectify_due_at),
  appeal: kase.appeal && {
    text: kase.appeal.text,
    at: kase.appeal.at,
    ruling: kase.appeal.ruling && rulingOf(kase.appeal.ruling),
  },
  rectification: kase.rectification && {
    ...{ text: kase.rectification.text, proof: kase.rectification.proof, at: kase.rectification.at },
    acceptedAt: kase.rectification.accepted?.at ?? null,
  },
});
