import { z } from 'zod';
import { ruleSource } from '../load.ts';

export const WARNING_KINDS = [
  'grave',
  'growth',
  'cross_source',
  'media',
  'repeat',
  'minors',
  'crowd',
  'registered',
  'false_info',
] as const;

const warningRule = z.strictObject({
  id: z.string().regex(/^[A-Z0-9-]+$/),
  kind: z.enum(WARNING_KINDS),
  title: z.string(),
  /** Lowest colour of the warning; the event's own colour wins when higher. */
  colour: z.enum(['red', 'orange', 'yellow', 'blue']),
  /** Raised again only when the measure reaches the next of these. */
  steps: z.array(z.number().positive()).min(1),
  /** growth, repeat: windows looked at, the shortest first. */
  windowHours: z.array(z.number().positive()).default([]),
  /** growth: voices now / voices in the window before. */
  ratio: z.number().positive().optional(),
  source: ruleSource,
});
export type WarningRule = z.infer<typeof warningRule>;

/** warnings.yaml: which early signs (苗头) are raised; once an event × rule × step. */
export const warningsSchema = z.strictObject({ rules: z.array(warningRule).min(1) }).superRefine((book, context) => {
  const seen = new Set<string>();
  book.rules.forEach((rule, index) => {
    if (seen.has(rule.id))
      context.addIssue({ code: 'custom', path: ['rules', index, 'id'], message: `规则编号重复：${rule.id}` });
    seen.add(rule.id);
    if (rule.steps.some((step, at) => at > 0 && step <= rule.steps[at - 1]!))
      context.addIssue({ code: 'custom', path: ['rules', index, 'steps'], message: '各级门槛应逐级升高' });
    if (rule.kind === 'growth' && (rule.ratio === undefined || rule.windowHours.length === 0))
      context.addIssue({ code: 'custom', path: ['rules', index], message: '升温规则需写明 windowHours 与 ratio' });
  });
});
export type WarningsBook = z.infer<typeof warningsSchema>;
