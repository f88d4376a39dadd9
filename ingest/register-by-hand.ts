import { z } from 'zod';
import { AppError } from '../platform/runtime/errors.ts';
import type { Actor, Kernel, Origin, UnitOfWork } from '../platform/runtime/kernel.ts';
import { toLocalIso } from '../platform/runtime/local-time.ts';
import { collectInUnit } from './collect.ts';
import { INTAKE_KINDS, instant, POINTERS, registrationSchema } from './messages.ts';
import type { RawRecord, SourceType } from './raw-record.ts';
import { canonicalUrl } from './steps/canonical-url.ts';
import { cleanText, cleanTitle } from './steps/clean-text.ts';
import { maskPersonal } from './steps/mask.ts';
import type { IngestTables } from './tables.ts';

/** 快速登记 as the screen sends it: a link, a text or a screenshot, and who told us and when. */
export const quickRegistrationSchema = z
  .strictObject({
    /** Made by the screen once; sending the form twice registers once. */
    requestId: z.uuid(),
    url: z.string().max(2000).nullish(),
    title: z.string().max(200).nullish(),
    text: z.string().max(20_000).nullish(),
    attachments: z.array(z.uuid()).max(9).default([]),
    toldVia: registrationSchema.shape.toldVia,
    toldBy: z.string().trim().min(1, '请填写由谁告知（单位或岗位）').max(100),
    toldAt: instant,
    /** First public post, if known. */
    publishedAt: instant.nullish(),
    intakeKind: z.enum(INTAKE_KINDS).nullish(),
    note: z.string().max(2000).nullish(),
  })
  .refine((input) => Boolean(input.url?.trim() || input.text?.trim() || input.attachments.length > 0), {
    message: '请至少填写链接、文字或截图中的一项',
    path: ['text'],
  });
export type QuickRegistration = z.input<typeof quickRegistrationSchema>;

const TYPES: Partial<Record<string, SourceType>> = { phone: 'phone', superior: 'superior' };

/**
 * Register a matter a person was told of: stored as a mention with `registration`, which makes an event at once whatever its heat.
 * @throws AppError 'invalid_input' with field errors, or when a screenshot is unknown @returns the mention's id
 */
export async function registerByHand(
  kernel: Pick<Kernel<IngestTables>, 'transact' | 'keys' | 'time'>,
  input: unknown,
  actor: Actor,
  about: { jurisdiction: string; historyDays: number; origin?: Origin },
): Promise<{ mentionId: string; created: boolean }> {
  const form = readForm(input, kernel.time.now());
  return kernel.transact(async (unit) => {
    await checkAttachments(unit, form.attachments, actor);
    const options = { source: 'registration', sourceType: 'manual' as const, actor, ...about };
    const [item] = (await collectInUnit(unit, kernel.keys, [recordOf(form, actor)], options)).items;
    if (item!.status === 'refused') throw new AppError('invalid_input', item!.detail);
    const { id, status } = item!;
    const detail = { toldVia: form.toldVia, attachments: form.attachments.length };
    if (status === 'new') unit.audit({ actor, action: 'mention.register', subject: { kind: 'mention', id }, detail });
    return { mentionId: id, created: status === 'new' };
  });
}

type Form = z.output<typeof quickRegistrationSchema>;
/** Clocks run from the telling: a year mistyped would bear them all overdue. */
const TOLD_DAYS = 60;
/** What was found long after it was posted; less than a year, or the year before would pass. */
const PUBLISHED_DAYS = 180;

function refuseOdd({ title, days }: { title: string; days: number }, text: string, now: Date): void {
  const at = new Date(text);
  if (at.getTime() > now.getTime() + 300_000) throw new AppError('invalid_input', `${title}不能晚于现在`);
  const first = new Date(now.getTime() - days * 86_400_000);
  if (at >= first) return;
  const day = (one: Date): string => toLocalIso(one).slice(0, 10);
  throw new AppError(
    'invalid_input',
    `${title}填为${day(at)}，最早可填至${day(first)}（${days}天，本系统默认）：请核对年月；更早的，请在说明中写明`,
  );
}

function readForm(input: unknown, now: Date): Form {
  const parsed = quickRegistrationSchema.safeParse(input);
  if (!parsed.success)
    throw new AppError('invalid_input', parsed.error.issues[0]?.message ?? '登记内容有误', {
      issues: parsed.error.issues,
    });
  const form = parsed.data;
  refuseOdd({ title: '告知时间', days: TOLD_DAYS }, form.toldAt, now);
  if (form.publishedAt) refuseOdd({ title: '首次公开时间', days: PUBLISHED_DAYS }, form.publishedAt, now);
  if (form.url?.trim() && canonicalUrl(form.url) === null && !form.text?.trim() && form.attachments.length === 0)
    throw new AppError('invalid_input', '链接不是可保存的网页地址（个人主页不登记），请改填文字或截图');
  return form;
}

/** Only what the person took: another's picture would be opened to all who read the registration. */
async function checkAttachments({ tx }: UnitOfWork<IngestTables>, ids: string[], actor: Actor): Promise<void> {
  if (ids.length === 0) return;
  const own = tx.selectFrom('ingest_attachments').select(['id', 'media_type']).where('added_by', '=', actor.id);
  const found = await own.where('id', 'in', ids).execute();
  if (found.length !== new Set(ids).size) throw new AppError('invalid_input', '有截图不存在，请重新上传');
  // Shown beside the text it was registered with.
  if (found.some(({ media_type: type }) => type === 'application/pdf'))
    throw new AppError('invalid_input', '登记截图须为图片；PDF 请截图后上传');
}

function recordOf(form: Form, actor: Actor): RawRecord {
  const note = form.note?.trim() ? maskPersonal(cleanText(form.note)) : null;
  const text = form.text?.trim() || note || (form.attachments.length > 0 ? POINTERS.screenshot : POINTERS.link);
  return {
    externalId: form.requestId,
    url: form.url ?? null,
    title: form.title ?? null,
    body: text,
    publishedAt: form.publishedAt ?? form.toldAt,
    sourceType: TYPES[form.toldVia] ?? 'manual',
    intakeKind: form.intakeKind ?? undefined,
    registration: {
      by: { id: actor.id, name: actor.name, unitId: actor.unitId },
      toldVia: form.toldVia,
      toldBy: maskPersonal(cleanTitle(form.toldBy)),
      toldAt: toLocalIso(new Date(form.toldAt)),
      ...{ note, attachments: form.attachments },
    },
  };
}
