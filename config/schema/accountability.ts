import { z } from 'zod';
import { ruleSource } from '../load.ts';

const key = z.string().regex(/^[a-z_]+$/);
const days = z.number().int().positive();

/** accountability.yaml: what may be found, what may follow, on which ground. The product only keeps the papers; a person decides (rules.md C-01 …). */
export const accountabilitySchema = z
  .strictObject({
    /** The kinds of failure; a case is about exactly one. */
    failures: z.array(z.strictObject({ key, name: z.string(), source: ruleSource })).min(1),
    /** What may follow; each has a paper of its own. */
    measures: z
      .array(
        z.strictObject({
          key: z.enum(['criticise', 'talk', 'rectify']),
          name: z.string(),
          /** Name of the paper. */
          paper: z.string(),
          /** Must the unit put something right before the case can be closed? */
          rectification: z.boolean(),
          /** 「unit」, 「failure」, 「ticket」, 「facts」, 「basis」, 「requirement」, 「due」 are filled in. */
          text: z.string(),
        }),
      )
      .min(1),
    bases: z.array(z.strictObject({ id: z.string(), text: z.string(), source: ruleSource })).min(1),
    /** Working days. */
    reply: z.strictObject({ days, source: ruleSource }),
    appeal: z.strictObject({ days, source: ruleSource }),
    rectification: z.strictObject({ days, source: ruleSource }),
  })
  .superRefine((book, context) => {
    for (const name of ['failures', 'measures'] as const) {
      const keys = book[name].map((row) => row.key);
      if (new Set(keys).size < keys.length) context.addIssue({ code: 'custom', path: [name], message: '编号重复' });
    }
  });
export type AccountabilityBook = z.infer<typeof accountabilitySchema>;
