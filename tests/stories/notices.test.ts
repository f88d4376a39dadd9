import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { GROUP_KEY, noticeHouse, TOKEN, words, type NoticeHouse } from '../harness/notices.ts';
import { duty, graveEvent, handlerOf, leader } from '../harness/responder.ts';

let house: NoticeHouse;
beforeAll(async () => {
  house = await noticeHouse();
});
afterAll(() => house.close());
afterEach(() => house.story.close());

describe('an unsigned order climbing at night', () => {
  it('rings each post once, on its own channel, with number, level, deadline and link only', async () => {
    await house.begin('2026-03-11 01:58');
    const event = graveEvent('2026-03-11 01:50');
    await house.story.tell(event);
    const { ticket } = await house.story.ticketOf(event.id);
    await house.at('2026-03-11 02:00');
    const judgement = { outcome: 'public_answer' as const, dispositions: ['D-3' as const] };
    const { revision } = await house.story.responder.verbs.judge(
      ticket.id,
      { revision: ticket.revision, ...judgement },
      duty,
    );
    await house.story.responder.verbs.dispatch(
      ticket.id,
      { revision, lead: 'emergency', requirement: '立即核实' },
      duty,
    );
    for (const time of ['02:00', '02:05', '02:14', '02:15', '02:20', '02:25', '02:40'])
      await house.at(`2026-03-11 ${time}`);
    const rung = (await house.ledger()).filter(({ why }) => why.startsWith('E-'));
    const lines = rung.map(({ sentAt, channel, post }) => `${sentAt?.slice(11, 16) ?? '不发'} ${channel} ${post}`);
    expect(lines.sort()).toEqual([
      '02:00 dingtalk 市应急管理局经办',
      // When the time to sign is over the head, then the duty desk, then the leader on duty and the leader.
      '02:15 sms 市应急管理局负责人',
      '02:20 sms 值班员',
      '02:20 wecom 值班员',
      '02:25 sms 带班领导',
      '02:25 sms 领导',
      // No address is configured for these, and the ledger says so.
      '不发 dingtalk 市应急管理局负责人',
      '不发 sms 市应急管理局经办',
    ]);
    expect(words(house.group).filter((text) => text.includes('待签收'))).toHaveLength(1);
    expect(words(house.group).find((text) => text.includes('待签收'))).toBe(
      `【回应】${ticket.number}（机器估算Ⅱ级）待签收；签收时限 3月11日 02:15，剩余 15 分钟。请登录办理：https://huiying.example/tickets/${ticket.id}`,
    );
    const { searchParams } = new URL(house.group.arrived[0]!.path, 'http://x');
    const signature = createHmac('sha256', GROUP_KEY).update(`${searchParams.get('timestamp')}\n${GROUP_KEY}`);
    expect(searchParams.get('sign')).toBe(signature.digest('base64'));
    // Not two characters of the title stand next to each other in anything that left the house, headers and addresses included.
    const raw = JSON.stringify([house.group, house.sms, house.wecom].map(({ arrived }) => arrived));
    const pairs = [...event.title].map((_, index) => event.title.slice(index, index + 2));
    const ofWords = pairs.filter((pair) => /^\p{Script=Han}{2}$/u.test(pair));
    expect(ofWords.length).toBeGreaterThan(5);
    for (const pair of ofWords) expect(raw).not.toContain(pair);
    const keys = [...house.wecom.arrived, ...house.sms.arrived].map(
      ({ headers, body }) => headers['idempotency-key'] ?? body,
    );
    expect(new Set(keys).size).toBe(keys.length);
    const sent = (await house.ledger()).filter(({ state }) => state === 'sent');
    expect(sent.every((row) => row.why !== '' && row.routeWhy.startsWith('R-'))).toBe(true);
  });

  it('a machine alarm rings the duty desk; the leader only after two silent steps, marked', async () => {
    await house.begin('2026-03-17 02:00');
    await house.story.tell(graveEvent('2026-03-17 01:55'));
    for (const time of ['02:00', '02:04', '02:05']) await house.at(`2026-03-17 ${time}`);
    expect(new Set(words(house.sms).map((text) => text.slice(0, 11)))).toEqual(new Set(['13800000001']));
    await house.at('2026-03-17 02:10');
    const leaders = words(house.sms).filter((text) => text.startsWith('13800000003'));
    expect(leaders).toHaveLength(1);
    expect(leaders[0]).toContain('未经人工核实');
  });
});

describe('a robot that is down for 40 minutes', () => {
  it('gets everything once after its return, in order, the summary in one piece', async () => {
    await house.begin('2026-03-11 08:20');
    house.wecom.behaviour = 'busy';
    await house.tell(
      { reason: 'd1', lane: 'digest' },
      { reason: 'd2', lane: 'digest' },
      { reason: 'd3', lane: 'digest' },
    );
    await house.tell({ reason: 'n1', matter: 'opened' });
    for (let minute = 21; minute <= 59; minute += 1) {
      await house.at(`2026-03-11 08:${minute}`);
      if (minute === 40) await house.tell({ reason: 'n2', matter: 'rejudge' });
    }
    expect(house.wecom.arrived).toEqual([]);
    const light = (await house.story.responder.queries.channels()).find(({ id }) => id === 'wecom')!;
    expect(light).toMatchObject({ state: 'failing', waiting: 5, failingSince: expect.stringContaining('T08:2') });
    house.wecom.behaviour = 'accept';
    for (let minute = 0; minute <= 20; minute += 1) await house.at(`2026-03-11 09:${String(minute).padStart(2, '0')}`);
    expect(words(house.wecom).map((text) => text.split('\n')[0])).toEqual([
      '【回应】苗头预警待研判。请登录办理：https://huiying.example/notifications',
      '【回应】苗头预警须重新研判。请登录办理：https://huiying.example/notifications',
      '【回应】汇总：共 3 件事项，请登录办理：',
    ]);
    expect((await house.states()).filter((state) => state !== 'sent')).toEqual([]);
    expect((await house.story.responder.queries.channels()).find(({ id }) => id === 'wecom')).toMatchObject({
      state: 'ok',
      waiting: 0,
    });
  });

  it('is given up after its tries, told to the duty desk inside, and sent again by a person', async () => {
    await house.begin('2026-03-11 09:00');
    house.wecom.behaviour = 'busy';
    await house.tell({ reason: 'n1' });
    for (let minute = 0; minute <= 150; minute += 1)
      await house.at(
        `2026-03-11 ${String(9 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
      );
    const failed = (await house.ledger()).find(({ state }) => state === 'given_up')!;
    expect(failed).toMatchObject({
      attempts: 12,
      stateWhy: expect.stringContaining('试了 12 次仍未能送达：对方返回 503'),
    });
    expect(failed.stateWhy).not.toContain(TOKEN);
    const { items } = await house.story.responder.queries.notifications(duty);
    expect(items[0]!.text).toBe('发给值班员的企业微信群机器人通知未能送达，请以电话等方式告知');
    const { notices } = house.story.responder;
    await expect(notices.resend({ ids: [failed.id] }, handlerOf('emergency'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    house.wecom.behaviour = 'accept';
    const smsBefore = house.sms.arrived.length;
    expect(await notices.resend({ channel: 'wecom' }, duty)).toBe(1);
    expect(await notices.resend({ channel: 'wecom' }, duty)).toBe(0);
    await house.at('2026-03-11 11:31');
    expect([house.wecom.arrived.length, house.sms.arrived.length]).toEqual([1, smsBefore]);
    const audits = await sql<{
      action: string;
    }>`select action from audit_entries where action = 'notice.resend'`.execute(house.story.database.ownerDb);
    expect(audits.rows).toHaveLength(1);
  });

  it('a refusal is given up at once and the next message goes out', async () => {
    await house.begin('2026-03-11 09:00');
    house.wecom.behaviour = 'refuse';
    await house.tell({ reason: 'n1' });
    await house.at('2026-03-11 09:00');
    house.wecom.behaviour = 'accept';
    await house.tell({ reason: 'n2' });
    await house.at('2026-03-11 09:01');
    const rows = (await house.ledger()).filter(({ channel }) => channel === 'wecom');
    expect(rows.map(({ state, attempts }) => [state, attempts])).toEqual([
      ['sent', 1],
      ['given_up', 1],
    ]);
    expect(rows[1]!.stateWhy).toMatch(/^对方返回 93000/);
    expect(JSON.stringify(rows)).not.toContain(TOKEN);
  });
});

describe('when people are left in peace', () => {
  it('bundles a shift by the half hour, a night until seven, and lets red through', async () => {
    await house.begin('2026-03-11 21:40');
    await house.tell(
      { reason: 's1', lane: 'shift' },
      { reason: 's2', lane: 'shift' },
      { reason: 'orange' },
      { reason: 'red', urgent: true },
    );
    await house.at('2026-03-11 21:41');
    // Before the night both 立即 go.
    expect(words(house.wecom)[0]).toMatch(/^【回应】待办：共 2 件事项/);
    await house.story.until('2026-03-11 22:10');
    await house.tell({ reason: 'orange at night' }, { reason: 'red at night', urgent: true });
    await house.at('2026-03-11 22:11');
    expect(house.wecom.arrived).toHaveLength(2);
    await house.at('2026-03-12 06:59');
    expect(house.wecom.arrived).toHaveLength(2);
    await house.at('2026-03-12 07:00');
    expect(
      words(house.wecom)
        .slice(2)
        .map((text) => text.slice(0, 9)),
    ).toEqual(['【回应】苗头预警待', '【回应】本班：共 ']);
  });

  it('shows what the shift was asked to decide against what it can', async () => {
    await house.begin('2026-03-11 10:00');
    const ids = ['1', '2'].map((n) => `01980000-0000-7000-8000-00000000000${n}`);
    await house.tell(
      { reason: 'a', eventId: ids[0]! },
      { reason: 'b', eventId: ids[0]! },
      { reason: 'c', eventId: ids[1]!, lane: 'shift' },
      { reason: 'd', lane: 'digest' },
    );
    const { shift } = await house.story.responder.queries.notifications(duty);
    expect(shift).toEqual({ since: '2026-03-11T08:30:00+08:00', decisions: 2, limit: 20 });
  });
});

describe('a matter that accuses a lead body', () => {
  it('rings no group that body sits in, by warning, event or ticket; 督查 hears in its place', async () => {
    await house.begin('2026-03-11 10:00', (book) => {
      book.targets.push({ channel: 'sms', role: 'supervisor', unit: '*', targetEnv: 'HUIYING_SECRET_SMS_HEAD' });
    });
    const accused = [{ id: 'gov_office', name: '市政府办公室' }];
    const event = graveEvent('2026-03-11 09:55', { accused });
    await house.story.tell(event);
    const [ticket] = (await house.story.responder.queries.tickets(leader, { eventId: event.id })).items;
    await house.tell(
      { reason: 'of the event', eventId: event.id },
      { reason: 'of the ticket', ticketId: ticket!.id, recipients: ['duty_officer@gov_office'] },
      { reason: 'of another matter' },
    );
    for (const time of ['10:00', '10:05', '10:10', '10:20']) await house.at(`2026-03-11 ${time}`);
    expect(words(house.wecom)).toHaveLength(1);
    expect(words(house.sms).filter((text) => text.startsWith('13800000001'))).toHaveLength(1);
    expect(words(house.sms).filter((text) => text.startsWith('13800000004')).length).toBeGreaterThanOrEqual(2);
  });
});
