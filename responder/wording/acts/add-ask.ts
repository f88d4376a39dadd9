import { z } from 'zod';
import { uuidv7 } from '../../../platform/runtime/ids.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb } from '../../tickets/act.ts';
import { unsetMain } from './set-main-ask.ts';

export const addAskInput = z.strictObject({
  ...asideInput,
  /** What the public asks, in one sentence. */
  text: z.string().trim().min(2, '请写明问题').max(300),
  main: z.boolean().default(false),
  /** Taken over from a suggestion. */
  suggested: z.boolean().default(false),
});

/** 登记群众关切. The machine may suggest, a person adds. */
export const addAsk = defineVerb('add-ask', addAskInput, async ({ tx, ticket, input, actor, now }) => {
  const id = uuidv7(now);
  if (input.main) await unsetMain(tx, ticket.id);
  const source = input.suggested ? ('suggested' as const) : ('person' as const);
  await tx
    .insertInto('responder_asks')
    .values({
      ...{ id, ticket_id: ticket.id, origin: ticket.origin, text: input.text, main: input.main, source },
      ...{ added_by: json(personOf(actor)), added_at: now },
    })
    .execute();
  return { entry: { text: `登记群众关切${input.main ? '（主要问题）' : ''}：${input.text}`, payload: { askId: id } } };
});
