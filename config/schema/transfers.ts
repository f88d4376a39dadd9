import { z } from 'zod';
import { ruleSource } from '../load.ts';

/** transfers.yaml: to whom a matter may be handed over at all, and on which legal basis; the list is closed. */
export const transfersSchema = z
  .strictObject({
    receivers: z.array(z.strictObject({ unit: z.string(), bases: z.array(z.string()).min(1) })).min(1),
    bases: z.array(
      z.strictObject({
        id: z.string().regex(/^T-[a-z-]+$/),
        /** As it stands on the paper. */
        title: z.string(),
        source: ruleSource,
        note: z.string().optional(),
      }),
    ),
  })
  .superRefine((book, context) => {
    const ids = new Set(book.bases.map(({ id }) => id));
    if (ids.size !== book.bases.length)
      context.addIssue({ code: 'custom', path: ['bases'], message: '移送依据编号重复' });
    book.receivers.forEach(({ bases }, index) => {
      const unknown = bases.find((id) => !ids.has(id));
      if (unknown !== undefined)
        context.addIssue({
          code: 'custom',
          path: ['receivers', index, 'bases'],
          message: `没有编号为 ${unknown} 的依据`,
        });
    });
  });
export type TransfersBook = z.infer<typeof transfersSchema>;
