import { sql, type Insertable } from 'kysely';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { DueClock, DueTicket, SweptClock } from '../deadlines/due-clocks.ts';
import type { DraftsTable, Spent } from '../tables.ts';
import { unitName, type Units } from '../tickets/permissions.ts';
import type { Tx } from '../tickets/ticket.ts';
import { timeSpent, type Course, type Span } from './time-spent.ts';

const DRAFTS = ['urge', 'supervise', 'criticise'] as const;
type DraftKind = (typeof DRAFTS)[number];
const isDraft = (action: string | undefined): action is DraftKind => DRAFTS.includes(action as DraftKind);

/** 催办 / 督办 / 通报 drafts of the ladder steps that came out. A person issues them; nothing is drafted on a machine estimate alone. */
export function draftRows({ clock, ticket, result }: SweptClock, now: Date): Insertable<DraftsTable>[] {
  if (clock.provisional) return [];
  return result.fired.flatMap(({ point }) =>
    isDraft(point.action)
      ? [
          {
            id: uuidv7(now),
            ticket_id: ticket.id,
            clock_id: clock.id,
            kind: point.action,
            unit: clock.owner_unit,
            made_at: now,
            reason: `“${clock.title}”逾期`,
          },
        ]
      : [],
  );
}

/**
 * 履职问题线索（待核） when a firm clock whose rule names a candidate falls due. A lead, never a finding: people decide. It names who spent the time,
 * not who happened to hold the clock at its end.
 */
export async function writeLeads(tx: Tx, swept: readonly SweptClock[], units: Units, now: Date): Promise<void> {
  const missed = swept.filter(({ clock, result }) => result.overdue && !clock.provisional && clock.candidate !== null);
  if (missed.length === 0) return;
  const courses = await coursesOf(
    tx,
    missed.map(({ ticket }) => ticket),
  );
  const leads = missed.map(({ clock, ticket }) => {
    const from = new Date(Math.max(clock.start_at.getTime(), ticket.opened_at.getTime()));
    const spent = timeSpent(courses.get(ticket.id)!, from, clock.due_at);
    return {
      ...{ id: uuidv7(now), ticket_id: ticket.id, clock_id: clock.id, origin: ticket.origin },
      unit: isPassedOn(clock, ticket, spent) ? spent[0]!.unit : clock.owner_unit,
      ...{ kind: clock.candidate!, rule_id: clock.rule_id, spent },
      why: `“${clock.title}”到期未见完成事实${spentInWords(spent, units)}`,
    };
  });
  await sql`insert into responder_accountability_leads (id, ticket_id, clock_id, origin, unit, kind, rule_id, found_at, spent, why)
    select id, ticket_id, clock_id, origin, unit, kind, rule_id, ${now}::timestamptz, spent, why
    from json_to_recordset(${JSON.stringify(leads)}::json)
      as x(id uuid, ticket_id uuid, clock_id uuid, origin text, unit text, kind text, rule_id text, spent jsonb, why text)
    on conflict do nothing`.execute(tx);
}

/** A clock of the order itself, not one of a body beside it (新闻办). */
const isPassedOn = (
  { owner_unit }: DueClock,
  { coordinator_unit, owner_unit: ours }: DueTicket,
  spent: readonly Spent[],
) => spent.length > 0 && [coordinator_unit ?? ours, ...spent.map(({ unit }) => unit)].includes(owner_unit!);

const spentInWords = (spent: readonly Spent[], units: Units): string =>
  spent.length === 0
    ? ''
    : `；用时：${spent.map(({ unit, seconds }) => `${unitName(units, unit)}${spoken(seconds)}`).join('、')}`;

/** 40小时, 2小时5分钟, 30分钟. */
function spoken(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `${hours > 0 ? `${hours}小时` : ''}${rest > 0 || hours === 0 ? `${rest}分钟` : ''}`;
}

/** Once approved it lies with the uppermost unit again, which answers for what is published. */
const sinceApproval = ({ state, reviewed_at, via_units, lead_unit }: DueTicket): Span[] => {
  const unit = via_units[0] ?? lead_unit;
  return unit !== null && reviewed_at !== null && (state === 'reviewed' || state === 'released')
    ? [{ unit, from: reviewed_at, to: null }]
    : [];
};

/** Two queries for all tickets together. */
async function coursesOf(tx: Tx, tickets: readonly DueTicket[]): Promise<Map<string, Course>> {
  const ids = [...new Set(tickets.map(({ id }) => id))];
  const hops = await tx
    .selectFrom('responder_assignments')
    .select(['ticket_id', 'unit', 'received_at as from', 'left_at as to'])
    .where(sql<boolean>`ticket_id = any(${ids}::uuid[])`)
    .orderBy('hop')
    .execute();
  const reviews = await tx
    .selectFrom('responder_review_turns')
    .select(['ticket_id', 'unit', 'since as from', 'until as to'])
    .where(sql<boolean>`ticket_id = any(${ids}::uuid[])`)
    .orderBy('since')
    .execute();
  const [hopsOf, reviewsOf] = [byTicket(hops), byTicket(reviews)];
  return new Map(
    tickets.map((ticket) => [
      ticket.id,
      {
        hops: hopsOf.get(ticket.id) ?? [],
        reviews: [...(reviewsOf.get(ticket.id) ?? []), ...sinceApproval(ticket)],
        coordinator: ticket.coordinator_unit ?? ticket.owner_unit,
      },
    ]),
  );
}

function byTicket(rows: readonly (Span & { ticket_id: string })[]): Map<string, Span[]> {
  const spans = new Map<string, Span[]>();
  for (const { ticket_id: id, ...span } of rows) spans.set(id, [...(spans.get(id) ?? []), span]);
  return spans;
}
