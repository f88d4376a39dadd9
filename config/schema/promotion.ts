import { z } from 'zod';
import { colour, eventLevel } from '../../analyzer/messages.ts';
import { ruleSource } from '../load.ts';

/** All given conditions must hold. Numbers are "at least". */
const when = z
  .strictObject({
    registered: z.literal(true).optional(),
    upper_request: z.literal(true).optional(),
    /** Suggested or possible level of the machine. */
    level_possible: z.array(eventLevel).optional(),
    colour: z.array(colour).optional(),
    sensitivity: z.number().int().min(0).max(3).optional(),
    voices: z.number().int().positive().optional(),
    sources: z.number().int().positive().optional(),
    platforms: z.number().int().positive().optional(),
    media: z.number().int().positive().optional(),
    mentions: z.number().int().positive().optional(),
    /** Any of these focus classes. */
    focus: z.array(z.string()).optional(),
  })
  .refine((conditions) => Object.values(conditions).some((value) => value !== undefined), '至少写一个条件');
export type PromotionWhen = z.infer<typeof when>;

const promotionRule = z.strictObject({
  id: z.string().regex(/^O-\d{2}$/),
  name: z.string(),
  when,
  source: ruleSource,
});
export type PromotionRule = z.infer<typeof promotionRule>;

/** promotion.yaml: when an event becomes a ticket; the first rule that holds opens it and is shown on the ticket. */
export const promotionSchema = z
  .strictObject({
    /** Label of events that stay without a ticket. */
    otherwise: z.strictObject({ label: z.string(), source: ruleSource }),
    rules: z.array(promotionRule).min(1),
  })
  .superRefine((book, context) => {
    book.rules.forEach((rule, index) => {
      if (book.rules.findIndex((other) => other.id === rule.id) !== index)
        context.addIssue({ code: 'custom', path: ['rules', index, 'id'], message: `规则编号重复：${rule.id}` });
    });
  });
export type PromotionBook = z.infer<typeof promotionSchema>;
