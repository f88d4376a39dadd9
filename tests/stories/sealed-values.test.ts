import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadResponderBooks, type SealedDesk } from '../../responder/index.ts';
import { ruleOf } from '../../responder/releases/gate-checks.ts';
import { keepsSealed } from '../../responder/sealed/seal.ts';
import {
  anEvent,
  duty,
  dutyLeader,
  handlerOf,
  headOf,
  person,
  responderStory,
  type ResponderStory,
} from '../harness/responder.ts';

const SECRET = '病例甲，和平路一号';
const handler = handlerOf('health');
const colleague = person('同事', 'health', 'handler');
const head = headOf('health');

let story: ResponderStory;
let id: string;
beforeEach(async () => {
  const books = { ...loadResponderBooks(shippedConfigFolder()) };
  books.sealing = { ...books.sealing, enabled: true };
  story = await responderStory('2026-03-02 09:00', { books });
  const event = anEvent('2026-03-02 09:00', { kind: 'infectious', title: '城东区某小学聚集性发热' });
  await story.tell(event);
  id = (await story.ticketOf(event.id)).ticket.id;
  await story.kernel.db
    .updateTable('responder_tickets')
    .set({ state: 'handling', lead_unit: 'health' })
    .where('id', '=', id)
    .execute();
  await story.responder.verbs['seal-value'](id, { label: '病例住址', value: SECRET }, handler);
});
afterEach(() => story.close());

const desk = async (actor = head) => (await story.responder.queries.desk(actor, id, 'sealed')) as SealedDesk;
const open = async (actor: typeof head, reason = '流行病学调查') => {
  const [value] = (await desk()).values;
  return story.responder.openSealed({ ticketId: id, valueId: value!.id }, { reason }, actor);
};
const admit = (who: typeof head, by: typeof head) =>
  story.responder.verbs['admit-reader'](id, { actorId: who.id, name: who.name, reason: '调查需要' }, by);

describe('a public-health matter whose data lie under seal', () => {
  it('J19: the database holds cipher text only, in no row, message or audit the value itself', async () => {
    const { rows } = await dump();
    expect(rows).not.toContain('病例甲');
    expect(rows).toContain('aes256gcm.');
    expect((await desk()).values).toMatchObject([{ label: '病例住址', by: '经办' }]);
  });

  it('J19: opens for a named person admitted from above, and refuses the colleague beside him, in the audit too', async () => {
    await expect(open(handler)).rejects.toMatchObject({ code: 'forbidden' });
    await admit(handler, head);
    expect(await open(handler)).toEqual({ label: '病例住址', value: SECRET });
    await expect(open(colleague)).rejects.toMatchObject({ code: 'forbidden' });
    const audit = await story.kernel.db
      .selectFrom('audit_entries' as never)
      .select(['success'] as never)
      .where('action' as never, '=', 'sealed.open' as never)
      .execute();
    expect((audit as { success: boolean }[]).map(({ success }) => success).sort()).toEqual([false, false, true]);
  });

  it('J19: the same level does not admit, and nobody admits himself', async () => {
    await expect(admit(handler, colleague)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(admit(head, head)).rejects.toThrow('须由上一级批准');
    await admit(head, dutyLeader);
    expect((await open(head)).value).toBe(SECRET);
    await story.responder.verbs['remove-reader'](id, { actorId: head.id, reason: '调查结束' }, dutyLeader);
    await expect(open(head)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('J19: a release of such a matter is approved one level higher, until the seals are gone', async () => {
    const { db } = story.kernel;
    const ticket = await db.selectFrom('responder_tickets').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const rules = loadResponderBooks(shippedConfigFolder()).releases;
    const of = async () => ruleOf(rules, ticket, { sealed: await keepsSealed(db, id) }).id;
    expect([ticket.level_duty, await of()]).toEqual([null, 'A-joint']);
    await db.updateTable('responder_tickets').set({ state: 'closed' }).where('id', '=', id).execute();
    await story.responder.verbs['destroy-seals'](id, { reason: '应急处置结束' }, dutyLeader);
    expect(await of()).toBe('A-plain');
  });

  it('is not to be guessed from the key of its request, and that goes with it', async () => {
    const request = { label: '来件人电话', value: '13900000000', idempotencyKey: 'seal-once-1' };
    await story.responder.verbs['seal-value'](id, request, duty);
    const kept = () =>
      story.kernel.db
        .selectFrom('responder_idempotency_keys')
        .select('request_hash')
        .where('key', '=', 'seal-once-1')
        .executeTakeFirst();
    const bare = createHash('sha256')
      .update(JSON.stringify(['seal-value', id, request]))
      .digest('hex');
    expect((await kept())!.request_hash).not.toBe(bare);
    await story.responder.verbs['seal-value'](id, request, duty);
    expect((await desk()).values.filter(({ label }) => label === '来件人电话')).toHaveLength(1);
    await story.kernel.db.updateTable('responder_tickets').set({ state: 'closed' }).where('id', '=', id).execute();
    await story.responder.verbs['destroy-seals'](id, { reason: '应急处置结束' }, dutyLeader);
    expect(await kept()).toBeUndefined();
  });

  it('is destroyed at its end: the key is gone, the certificate stays, nothing opens again', async () => {
    await admit(handler, head);
    const destroy = () => story.responder.verbs['destroy-seals'](id, { reason: '应急处置结束' }, dutyLeader);
    await expect(destroy()).rejects.toMatchObject({ code: 'illegal_move' });
    await story.kernel.db.updateTable('responder_tickets').set({ state: 'closed' }).where('id', '=', id).execute();
    await destroy();
    expect(await desk()).toMatchObject({ values: [], destroyed: [{ by: '带班领导', why: '应急处置结束' }] });
    expect((await dump()).rows).not.toContain('aes256gcm.');
    await expect(destroy()).rejects.toThrow('没有可销毁');
    const { timeline } = await story.responder.queries.ticket(duty, id);
    expect(timeline.at(-1)!.text).toBe('销毁封存内容 1 项，密钥已删除');
  });

  it('a matter reopened after it seals anew; the certificate stays, and who was let in before is named again', async () => {
    const { db } = story.kernel;
    const state = (to: 'closed' | 'handling') =>
      db.updateTable('responder_tickets').set({ state: to }).where('id', '=', id).execute();
    const destroy = (reason: string) => story.responder.verbs['destroy-seals'](id, { reason }, dutyLeader);
    await admit(handler, head);
    await state('closed');
    await destroy('应急处置结束');
    await state('handling');
    await story.until('2026-03-09 09:00');
    await story.responder.verbs['seal-value'](id, { label: '新增病例住址', value: '和平路九号' }, handler);
    expect(await desk(handler)).toMatchObject({ readers: [], mayOpen: false, destroyed: [{ why: '应急处置结束' }] });
    expect(await keepsSealed(db, id)).toBe(true);
    await expect(open(handler)).rejects.toMatchObject({ code: 'forbidden' });
    await admit(handler, head);
    expect((await open(handler)).value).toBe('和平路九号');
    await state('closed');
    await destroy('续发疫情结束');
    const { values, destroyed } = await desk();
    expect([values, destroyed.map(({ why }) => why)]).toEqual([[], ['应急处置结束', '续发疫情结束']]);
    expect((await dump()).rows).not.toContain('aes256gcm.');
  });

  it.each(['merged', 'archived'] as const)('is destroyed on a ticket that was %s, too', async (how) => {
    await admit(handler, head);
    const { db } = story.kernel;
    const rest = { closed: { state: 'closed' }, archived: { state: 'archived' } } as const;
    const set = how === 'merged' ? { ...rest.closed, merged_into: await another() } : rest.archived;
    await db.updateTable('responder_tickets').set(set).where('id', '=', id).execute();
    expect((await open(handler)).value).toBe(SECRET);
    await story.responder.verbs['remove-reader'](id, { actorId: handler.id, reason: '调查结束' }, head);
    await expect(open(handler)).rejects.toMatchObject({ code: 'forbidden' });
    await story.responder.verbs['destroy-seals'](id, { reason: '应急处置结束' }, dutyLeader);
    expect(await desk()).toMatchObject({ values: [], destroyed: [{ by: '带班领导' }] });
  });
  const another = async () => {
    const event = anEvent('2026-03-02 09:00', { kind: 'infectious' });
    await story.tell(event);
    return (await story.ticketOf(event.id)).ticket.id;
  };

  it('is off unless the book says otherwise, and only for the kinds it names', async () => {
    await story.close();
    story = await responderStory('2026-03-02 09:00');
    const event = anEvent('2026-03-02 09:00', { kind: 'infectious' });
    await story.tell(event);
    const { ticket, desks } = await story.ticketOf(event.id);
    expect(desks.map(({ name }) => name)).not.toContain('sealed');
    await expect(
      story.responder.verbs['seal-value'](ticket.id, { label: '病例住址', value: SECRET }, duty),
    ).rejects.toThrow('未启用封存');
  });
});

/** Every row that could carry it, as text. */
async function dump(): Promise<{ rows: string }> {
  const { db } = story.kernel;
  const tables = [
    'responder_sealed_values',
    'responder_sealed_keys',
    'responder_timeline',
    'platform_outbox',
    'audit_entries',
  ];
  const all = await Promise.all(
    tables.map((table) =>
      db
        .selectFrom(table as never)
        .selectAll()
        .execute(),
    ),
  );
  return { rows: JSON.stringify(all) };
}
