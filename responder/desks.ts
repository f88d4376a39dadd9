import type { z } from 'zod';
import type { Actor } from '../platform/runtime/kernel.ts';
import { instructionsDesk } from './consultations/instructions-desk.ts';
import { roomDesk } from './consultations/room-desk.ts';
import { factsDesk } from './consultations/sheet-desk.ts';
import { upwardDesk } from './consultations/upward-desk.ts';
import { clocksDesk } from './deadlines/desk.ts';
import { inquiriesDesk } from './inquiries/desk.ts';
import { sealedDesk } from './sealed/desk.ts';
import type { QueryDeps } from './queries/read.ts';
import { releaseDesk } from './releases/desk.ts';
import { judgementDesk } from './tickets/judgement-desk.ts';
import type { Ticket } from './tickets/ticket.ts';
import { transfersDesk } from './transfers/desk.ts';
import { asksDesk } from './wording/asks-desk.ts';
import { mediaDesk } from './wording/media-desk.ts';
import { promisesDesk } from './wording/promises-desk.ts';
import { rumoursDesk } from './wording/rumours-desk.ts';

/**
 * A desk is a page of a ticket where papers of their own lie: drafts of a release, the fact sheet, promises. Its verbs stand in VERB_TABLE
 * with its name; what lies there is read by GET /tickets/:id/desks/{name}, already cut to what this person may see.
 */
export interface Desk<S extends z.ZodType = z.ZodType> {
  name: string;
  /** For the tab on the screen. */
  title: string;
  /** Shape of what is read; times ISO 8601 +08:00. */
  schema: S;
  /** Also for those who were let in without seeing the ticket; what of it, mayOpen says. */
  guests?: true;
  /** Asked after the ticket itself was found visible. False = the tab is not shown and reading is 'not_found'. */
  mayOpen(deps: QueryDeps, actor: Actor, ticket: Ticket): boolean | Promise<boolean>;
  read(deps: QueryDeps, actor: Actor, ticket: Ticket): Promise<z.input<S>>;
}

/** In the order of the tabs. */
export const DESKS: readonly Desk[] = [
  ...[judgementDesk, clocksDesk, sealedDesk, roomDesk, factsDesk, instructionsDesk],
  ...[upwardDesk, inquiriesDesk, transfersDesk, releaseDesk],
  ...[asksDesk, promisesDesk, mediaDesk, rumoursDesk],
];
