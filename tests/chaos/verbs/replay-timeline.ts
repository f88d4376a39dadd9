import { sql, type Kysely } from 'kysely';
import type { ResponderTables } from '../../../responder/index.ts';
import type { TicketState } from '../../../responder/messages.ts';
import { nextState, VERB_TABLE, type VerbName } from '../../../responder/tickets/states.ts';
import type { Ticket } from '../../../responder/tickets/ticket.ts';
import { Findings } from '../report.ts';
import type { Contested } from './contend.ts';

interface Entry {
  revision: number;
  kind: string;
}
interface Audited {
  action: string;
  revision: number;
  from: TicketState | null;
  to: TicketState;
}

/** Replays what is written down of every ticket against what stands in its row; [] = nothing illegal, nothing lost. */
export async function judgeTimelines(
  db: Kysely<ResponderTables>,
  { tickets, done, broken }: Contested,
  maxReturns: number,
): Promise<string[]> {
  const findings = new Findings();
  findings.expectNone('neither done nor refused', broken);
  for (const id of tickets) {
    const ticket = await db.selectFrom('responder_tickets').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const entries = await entriesOf(db, id);
    const audits = await auditsOf(db, id);
    const mine = done.filter((each) => each.ticket === id).map(({ revision }) => revision);
    findings.expectNone(`${ticket.number}: gaps in the timeline`, gapsIn(entries, ticket.revision));
    findings.expectNone(
      `${ticket.number}: acts answered as done that are not written, or twice`,
      lostActs(mine, audits),
    );
    findings.expectNone(`${ticket.number}: illegal moves`, illegalMoves(audits, ticket.state));
    findings.expectNone(`${ticket.number}: counts that lost an act`, lostCounts(ticket, entries));
    findings.expectNone(`${ticket.number}: illegal state`, [
      ...wrongRow(ticket, maxReturns),
      ...(await wrongHops(db, ticket)),
      ...(await wrongClocks(db, ticket)),
    ]);
  }
  return findings.list;
}

const entriesOf = (db: Kysely<ResponderTables>, id: string): Promise<Entry[]> =>
  db
    .selectFrom('responder_timeline')
    .select(['revision', 'kind'])
    .where('ticket_id', '=', id)
    .orderBy('revision')
    .execute();

async function auditsOf(db: Kysely<ResponderTables>, id: string): Promise<Audited[]> {
  const { rows } = await sql<Audited>`
    select action, (detail ->> 'revision')::int as revision, detail ->> 'from' as "from", detail ->> 'to' as "to"
      from audit_entries where subject_id = ${id} and detail ? 'revision' order by (detail ->> 'revision')::int`.execute(
    db,
  );
  return rows;
}

/** One entry a revision, none missing up to the row's own. */
const gapsIn = (entries: readonly Entry[], last: number): string[] => {
  const wrong = entries.flatMap(({ revision }, index) =>
    revision === index + 1 ? [] : [`${index + 1} is ${revision}`],
  );
  return entries.length === last ? wrong : [...wrong, `${entries.length} entries, revision ${last}`];
};

/** Each act that was answered as done made a revision of its own, and it is written. */
function lostActs(done: readonly number[], audits: readonly Audited[]): string[] {
  const written = new Set(audits.map(({ revision }) => revision));
  const twice = done.filter((revision, index) => done.indexOf(revision) !== index);
  return [...done.filter((revision) => !written.has(revision)), ...twice].map(String);
}

const VERB_NAMES = new Set<string>(VERB_TABLE.map(({ name }) => name));

/** Every act began where the one before it ended, and led where the table allows. */
function illegalMoves(audits: readonly Audited[], state: TicketState): string[] {
  const wrong: string[] = [];
  let at: TicketState = 'received';
  for (const { action, from, to, revision } of audits) {
    const verb = action.slice('ticket.'.length);
    if (from !== at) wrong.push(`${revision} ${verb} began in ${from}, not ${at}`);
    if (VERB_NAMES.has(verb) && to !== at && nextState(verb as VerbName, at, to) !== to)
      wrong.push(`${revision} ${verb}: ${at} → ${to}`);
    at = to;
  }
  return at === state ? wrong : [...wrong, `written to its end ${at}, stands in ${state}`];
}

/** A counter that two acts wrote over each other is smaller than the entries. */
function lostCounts(ticket: Ticket, entries: readonly Entry[]): string[] {
  const counted = (kind: string): number => entries.filter((entry) => entry.kind === kind).length;
  const pairs: [string, number, number][] = [
    ['return', ticket.return_count, counted('return')],
    ['reassign', ticket.reassign_count, counted('reassign')],
    ['reopen', ticket.reopened_count, counted('reopen')],
    ['extend', ticket.extension_count, counted('extend')],
  ];
  return pairs
    .filter(([, row, written]) => row !== written)
    .map(([kind, row, written]) => `${kind} ${row} ≠ ${written}`);
}

function wrongRow(ticket: Ticket, maxReturns: number): string[] {
  const ended = ticket.state === 'closed' || ticket.state === 'archived';
  const withUnit: TicketState[] = ['dispatched', 'accepted', 'handling', 'reported', 'reviewed'];
  const rules: [string, boolean][] = [
    ['merged but not ended', ticket.merged_into === null || ended],
    ['merged into itself', ticket.merged_into !== ticket.id],
    ['closed without its time', ended === (ticket.closed_at !== null)],
    ['with a unit but without one', !withUnit.includes(ticket.state) || ticket.lead_unit !== null],
    ['waits for a second person without an outcome', !ticket.needs_second || ticket.outcome !== null],
    ['the second person is the first', ticket.second_by === null || ticket.second_by.id !== ticket.judged_by?.id],
    ['more returns than allowed', ticket.return_count <= maxReturns],
    ['lead is also co-handler', ticket.lead_unit === null || !ticket.co_units.includes(ticket.lead_unit)],
    ['approved text is another', ticket.approval === null || ticket.approval.hash === ticket.report?.hash],
  ];
  return rules.filter(([, holds]) => !holds).map(([what]) => what);
}

/** At most one hop is open, it lies with the lead unit, and hops are numbered without a gap. */
async function wrongHops(db: Kysely<ResponderTables>, ticket: Ticket): Promise<string[]> {
  const hops = await db
    .selectFrom('responder_assignments')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .orderBy('hop')
    .execute();
  const openHops = hops.filter((hop) => hop.left_at === null);
  const wrong = hops.flatMap((hop, index) => (hop.hop === index + 1 ? [] : [`hop ${hop.hop} at place ${index + 1}`]));
  if (openHops.length > 1) wrong.push(`${openHops.length} open hops`);
  const [open] = openHops;
  if (open && ticket.lead_unit !== null && open.unit !== ticket.lead_unit)
    wrong.push(`hop with ${open.unit}, lead ${ticket.lead_unit}`);
  return wrong;
}

/** Nothing runs for a ticket that ended; of one family one firm clock a step runs. */
async function wrongClocks(db: Kysely<ResponderTables>, ticket: Ticket): Promise<string[]> {
  const live = await db
    .selectFrom('responder_clocks')
    .select(['rule_id', 'step'])
    .where('ticket_id', '=', ticket.id)
    .where('state', 'in', ['running', 'overdue'])
    .execute();
  const ended = ticket.state === 'closed' || ticket.state === 'archived' || ticket.merged_into !== null;
  if (ended) return live.map(({ rule_id }) => `${rule_id} runs although it ended`);
  const keys = live.map(({ rule_id, step }) => `${rule_id} ${step.split('#')[0]}`);
  return keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `${key} runs twice`);
}
