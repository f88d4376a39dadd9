import type { Kysely } from 'kysely';
import { z } from 'zod';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Desk } from '../desks.ts';
import { postTitle } from '../notifications/posts.ts';
import type { QueryDeps } from '../queries/read.ts';
import type { ResponderTables } from '../tables.ts';
import { leadsHere } from '../tickets/leads-here.ts';
import { isGuest, leadsPlace, maySee, type Units } from '../tickets/permissions.ts';
import { accusedUnits } from '../tickets/ticket.ts';
import { mayRead, type Instruction } from './access.ts';
import { namedTime } from './named-time.ts';
import { tasksOf, taskView, taskViewSchema, type TaskView } from './task-view.ts';
import type { Task } from './tasks.ts';

const instructionView = z.object({
  id: z.string(),
  leader: z.string(),
  manner: z.enum(['paper', 'phone', 'oral', 'in_system']),
  text: z.string(),
  scan: z.string().nullable(),
  at: z.string(),
  by: z.string(),
  readers: z.array(z.string()),
  countersign: z.object({ at: z.string(), scan: z.string(), by: z.string() }).nullable(),
  /** Until when one given by word of mouth has to be signed. */
  countersignDue: z.string().nullable(),
  tasks: z.array(taskViewSchema),
  reports: z.array(z.object({ text: z.string(), at: z.string(), by: z.string() })),
  /** Until when its words want it done; null = they name no time that is still ahead. */
  namedTime: z.string().nullable(),
});
/** 批示 as far as this person may know of them. Instants ISO 8601 +08:00. */
export const instructionsDeskSchema = z
  .object({
    presentations: z.array(
      z.object({
        ...{ id: z.string(), leader: z.string(), subject: z.string(), at: z.string() },
        /** Put before an account of his; else read to him outside. */
        inSystem: z.boolean(),
        /** Put before this person. */
        mine: z.boolean(),
      }),
    ),
    instructions: z.array(instructionView),
    /** How many there are that this person may not read. */
    withheld: z.number().int(),
    /** Tasks of the own unit from instructions it may not read. */
    ownTasks: z.array(taskViewSchema),
  })
  .meta({ id: 'InstructionsDesk' });
export type InstructionsDesk = z.infer<typeof instructionsDeskSchema>;

type Db = Kysely<ResponderTables>;

export const instructionsDesk: Desk<typeof instructionsDeskSchema> = {
  name: 'instructions',
  title: '批示',
  schema: instructionsDeskSchema,
  guests: true,
  async mayOpen({ db, books }, actor, ticket) {
    const parties = { ...ticket, accused: accusedUnits(ticket) };
    const sees = maySee(actor, parties, books.units);
    // A leader of the place may give an instruction on any matter he sees.
    if (sees && (leadsHere(actor, ticket, books.units) || leadsPlace(actor, books.units))) return true;
    if (!sees && !isGuest(actor, parties, books.units)) return false;
    const instructions = await instructionsOf(db, ticket.id);
    // Who handles the ticket sees that there is one; a guest only comes in for what he was let in for.
    if (sees) return instructions.length > 0;
    if (instructions.some((instruction) => mayRead(actor, instruction, ticket, books.units))) return true;
    return (await tasksOf(db, ticket.id, ['instruction'])).some(({ unit }) => unit === actor.unitId);
  },
  async read({ db, books, time }, actor, ticket) {
    const all = await instructionsOf(db, ticket.id);
    const readable = all.filter((instruction) => mayRead(actor, instruction, ticket, books.units));
    const known = new Set(readable.map(({ id }) => id));
    const tasks = await tasksOf(db, ticket.id, ['instruction', 'countersign']);
    const view = (task: Task): TaskView => taskView(task, { units: books.units, reader: actor, now: time.now() });
    const own = ({ source, source_id, unit }: Task): boolean =>
      source === 'instruction' && !known.has(source_id) && unit === actor.unitId;
    return {
      presentations: await presentationsOf(db, ticket.id, leadsHere(actor, ticket, books.units) ? null : actor.id),
      instructions: await Promise.all(
        readable.map((row) => instructionOf(db, row, { tasks, view, books, now: time.now() })),
      ),
      withheld: all.length - readable.length,
      ownTasks: tasks.filter(own).map(view),
    };
  },
};

const instructionsOf = (db: Db, ticketId: string): Promise<Instruction[]> =>
  db
    .selectFrom('responder_instructions')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .orderBy('instructed_at')
    .orderBy('recorded_at')
    .orderBy('id')
    .execute();

/** All, or those put before this person. */
async function presentationsOf(
  db: Db,
  ticketId: string,
  leaderId: string | null,
): Promise<InstructionsDesk['presentations']> {
  let query = db.selectFrom('responder_presentations').selectAll().where('ticket_id', '=', ticketId);
  if (leaderId !== null) query = query.where('leader_id', '=', leaderId);
  const rows = await query.orderBy('presented_at').execute();
  return rows.map(({ id, leader, leader_id, subject, presented_at }) => ({
    ...{ id, leader, subject, at: toLocalIso(presented_at), inSystem: leader_id !== null, mine: leaderId !== null },
  }));
}

async function instructionOf(
  db: Db,
  row: Instruction,
  { tasks, view, books, now }: { tasks: Task[]; view: (task: Task) => TaskView; books: QueryDeps['books']; now: Date },
): Promise<z.infer<typeof instructionView>> {
  const signed = await db
    .selectFrom('responder_instruction_countersigns')
    .selectAll()
    .where('instruction_id', '=', row.id)
    .executeTakeFirst();
  const reports = await db
    .selectFrom('responder_instruction_reports')
    .selectAll()
    .where('instruction_id', '=', row.id)
    .orderBy('at')
    .execute();
  const own = tasks.filter(({ source_id }) => source_id === row.id);
  const owed = own.find(({ source, state }) => source === 'countersign' && state === 'open');
  const named = namedTime(row.text, row.instructed_at, books.calendar);
  return {
    namedTime: named !== null && named > now ? toLocalIso(named) : null,
    ...{ id: row.id, leader: row.leader, manner: row.manner, text: row.text, scan: row.scan },
    ...{ at: toLocalIso(row.instructed_at), by: row.recorded_by.name },
    readers: row.readers.map((reader) => readerTitle(reader, books.units)),
    countersign: signed ? { at: toLocalIso(signed.at), scan: signed.scan, by: signed.recorded_by.name } : null,
    countersignDue: owed ? toLocalIso(owed.due_at) : null,
    tasks: own.filter(({ source }) => source === 'instruction').map(view),
    reports: reports.map(({ text, at, recorded_by }) => ({ text, at: toLocalIso(at), by: recorded_by.name })),
  };
}

const readerTitle = (post: string, units: Units): string => postTitle(post, units).replace(/\*$/, '');
