import { json, type OwedAnswer } from '../tables.ts';
import { graverColour, owesAnswer, type Disposition, type JudgementOutcome } from './judgement.ts';
import { levelRank, setLevel } from './levels.ts';
import { isWatched } from './marks.ts';
import type { Ticket, TicketPatch } from './ticket.ts';

const STRENGTH: Partial<Record<JudgementOutcome, number>> = { public_answer: 2, direct_answer: 1 };
const strength = (outcome: JudgementOutcome | null): number => (outcome === null ? 0 : (STRENGTH[outcome] ?? 0));

/** What a ticket owes the public by its own judgement and by those merged into it. */
export function answersOwed(ticket: Pick<Ticket, 'number' | 'outcome' | 'dispositions' | 'owed'>): OwedAnswer[] {
  const { number, outcome, dispositions, owed } = ticket;
  return outcome !== null && owesAnswer(outcome) ? [...owed, { number, outcome, dispositions }] : [...owed];
}

/**
 * What the main ticket takes over when another is merged into it: its answer, and the graver level and colour. Merging must not do away
 * with a duty: an answering main ticket grows by it, one that was not to be answered is judged again.
 */
export function takeOverDuty(main: Ticket, ticket: Ticket, now: Date): TicketPatch {
  const owed = answersOwed(ticket);
  const patch: TicketPatch = {
    colour: graverColour(main.colour, ticket.colour),
    ...levelPatch(main, ticket),
    ...watchPatch(main, ticket, now),
  };
  if (owed.length === 0) return patch;
  patch.owed = json([...main.owed, ...owed]);
  if (main.outcome === null) return patch;
  if (!owesAnswer(main.outcome))
    return { ...patch, rejudge_due: true, rejudge_why: `并入的工单 ${ticket.number} 应予回应` };
  const wanted = owed.reduce<JudgementOutcome>(
    (best, { outcome }) => (strength(outcome) > strength(best) ? outcome : best),
    main.outcome,
  );
  return { ...patch, outcome: wanted, dispositions: union(main.dispositions, owed) };
}

/** 转入观察 said of one matter says nothing of the other: only where it stands on both is there nothing more to tell of the two. */
export const endsWatch = (main: Pick<Ticket, 'marks'>, ticket: Pick<Ticket, 'marks'>): boolean =>
  isWatched(main.marks) !== undefined && isWatched(ticket.marks) === undefined;

const watchPatch = (main: Ticket, ticket: Ticket, now: Date): TicketPatch =>
  endsWatch(main, ticket)
    ? { marks: json(main.marks.filter(({ mark }) => mark !== 'concluded')), cadence_resumed_at: now }
    : {};

const union = (own: readonly Disposition[], owed: readonly OwedAnswer[]): Disposition[] =>
  [...new Set([...own, ...owed.flatMap(({ dispositions }) => dispositions)])].sort();

/** A graver level a person has set comes along with who set it. */
function levelPatch(main: Ticket, ticket: Ticket): TicketPatch {
  if (levelRank(setLevel(ticket)) <= levelRank(setLevel(main))) return {};
  if (ticket.level_official !== null && levelRank(ticket.level_official) > levelRank(main.level_official))
    return {
      ...{ level_official: ticket.level_official, level_official_body: ticket.level_official_body },
      ...{ level_official_paper: ticket.level_official_paper, level_official_at: ticket.level_official_at },
      level_official_by: ticket.level_official_by === null ? null : json(ticket.level_official_by),
    };
  return {
    ...{ level_duty: ticket.level_duty, level_duty_at: ticket.level_duty_at },
    level_duty_by: ticket.level_duty_by === null ? null : json(ticket.level_duty_by),
  };
}

/** What of the main ticket a merge changed: kept in its entry, so that the merge can be undone. */
export type BeforeMerge = Record<string, unknown>;
const UNDONE = [
  ...['detected_at', 'published_at', 'occurred_at', 'occurred_source', 'colour', 'owed', 'outcome', 'dispositions'],
  ...['level_duty', 'level_duty_at', 'level_duty_by', 'level_official', 'level_official_body'],
  ...['level_official_paper', 'level_official_at', 'level_official_by', 'rejudge_due', 'rejudge_why', 'admitted_units'],
  ...['marks', 'cadence_resumed_at'],
] as const;

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(plain(a)) === JSON.stringify(plain(b));

/** Columns that differ after the merge: {column: [before, after]}. */
export const changedByMerge = (before: Ticket, after: Ticket): BeforeMerge =>
  Object.fromEntries(
    UNDONE.filter((key) => !same(before[key as keyof Ticket], after[key as keyof Ticket])).map((key) => [
      key,
      [plain(before[key as keyof Ticket]), plain(after[key as keyof Ticket])],
    ]),
  );

const JSON_COLUMNS = new Set(['owed', 'marks', 'level_duty_by', 'level_official_by']);
const DATE_COLUMNS = new Set([
  'cadence_resumed_at',
  'detected_at',
  'published_at',
  'occurred_at',
  'level_duty_at',
  'level_official_at',
]);

/** Puts back what the merge changed and nobody has changed since. */
export function undoMerge(main: Ticket, changed: BeforeMerge): TicketPatch {
  const back = Object.entries(changed).flatMap(([key, pair]) => {
    const [before, after] = pair as [unknown, unknown];
    if (!UNDONE.some((name) => name === key) || !same(main[key as keyof Ticket], after)) return [];
    const value = JSON_COLUMNS.has(key)
      ? before === null
        ? null
        : JSON.stringify(before)
      : DATE_COLUMNS.has(key) && before !== null
        ? new Date(before as string)
        : before;
    return [[key, value] as const];
  });
  return Object.fromEntries(back) as TicketPatch;
}
