import type { Insertable, Selectable } from 'kysely';
import type { EscalationBook } from '../../config/schema/escalation.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { json, type ChainsTable } from '../tables.ts';
import { machineLevel } from '../tickets/levels.ts';
import type { Ticket, Tx } from '../tickets/ticket.ts';
import { freezeChain } from './freeze-chain.ts';
import { nextStep, type ChainState } from './next-step.ts';

export type Chain = Selectable<ChainsTable>;

/**
 * The order lies with a unit from now on: its contact is told by the next sweep, which also copies the chain onto the row, the others in turn
 * until somebody signs.
 */
export const startSignChain = (
  tx: Tx,
  ticket: Pick<Ticket, 'id' | 'origin'>,
  hop: number,
  now: Date,
): Promise<unknown> => insert(tx, { ...rowOf(ticket, 'ticket', hop, now), next_at: now });

/** Red or grave by machine: that calls the duty officer, who has just been told; the rest of the chain follows. Once a ticket. */
export async function startAlarm(tx: Tx, ticket: Ticket, book: EscalationBook, now: Date): Promise<void> {
  const frozen = freezeChain(book, 'alarm', ticket);
  const [first] = frozen.steps;
  const taken = [{ id: first!.id, at: now.toISOString(), skipped: false }];
  const row = rowOf(ticket, 'alarm', 0, now);
  const state: ChainState = { colour: ticket.colour, confirmed: false, ...stepsOf(taken), since: now };
  const next = nextStep(frozen, state, () => true);
  await insert(tx, { ...row, taken: json(taken), frozen: json(frozen), next_at: next?.at ?? null });
}

export const isAlarming = (ticket: Pick<Ticket, 'colour_machine' | 'level_machine'>): boolean => {
  const level = machineLevel(ticket.level_machine);
  return ticket.colour_machine === 'red' || level === 'I' || level === 'II';
};

export const stepsOf = (taken: Chain['taken']): Pick<ChainState, 'taken' | 'acknowledged'> => ({
  taken: taken.map((step) => ({ ...step, at: new Date(step.at) })),
  acknowledged: false,
});

const rowOf = (ticket: Pick<Ticket, 'id' | 'origin'>, chain: Chain['chain'], hop: number, now: Date) => ({
  id: uuidv7(now),
  ticket_id: ticket.id,
  origin: ticket.origin,
  chain,
  hop,
  since: now,
});

const insert = (tx: Tx, row: Insertable<ChainsTable>): Promise<unknown> =>
  tx
    .insertInto('responder_chains')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
