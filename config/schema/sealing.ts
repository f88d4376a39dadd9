import { z } from 'zod';
import { ruleSource } from '../load.ts';

/** sealing.yaml: whether masked originals may be kept under seal at all, and for which kinds of event (个人信息保护法第二十八、三十三条; docs/rules.md §6). */
export const sealingSchema = z.strictObject({
  enabled: z.boolean(),
  /** Kinds of event; `orders` = also tickets with attached orders or letters that ask for a personal answer. */
  kinds: z.array(z.string()),
  orders: z.boolean(),
  source: ruleSource,
});
export type SealingBook = z.infer<typeof sealingSchema>;
