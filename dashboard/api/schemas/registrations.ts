import { z } from 'zod';
import { registrationSchema } from '../../../ingest/messages.ts';
import { id, time } from './common.ts';

/** 快速登记: link, text or screenshot, who told us and when. At least one of url, text, attachments. */
export const registerRequest = z
  .strictObject({
    title: z.string().trim().max(200).optional(),
    text: z.string().trim().max(20_000).optional(),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
    toldVia: registrationSchema.shape.toldVia,
    /** Organisation or role, never a citizen's name. */
    toldBy: z.string().trim().min(1, '请填写由谁告知').max(100),
    toldAt: time,
    note: z.string().trim().max(2000).optional(),
    /** Ids returned by POST /attachments. */
    attachments: z.array(z.uuid()).max(9).default([]),
    /** When the matter was published, if known. */
    publishedAt: time.optional(),
  })
  .refine((body) => body.url !== undefined || (body.text ?? '') !== '' || body.attachments.length > 0, {
    message: '链接、文字、截图至少填写一项',
    path: ['text'],
  });
/** The event and its ticket appear within a moment: ask GET /registrations/{mentionId} what became of it. */
export const registered = z.object({ mentionId: id }).meta({ id: 'Registered' });

/** What became of a registration: the event it is part of, and the ticket it lies with. Null = not yet, or not for this person to see. */
export const registration = z
  .object({
    event: z.object({ id, title: z.string() }).nullable(),
    ticket: z.object({ id, number: z.string() }).nullable(),
  })
  .meta({ id: 'Registration' });
export type Registration = z.infer<typeof registration>;

/** POST /attachments takes the raw bytes with Content-Type image/png, image/jpeg or image/webp, at most 8 MB. */
export const attachment = z
  .object({ id: z.string(), contentType: z.string(), bytes: z.number().int() })
  .meta({ id: 'Attachment' });
