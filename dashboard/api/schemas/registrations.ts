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
/** The event appears within a moment; watch the `events` hints or GET /stream. */
export const registered = z.object({ mentionId: id }).meta({ id: 'Registered' });

/** POST /attachments takes the raw bytes with Content-Type image/png, image/jpeg or image/webp, at most 8 MB. */
export const attachment = z
  .object({ id: z.string(), contentType: z.string(), bytes: z.number().int() })
  .meta({ id: 'Attachment' });
