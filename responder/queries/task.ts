import { sql, type Expression, type SqlBool } from 'kysely';
import type { Colour } from '../../analyzer/messages.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { originsActedOn } from '../../platform/runtime/origins.ts';
import { iso, type QueryDeps } from './read.ts';
import type { TaskPart } from './task-parts.ts';

/** One thing that waits for this person. Times ISO 8601 +08:00. */
export interface MyTask {
  /** Unique among all kinds. */
  id: string;
  kind: string;
  /** 待研判, 会商任务, 批示任务 … */
  kindTitle: string;
  /** Null: the person does not see the ticket it comes from, or there is none. */
  ticketId: string | null;
  ticketNumber: string | null;
  ticketTitle: string | null;
  /** What to do. */
  text: string;
  /** Why it waits for this person. */
  why: string;
  /** Null = no deadline in figures. */
  dueAt: string | null;
  overdue: boolean;
  /** 立即: to be done at once, without a deadline in figures. */
  atOnce: boolean;
  page: 'ticket' | 'papers' | 'accountability' | 'handover';
  /** Desk of the ticket where it is done; null = on the ticket itself. */
  desk: string | null;
  /** The act of the ticket it waits for, where there is exactly one. */
  verb: string | null;
  /** Of a paper: to whom it goes, by name. */
  addressee: string | null;
  /** Who has to sign or do it, by name, where that is more than this person. */
  owner: string | null;
  /** Where it stands in this person's list (task-parts.ts). */
  part: TaskPart;
  /** 舆情等级 of its ticket; null where none is set, or there is no ticket. */
  colour: Colour | null;
}
/** What a provider finds; the list itself says where in it that stands, and of what colour its ticket is. */
export type FoundTask = Omit<MyTask, 'part' | 'colour'>;

/** Narrows to one ticket, for the marks on its pages. */
export interface TasksQuery {
  ticketId?: string | undefined;
}

/** What one room of the responder knows that waits for this person. It looks at the person's unit, roles and origin itself. */
export type TaskProvider = (deps: QueryDeps, actor: Actor, query: TasksQuery) => Promise<FoundTask[]>;

/** Rows of `t` (tickets, or what carries its origin) that this account acts on. */
export const actedOn = (actor: Actor): Expression<SqlBool> => {
  const origins = originsActedOn(actor);
  return origins === undefined ? sql<SqlBool>`true` : sql<SqlBool>`t.origin = any(${[...origins]})`;
};
/** The ticket asked about, when one is. */
export const onlyTicket = ({ ticketId }: TasksQuery): Expression<SqlBool> =>
  ticketId === undefined ? sql<SqlBool>`true` : sql<SqlBool>`t.id = ${ticketId}::uuid`;

/** What the permission rules read of a ticket, to be chosen beside the columns of a task. */
export const PARTY_COLUMNS = ['t.origin', 't.lead_unit', 't.co_units', 't.coordinator_unit', 't.owner_unit'] as const;
/** Columns of the ticket a task is shown with. */
export const TICKET_COLUMNS = ['t.id as ticket_id', 't.number', 't.title'] as const;
type TicketRow = { ticket_id: string; number: string; title: string };
export const ofTicket = (row: TicketRow, desk: string | null, verb: string | null = null) => ({
  ...{ ticketId: row.ticket_id, ticketNumber: row.number, ticketTitle: row.title },
  ...{ page: 'ticket' as const, desk, verb, addressee: null, owner: null },
});
/** Of no ticket this person sees: done on a page of its own. */
export const ofPage = (page: MyTask['page']) => ({
  ...{ ticketId: null, ticketNumber: null, ticketTitle: null, page, desk: null, verb: null },
  ...{ addressee: null, owner: null },
});
export const dueBy = (due: Date | null, now: Date) => ({
  dueAt: iso(due),
  overdue: due !== null && due <= now,
  atOnce: false,
});
export const AT_ONCE = { dueAt: null, overdue: false, atOnce: true };
