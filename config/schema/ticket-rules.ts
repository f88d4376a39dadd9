import { z } from 'zod';
import { ruleSource } from '../load.ts';

const count = z.number().int().positive();

/** ticket-rules.yaml: the few numbers of the ticket flow that are neither clocks nor ladders. */
export const ticketRulesSchema = z.strictObject({
  /** 退回: so many times at most, then a ruling of the lead body, after which nobody returns it. */
  returns: z.strictObject({ max: count, source: ruleSource }),
  /** 重启 keeps the number within so many natural days after closing; later a new linked ticket is opened. */
  reopen: z.strictObject({ days: count, source: ruleSource }),
  /** A non-answer is judged again when the posts grow by this factor and at least by this number. */
  rejudge: z.strictObject({ growthFactor: z.number().gt(1), minNew: count, source: ruleSource }),
  /** 延期: how often one ticket may be extended. */
  extensions: z.strictObject({ max: count, source: ruleSource }),
});
export type TicketRules = z.infer<typeof ticketRulesSchema>;
