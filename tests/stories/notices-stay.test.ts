import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../platform/runtime/database.ts';
import type { Jobs } from '../../platform/ports/jobs.ts';
import type { Origin } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { silentLog } from '../../platform/runtime/log.ts';
import { createTransact } from '../../platform/runtime/transact.ts';
import type { ResponderTables } from '../../responder/index.ts';
import { createDelivery, type Delivery } from '../../responder/notifications/create-delivery.ts';
import { noticeHouse, words, type NoticeHouse } from '../harness/notices.ts';
import { duty, graveEvent, person } from '../harness/responder.ts';

let house: NoticeHouse;
beforeAll(async () => {
  house = await noticeHouse();
});
afterAll(() => house.close());
afterEach(() => house.story.close());

describe('what never leaves the house', () => {
  it.each<[Origin, string]>([
    ['demo', '演示数据不外发'],
    ['drill', '演练信息不外发'],
  ])('%s', async (origin, why) => {
    await house.begin('2026-03-11 10:00');
    await house.story.tell(graveEvent('2026-03-11 09:50', { origin }));
    await house.at('2026-03-11 10:20');
    await house.at('2026-03-12 09:00');
    expect([house.wecom, house.sms, house.group].flatMap(({ arrived }) => arrived)).toEqual([]);
    const rows = await house.ledger(person('值班员', 'gov_office', 'duty_officer'));
    expect(rows.length).toBeGreaterThan(1);
    expect(new Set(rows.map(({ state, stateWhy }) => `${state} ${stateWhy}`))).toEqual(new Set([`suppressed ${why}`]));
  });

  it('a post without an address, and says which', async () => {
    await house.begin('2026-03-11 10:00');
    await house.tell({ reason: 'n', recipients: ['handler@water'] });
    await house.at('2026-03-11 10:00');
    expect(
      (await house.ledger()).map(({ channel, state, stateWhy }) => `${channel} ${state} ${stateWhy}`).sort(),
    ).toEqual(['dingtalk suppressed 该通道未为此岗位配置去处', 'sms suppressed 该通道未为此岗位配置去处']);
    delete house.env['HUIYING_SECRET_WECOM_DUTY'];
    await house.tell({ reason: 'm' });
    await house.at('2026-03-11 10:01');
    expect((await house.ledger()).find(({ channel }) => channel === 'wecom')).toMatchObject({
      state: 'given_up',
      stateWhy: '未设置 HUIYING_SECRET_WECOM_DUTY',
    });
    expect((await house.story.responder.queries.channels()).find(({ id }) => id === 'wecom')).toMatchObject({
      state: 'failing',
      missing: ['HUIYING_SECRET_WECOM_DUTY'],
    });
  });

  it('everything while no channel is switched on, without a row', async () => {
    await house.begin('2026-03-11 10:00', (book) => book.channels.forEach((one) => (one.enabled = false)));
    await house.tell({ reason: 'n' });
    await house.at('2026-03-11 10:00');
    expect(await house.ledger()).toEqual([]);
  });
});

describe('several processes', () => {
  /** Another process on the same database. */
  function another(jobs: Jobs = house.story.kernel.jobs): { delivery: Delivery; close(): Promise<void> } {
    const db = openDatabase<ResponderTables>(house.story.database.appConfig, { max: 4 });
    const { kernel, time } = house.story;
    const transact = createTransact(db, { time, log: silentLog, wakeRelay: () => undefined });
    const delivery = createDelivery({ ...kernel, db, transact, jobs }, house.books(), { env: house.env });
    return { delivery, close: () => db.destroy() };
  }

  it('two sending at once send each row once', async () => {
    await house.begin('2026-03-11 10:00', (book) => (book.bundle.most = 1));
    const [one, two] = [another(), another()];
    await house.tell(...Array.from({ length: 30 }, (_, n) => ({ reason: `n${n}` })));
    await Promise.all([one, two, one, two].map(({ delivery }) => delivery.deliver()));
    await house.story.responder.notices.deliver();
    await Promise.all([one.close(), two.close()]);
    expect([house.wecom.arrived.length > 0, (await house.states()).filter((state) => state !== 'sent')]).toEqual([
      true,
      [],
    ]);
    const notices = house.sms.arrived.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(notices).size).toBe(notices.length);
    const { rows } = await sql<{ n: number }>`select sum(attempts)::int as n from responder_deliveries`.execute(
      house.story.database.db,
    );
    expect(rows[0]!.n).toBe(60);
  });

  it('asks to be woken when the next one is due; a lost hint costs nothing', async () => {
    await house.begin('2026-03-11 10:00');
    const asked: string[] = [];
    const jobs = { ...house.story.kernel.jobs } as Jobs;
    jobs.runAt = (name, _id, due) => {
      asked.push(`${name} ${toLocalIso(due)}`);
      return Promise.reject(new Error('the queue is away'));
    };
    const one = another(jobs);
    await house.tell({ reason: 'tomorrow', lane: 'digest' });
    expect(await one.delivery.deliver()).toBe(0);
    await one.close();
    expect(asked).toEqual(['responder.deliver 2026-03-12T08:30:00+08:00']);
    await house.at('2026-03-12 08:30');
    expect(await house.states()).toEqual(['sent']);
  });

  it('whatever the gateway does and whoever sends, a notice arrives once or is given up, never both and never neither', async () => {
    const step = fc.record({
      how: fc.constantFrom('accept' as const, 'busy' as const, 'busy' as const, 'refuse' as const),
      notices: fc.integer({ min: 0, max: 3 }),
      minutes: fc.integer({ min: 0, max: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
        await house.begin('2026-03-11 09:00');
        const others = [another(), another()];
        for (const [index, { how, notices, minutes }] of steps.entries()) {
          house.sms.behaviour = how;
          const reasons = Array.from({ length: notices }, (_, n) => ({ reason: `${index}-${n}` }));
          if (notices > 0) await house.tell(...reasons.map((one) => ({ ...one, recipients: ['duty_leader@*'] })));
          await house.story.time.advance(minutes * 60_000);
          await Promise.all(others.map(({ delivery }) => delivery.deliver()));
        }
        house.sms.behaviour = 'accept';
        await house.story.time.advance(3_600_000);
        await house.story.responder.notices.deliver();
        await Promise.all(others.map(({ close }) => close()));
        const { rows } = await sql<{ state: string; message: string }>`
          select state, message_id as message from responder_deliveries where channel = 'sms' order by message_id`.execute(
          house.story.database.db,
        );
        const arrived = house.sms.arrived.map(({ headers }) => String(headers['idempotency-key']));
        const told = steps.reduce((sum, { notices }) => sum + notices, 0);
        await house.story.close();
        const sent = new Set(rows.filter(({ state }) => state === 'sent').map(({ message }) => message));
        expect([...arrived].sort()).toEqual([...sent].sort());
        expect(rows).toHaveLength(told);
        expect(rows.filter(({ state }) => state !== 'sent' && state !== 'given_up')).toEqual([]);
      }),
      { numRuns: 4 },
    );
    await house.begin('2026-03-11 09:00');
  });

  it('killed between sending and marking: it goes out again when the lease is over, with the same id, and is not lost', async () => {
    await house.begin('2026-03-11 10:00');
    const dying = another();
    const transact = dying.delivery.deps.transact;
    let calls = 0;
    // The second transaction after the claim would mark what was sent.
    dying.delivery.deps.transact = (work, options) => {
      calls += 1;
      return calls > 2 ? Promise.reject(new Error('killed')) : transact(work, options);
    };
    await house.tell({ reason: 'n', recipients: ['duty_leader@*'] });
    await expect(dying.delivery.deliver()).rejects.toThrow('killed');
    await dying.close();
    expect(house.sms.arrived).toHaveLength(1);
    await house.at('2026-03-11 10:01');
    expect(house.sms.arrived).toHaveLength(1);
    await house.at('2026-03-11 10:02');
    const ids = house.sms.arrived.map(({ headers }) => headers['idempotency-key']);
    expect(ids).toHaveLength(2);
    expect(ids[1]).toBe(ids[0]);
    expect(await house.states()).toEqual(['sent']);
  });
});

describe('a test of a channel', () => {
  it('by the system administrator alone, to every destination, told in the audit and not in the ledger', async () => {
    await house.begin('2026-03-11 10:00');
    const admin = person('系统管理员', null, 'system_admin');
    const { notices } = house.story.responder;
    await expect(notices.test('sms', duty)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(notices.test('telex', admin)).rejects.toMatchObject({ code: 'not_found' });
    delete house.env['HUIYING_SECRET_SMS_HEAD'];
    const results = await notices.test('sms', admin);
    expect(results.map(({ post, outcome, why }) => `${post} ${outcome} ${why ?? ''}`)).toEqual([
      '值班员 sent ',
      '带班领导 sent ',
      '领导 sent ',
      '市应急管理局负责人 failed 未设置 HUIYING_SECRET_SMS_HEAD',
    ]);
    expect(words(house.sms)[0]).toBe('13800000001 【回应】通道测试：收到本条即表示通道可用，无须办理。');
    expect(await house.ledger()).toEqual([]);
    const { rows } = await sql<{
      detail: object;
    }>`select detail from audit_entries where action = 'channel.test'`.execute(house.story.database.ownerDb);
    expect(rows).toMatchObject([{ detail: { targets: 4, failed: 1 } }]);
  });

  it('counts what became of notices', async () => {
    await house.begin('2026-03-11 10:00');
    await house.tell({ reason: 'n' }, { reason: 'e', matter: 'opened', recipients: ['handler@water'] });
    await house.at('2026-03-11 10:00');
    const text = await house.story.kernel.metrics.getSingleMetricAsString('huiying_notices_total');
    for (const line of [
      '{channel="in_app",outcome="sent"} 2',
      '{channel="wecom",outcome="sent"} 1',
      '{channel="dingtalk",outcome="suppressed"} 1',
    ])
      expect(text).toContain(line);
  });
});
