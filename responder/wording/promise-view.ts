import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Origin } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { iso } from '../queries/read.ts';
import { unitName, type Units } from '../tickets/permissions.ts';
import type { PromisesTable } from './tables.ts';

export const PROMISE_STATES = ['open', 'overdue', 'kept', 'kept_late'] as const;
export type PromiseState = (typeof PROMISE_STATES)[number];

export const promiseState = (
  { state, due_at, kept_at }: Pick<Selectable<PromisesTable>, 'state' | 'due_at' | 'kept_at'>,
  now: Date,
): PromiseState => {
  if (state === 'kept') return kept_at !== null && kept_at > due_at ? 'kept_late' : 'kept';
  return due_at <= now ? 'overdue' : 'open';
};

/** One line of the 承诺台账. Instants ISO 8601 +08:00. */
export const promiseViewSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  text: z.string(),
  unit: z.object({ id: z.string(), name: z.string() }),
  dueAt: z.string(),
  state: z.enum(PROMISE_STATES),
  keptAt: z.string().nullable(),
  proof: z.string().nullable(),
  saidIn: z.string(),
  moves: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      reason: z.string(),
      proof: z.string(),
      by: z.string(),
      at: z.string(),
    }),
  ),
});
export type PromiseView = z.infer<typeof promiseViewSchema>;

export function promiseView(
  row: Selectable<PromisesTable> & { release_title: string | null },
  units: Units,
  now: Date,
): PromiseView {
  const local = (at: string): string => toLocalIso(new Date(at));
  return {
    ...{ id: row.id, version: row.version, text: row.text, unit: { id: row.unit, name: unitName(units, row.unit) } },
    ...{ dueAt: toLocalIso(row.due_at), state: promiseState(row, now), keptAt: iso(row.kept_at), proof: row.proof },
    saidIn: row.release_title === null ? (row.said_in ?? '') : `《${row.release_title}》`,
    moves: row.moves.map((move) => ({
      ...move,
      from: local(move.from),
      to: local(move.to),
      at: local(move.at),
      by: move.by.name,
    })),
  };
}

/** A promise as it stands in the list over all tickets. */
export interface ListedPromise extends PromiseView {
  ticketId: string;
  number: string;
  title: string;
  origin: Origin;
}
