import { z } from 'zod';

/** 核实函 as the unit it was sent to sees it: nothing of the ticket, its event or who wrote. Times ISO 8601 +08:00. */
export const inquiryView = z
  .object({
    id: z.string(),
    version: z.number().int(),
    number: z.string(),
    /** The body that sent it; no person. */
    from: z.string(),
    summary: z.string(),
    questions: z.string(),
    sentAt: z.string(),
    dueAt: z.string(),
    overdue: z.boolean(),
    state: z.enum(['sent', 'answered', 'withdrawn']),
    answer: z.string().nullable(),
    answeredAt: z.string().nullable(),
  })
  .meta({ id: 'InquiryView' });
export type InquiryView = z.infer<typeof inquiryView>;

/** 抄告单 as the unit it was sent to sees it. */
export const copyView = z
  .object({
    id: z.string(),
    version: z.number().int(),
    number: z.string(),
    from: z.string(),
    subject: z.string(),
    body: z.string(),
    needsFeedback: z.boolean(),
    sentAt: z.string(),
    dueAt: z.string().nullable(),
    overdue: z.boolean(),
    state: z.enum(['sent', 'read', 'answered', 'receipted', 'withdrawn']),
    feedback: z.string().nullable(),
    answeredAt: z.string().nullable(),
  })
  .meta({ id: 'CopyView' });
export type CopyView = z.infer<typeof copyView>;
