import type { Kysely } from 'kysely';
import { AppError } from '../../../platform/runtime/errors.ts';
import type { Transact } from '../../../platform/runtime/kernel.ts';
import { benchEvent } from '../../../responder/deadlines/bench-event.ts';
import { takeEvent } from '../../../responder/events/take-event.ts';
import type { ResponderBooks, ResponderTables, TicketView } from '../../../responder/index.ts';
import { VERBS } from '../../../responder/tickets/verbs.ts';
import { seeded, type Random } from '../random.ts';
import { chooseMove, type Move } from './moves.ts';

export interface Contest {
  db: Kysely<ResponderTables>;
  transact: Transact<ResponderTables>;
  books: ResponderBooks;
  now: () => Date;
  seed: number;
  workers: number;
  /** Verbs tried in all. */
  verbs: number;
  tickets: number;
}

/** An act the responder said was done, with the revision it made. */
export interface Done {
  ticket: string;
  verb: string;
  revision: number;
}
export interface Contested {
  tickets: string[];
  done: Done[];
  /** Refusals by code; a conflict names who won. */
  refused: Record<string, number>;
  /** Anything that is neither done nor refused, and conflicts that do not say who won. */
  broken: string[];
}

/** So many people at once at few tickets, each with a picture that may be old. */
export async function contend(contest: Contest): Promise<Contested> {
  const tickets = await openTickets(contest);
  const result: Contested = { tickets, done: [], refused: {}, broken: [] };
  let left = contest.verbs;
  const work = async (random: Random): Promise<void> => {
    const pictures = new Map<string, TicketView>();
    while (left > 0) {
      left -= 1;
      await oneMove(contest, random, pictures, result);
    }
  };
  await Promise.all(Array.from({ length: contest.workers }, (_, index) => work(seeded(contest.seed * 1_000 + index))));
  return result;
}

async function openTickets({ db, transact, books, now, tickets }: Contest): Promise<string[]> {
  for (let index = 0; index < tickets; index += 1)
    await transact((unit) => takeEvent(unit, { ...benchEvent(now()), accused: [] }, books));
  const rows = await db.selectFrom('responder_tickets').select('id').orderBy('opened_at').execute();
  return rows.map(({ id }) => id);
}

/** The first picture of a ticket has no clocks; every act done brings the whole one. */
async function pictureOf({ db }: Contest, id: string): Promise<TicketView> {
  const row = await db
    .selectFrom('responder_tickets')
    .select(['id', 'revision', 'state', 'lead_unit'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const lead = row.lead_unit === null ? null : { id: row.lead_unit, name: row.lead_unit };
  return { ...row, lead, clocks: [] } as unknown as TicketView;
}

async function oneMove(
  contest: Contest,
  random: Random,
  pictures: Map<string, TicketView>,
  result: Contested,
): Promise<void> {
  const id = random.pick(result.tickets);
  const known = pictures.get(id);
  const ticket = known !== undefined && random.chance(0.3) ? known : await pictureOf(contest, id);
  const move = chooseMove(random, { ticket, tickets: result.tickets, now: contest.now() });
  try {
    const view = await act(contest, id, ticket.revision, move);
    pictures.set(id, view);
    result.done.push({ ticket: id, verb: move.verb, revision: view.revision });
  } catch (error) {
    pictures.set(id, ticket);
    refused(result, move, error);
  }
}

const act = ({ transact, books }: Contest, id: string, revision: number, { verb, actor, input }: Move) => {
  const run = VERBS[verb] as (deps: object, id: string, input: object, actor: object) => Promise<TicketView>;
  return run({ transact, books, wake: () => undefined }, id, { revision, ...input }, actor);
};

function refused(result: Contested, { verb, actor }: Move, error: unknown): void {
  if (!(error instanceof AppError)) {
    result.broken.push(`${verb} by ${actor.name}: ${String(error)}`);
    return;
  }
  result.refused[error.code] = (result.refused[error.code] ?? 0) + 1;
  const current = error.details['current'] as { by?: string; revision?: number } | undefined;
  if (error.code === 'conflict' && error.message.includes('先行处理') && current?.by === undefined)
    result.broken.push(`${verb}: a conflict that does not say who won`);
}
