import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../platform/runtime/kernel.ts';
import { testKernel, type TestKernel } from '../tests/harness/kernel.ts';
import { attachmentHeaders, readAttachment, storeAttachment } from './attachments.ts';
import { MENTION_COLLECTED, mentionSchema, type Mention } from './messages.ts';
import { mentionById, mentionsByIds, recentMentions } from './queries/mentions.ts';
import { registerByHand } from './register-by-hand.ts';
import type { IngestTables } from './tables.ts';

let test: TestKernel<IngestTables>;
const heard: Mention[] = [];
const actor: Actor = { id: 'u1', name: '值班员', unitId: 'cyberspace', roles: ['duty_officer'] };
const about = { jurisdiction: '990100', historyDays: 7 };
const form = (more: Record<string, unknown> = {}) => ({
  requestId: randomUUID(),
  text: '滨江路路面塌陷，电话13800138000',
  toldVia: 'superior',
  toldBy: '省政府办公厅值班室',
  toldAt: '2026-02-24T08:55:00+08:00',
  ...more,
});
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

beforeAll(async () => {
  test = await testKernel<IngestTables>();
  await test.kernel.consume({
    group: 'listener',
    topic: MENTION_COLLECTED.topic,
    schema: mentionSchema,
    handle: async (batch) => void heard.push(...batch.map((each) => each.payload)),
  });
});
afterAll(() => test.close());

describe('quick registration', () => {
  it.each([
    ['a telling of last year', { toldAt: '2025-02-24T08:55:00+08:00' }, '告知时间填为2025-02-24，最早可填至2025-12-26'],
    ['a post of last year', { publishedAt: '2025-02-24T08:00:00+08:00' }, '首次公开时间填为2025-02-24，最早可填至'],
    ['a post of ten years ago', { publishedAt: '2016-02-24T08:00:00+08:00' }, '请核对年月'],
    ['a post of tomorrow', { publishedAt: '2026-02-25T08:00:00+08:00' }, '首次公开时间不能晚于现在'],
  ])('takes %s for a slip of the year', async (_what, typed, words) => {
    await expect(registerByHand(test.kernel, form(typed), actor, about)).rejects.toThrow(words);
  });

  it('makes a mention with who told us and when, masked, once however often it is sent', async () => {
    const input = form({ note: '联系人电话13900139000' });
    const first = await registerByHand(test.kernel, input, actor, about);
    expect(first.created).toBe(true);
    expect(await registerByHand(test.kernel, input, actor, about)).toEqual({
      mentionId: first.mentionId,
      created: false,
    });
    await test.settle();
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({
      sourceType: 'superior',
      text: '滨江路路面塌陷，电话[手机号]',
      publishedAt: '2026-02-24T08:55:00+08:00',
    });
    expect(heard[0]!.registration).toEqual({
      by: { id: 'u1', name: '值班员', unitId: 'cyberspace' },
      toldVia: 'superior',
      toldBy: '省政府办公厅值班室',
      toldAt: '2026-02-24T08:55:00+08:00',
      note: '联系人电话[手机号]',
      attachments: [],
    });
  });

  it('takes a screenshot alone and a link alone', async () => {
    const id = await storeAttachment(test.kernel, PNG, { actor, jurisdiction: '990100' });
    const { mentionId } = await registerByHand(
      test.kernel,
      form({ text: null, attachments: [id], toldVia: 'phone' }),
      actor,
      about,
    );
    expect(await mentionById(test.kernel.db, mentionId)).toMatchObject({
      text: '（见登记截图）',
      sourceType: 'phone',
      registration: { attachments: [id] },
    });
    const link = await registerByHand(
      test.kernel,
      form({ text: '', url: 'https://bbs.example.cn/t/1?utm_source=x' }),
      actor,
      about,
    );
    expect(await mentionById(test.kernel.db, link.mentionId)).toMatchObject({ url: 'https://bbs.example.cn/t/1' });
  });

  it.each([
    ['nothing to see', form({ text: ' ' }), '至少填写'],
    ['nobody told', form({ toldBy: ' ' }), '由谁告知'],
    ['told tomorrow', form({ toldAt: '2026-02-25T09:00:00+08:00' }), '不能晚于现在'],
    ['published tomorrow', form({ publishedAt: '2026-02-25T09:00:00+08:00' }), '首次公开时间不能晚于现在'],
    ['the page of a person', form({ text: null, url: 'https://weibo.com/u/5550001' }), '个人主页'],
    ['an unknown screenshot', form({ attachments: [randomUUID()] }), '截图不存在'],
  ])('refuses %s', async (_name, input, message) => {
    await expect(registerByHand(test.kernel, input, actor, about)).rejects.toThrow(message);
  });
});

describe('attachments', () => {
  it.each([
    ['SVG', Buffer.from('<svg onload="alert(1)"/>')],
    ['HTML', Buffer.from('<html>')],
    ['GIF', Buffer.from('GIF89a')],
    ['nothing', Buffer.alloc(0)],
    ['half a PDF', Buffer.from('%PDF-1.7\n1 0 obj')],
    ['a PDF behind something else', Buffer.from('<html>%PDF-1.7\n%%EOF')],
  ])('are never %s', async (_name, bytes) => {
    await expect(storeAttachment(test.kernel, bytes, { actor, jurisdiction: '990100' })).rejects.toThrow('只接受');
  });
  it('may be a scanned paper, which is saved and never shown in place, and no screenshot of a registration', async () => {
    const paper = Buffer.from('%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n');
    const id = await storeAttachment(test.kernel, paper, { actor, jurisdiction: '990100' });
    const found = await readAttachment(test.kernel.db, id);
    expect(found!.mediaType).toBe('application/pdf');
    expect(attachmentHeaders(found!.mediaType)).toMatchObject({
      ...{ 'Content-Type': 'application/pdf', 'X-Content-Type-Options': 'nosniff' },
      'Content-Disposition': 'attachment; filename="attachment.pdf"',
    });
    const told = form({ attachments: [id] });
    await expect(registerByHand(test.kernel, told, actor, about)).rejects.toThrow('登记截图须为图片');
  });
  it('are at most 8 MB and come back as they were, with headers that run nothing', async () => {
    await expect(
      storeAttachment(test.kernel, Buffer.concat([PNG, Buffer.alloc(8 * 1024 * 1024)]), {
        actor,
        jurisdiction: '990100',
      }),
    ).rejects.toThrow('8 MB');
    const id = await storeAttachment(test.kernel, PNG, { actor, jurisdiction: '990100' });
    const found = await readAttachment(test.kernel.db, id);
    expect(found!.bytes.equals(PNG)).toBe(true);
    expect(attachmentHeaders(found!.mediaType)).toMatchObject({
      'Content-Type': 'image/png',
      'X-Content-Type-Options': 'nosniff',
    });
  });
});

describe('the stream', () => {
  it('pages newest first without gaps or repeats', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await recentMentions(test.kernel.db, { origin: 'live', limit: 2, after });
      seen.push(...page.items.map((item) => item.id));
      after = page.next ?? undefined;
    } while (after);
    const all = await test.kernel.db
      .selectFrom('ingest_mentions')
      .select('id')
      .orderBy('collected_at', 'desc')
      .orderBy('id', 'desc')
      .execute();
    expect(seen).toEqual(all.map((row) => row.id));
    expect((await mentionsByIds(test.kernel.db, [seen[1]!, randomUUID(), seen[0]!])).map((item) => item.id)).toEqual([
      seen[1],
      seen[0],
    ]);
    expect((await recentMentions(test.kernel.db, { origin: 'demo', limit: 5 })).items).toEqual([]);
    expect(
      (await recentMentions(test.kernel.db, { origin: 'live', sourceType: 'phone', limit: 5 })).items,
    ).toHaveLength(1);
  });
});
