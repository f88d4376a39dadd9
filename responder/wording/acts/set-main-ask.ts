import { z } from 'zod';
import { asideInput, defineVerb } from '../../tickets/act.ts';
import type { Tx } from '../../tickets/ticket.ts';
import { atAsk, lockAsk } from './an-ask.ts';

export const setMainAskInput = z.strictObject({ ...asideInput, ...atAsk });

/** 标为主要问题: what an answer must not go past (J12). One a matter. */
export const setMainAsk = defineVerb('set-main-ask', setMainAskInput, async ({ tx, ticket, input }) => {
  const ask = await lockAsk(tx, ticket.id, input);
  await unsetMain(tx, ticket.id);
  await tx
    .updateTable('responder_asks')
    .set({ main: true, version: ask.version + 1 })
    .where('id', '=', ask.id)
    .execute();
  return { entry: { text: `主要问题：${ask.text}`, payload: { askId: ask.id } } };
});

export async function unsetMain(tx: Tx, ticketId: string): Promise<void> {
  await tx
    .updateTable('responder_asks')
    .set((eb) => ({ main: false, version: eb('version', '+', 1) }))
    .where('ticket_id', '=', ticketId)
    .where('main', '=', true)
    .execute();
}
