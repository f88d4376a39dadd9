import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import {
  duty,
  graveEvent,
  handlerOf,
  isoLocal,
  responderStory,
  secondDuty,
  type ResponderStory,
} from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00');
});
afterAll(() => story.close());
const { act, detail, dispatched, handled, open } = ticketActs(() => story);

const order = (number: string): EventSnapshot['orders'][number] => ({
  ...{ source: '12345', number, owner: 'water_company', dueAt: isoLocal('2026-03-12 17:00') },
  mentionId: '01900000-0000-7000-8000-000000000001',
});
const hangsOn = async (number: string) =>
  (await story.kernel.db.selectFrom('responder_attached_orders').select(['ticket_id', 'number']).execute()).find(
    (row) => row.number === number,
  )?.ticket_id;
const runs = async (id: string) => (await detail(id)).clocks.map(({ rule }) => rule);
const merged = async (main: Promise<{ id: string; event: EventSnapshot }>) => {
  const child = await open('2026-03-10 09:30');
  const whole = await main;
  await act(child.id, 'merge', { into: whole.id, reason: '同一事项' }, duty);
  return { child, main: whole };
};

describe('a matter that was merged by hand goes on in the main ticket', () => {
  it('grown grave, it starts the five hours and the twenty-four there, and the desk is asked to judge again', async () => {
    const { child, main } = await merged(open('2026-03-10 09:50'));
    await story.tell({ ...graveEvent('2026-03-10 09:30'), id: child.event.id, revision: 2 });
    expect(await runs(main.id)).toEqual(expect.arrayContaining(['N-01', 'N-02']));
    const { timeline } = await detail(main.id);
    expect(timeline.some(({ text }) => text.startsWith('并入本单的 ') && text.includes('机器估算级别变为'))).toBe(true);
  });

  it('an order of 12345 that comes to it hangs on the main ticket with its own due time, and leaves with it', async () => {
    const { child, main } = await merged(open('2026-03-10 09:50'));
    await story.tell({ ...child.event, revision: 2, orders: [order('JC1')], intakeKinds: ['complaint'] });
    expect(await hangsOn('JC1')).toBe(main.id);
    expect(await runs(main.id)).toContain('L-15');
    const { revision } = (await detail(main.id)).ticket;
    await story.responder.verbs.unmerge(main.id, { revision, from: child.id, reason: '并非同一事项' }, duty);
    expect(await hangsOn('JC1')).toBe(child.id);
    expect(await runs(child.id)).toContain('L-15');
  });

  it('undone, the merged ticket knows what was told meanwhile', async () => {
    const { child, main } = await merged(open('2026-03-10 09:50'));
    await story.tell({ ...graveEvent('2026-03-10 09:30'), id: child.event.id, revision: 2 });
    const { revision } = (await detail(main.id)).ticket;
    await story.responder.verbs.unmerge(main.id, { revision, from: child.id, reason: '并非同一事项' }, duty);
    expect(await runs(child.id)).toEqual(expect.arrayContaining(['N-01', 'N-02']));
  });

  it('when it comes to accuse the unit at work there, that unit reads nothing more and the desk is told', async () => {
    const { child, main } = await merged(handled('2026-03-10 09:50', 'water_company'));
    const accused = [{ id: 'water_company', name: '江城水务集团' }];
    await story.tell({ ...child.event, revision: 2, accused });
    await expect(story.responder.queries.ticket(handlerOf('water_company'), main.id)).rejects.toMatchObject({
      code: 'not_found',
    });
    const { items } = await story.responder.queries.notifications(duty);
    expect(items.some(({ text }) => text.endsWith('承办单位须回避，请改派'))).toBe(true);
  });
});

describe('an open ticket', () => {
  it('whose unit comes to be accused says so, hides itself from it and asks for another', async () => {
    const one = await handled('2026-03-10 09:50', 'water_company');
    const accused = [{ id: 'water_company', name: '江城水务集团' }];
    await story.tell({ ...one.event, revision: 2, accused });
    const { timeline, ticket } = await detail(one.id);
    expect(timeline.some(({ text }) => text === '反映的单位有变化')).toBe(true);
    const { items } = await story.responder.queries.notifications(duty);
    expect(items.some(({ text }) => text.includes(ticket.number) && text.endsWith('承办单位须回避，请改派'))).toBe(
      true,
    );
  });
});

describe('a matter that was closed', () => {
  const closed = async () => {
    const one = await open('2026-03-10 09:30');
    await act(one.id, 'judge', { outcome: 'no_answer', reason: '现场已处置' }, duty);
    await act(one.id, 'second-judge', { agree: true }, secondDuty);
    await act(one.id, 'close', { conclusion: '已处置' }, duty);
    return one;
  };
  it.each<[string, Partial<EventSnapshot>, string]>([
    ['an order', { orders: [order('JC2')], intakeKinds: ['complaint'] }, '又有来件 JC2'],
    ['a request from above', { upperRequest: true }, '上级要求回应'],
  ])('%s that comes afterwards stands on a new, linked ticket', async (_what, news, told) => {
    const old = await closed();
    await story.tell({ ...old.event, revision: 2, ...news });
    const { ticket } = await story.ticketOf(old.event.id);
    expect(ticket.id).not.toBe(old.id);
    expect(ticket.state).toBe('received');
    if (news.orders) expect(await hangsOn('JC2')).toBe(ticket.id);
    const { timeline } = await detail(old.id);
    expect(timeline.some(({ text }) => text.includes(told) && text.endsWith(`另立工单 ${ticket.number}`))).toBe(true);
  });
});

describe('what the old ticket tells', () => {
  const called = (id: number, accused: EventSnapshot['accused'] = []) => ({
    ...{ accused, upperRequest: true },
    registrations: [
      {
        mentionId: `01900000-0000-7000-8000-0000000000${id}`,
        ...{ toldVia: 'superior' as const, toldBy: '上级值班室', toldAt: isoLocal('2026-03-10 09:58') },
      },
    ],
  });
  const ended = async (unit: string) => {
    const one = await handled('2026-03-10 09:30', unit);
    const rows = story.kernel.db.updateTable('responder_tickets').where('id', '=', one.id);
    await rows.set({ state: 'closed', closed_at: story.time.now() }).execute();
    return one;
  };
  const oldTimeline = async (id: string) => (await detail(id)).timeline.map(({ text }) => text).join('\n');

  it('names the new ticket to its readers, but tells a unit that is complained of now neither who told nor the number', async () => {
    const plain = await ended('water_company');
    await story.tell({ ...plain.event, revision: 2, ...called(31) });
    expect(await oldTimeline(plain.id)).toMatch(/办结后又接报：上级值班室（上级通知）.*另立工单/);
    const blaming = await ended('water_company');
    await story.tell({ ...blaming.event, revision: 2, ...called(32, [{ id: 'water_company', name: '江城水务集团' }]) });
    expect((await story.ticketOf(blaming.event.id)).ticket.id).not.toBe(blaming.id);
    expect(await oldTimeline(blaming.id)).not.toContain('办结后又接报');
  });

  it('of two that were merged and closed: growth is told of the main one', async () => {
    const { child, main } = await merged(open('2026-03-10 09:50'));
    await act(main.id, 'judge', { outcome: 'no_answer', reason: '现场已处置' }, duty);
    await act(main.id, 'second-judge', { agree: true }, secondDuty);
    await act(main.id, 'close', { conclusion: '已处置' }, duty);
    await story.tell({ ...graveEvent('2026-03-10 09:30'), id: child.event.id, revision: 2, upperRequest: false });
    const { items } = await story.responder.queries.notifications(duty);
    const { number } = (await detail(main.id)).ticket;
    expect(items.some(({ text }) => text.startsWith(number) && text.includes('请考虑重启'))).toBe(true);
  });
});

describe('a matter that was split', () => {
  const split = async (id: string): Promise<string> => {
    await act(
      id,
      'split',
      { lead: 'housing', title: '房屋部分', requirement: '核实房屋情况', reason: '另一事项' },
      duty,
    );
    const rows = story.kernel.db.selectFrom('responder_tickets').select('id').where('split_from', '=', id);
    return (await rows.executeTakeFirstOrThrow()).id;
  };
  it('an order that comes afterwards hangs on the whole, not on the part', async () => {
    const whole = await dispatched('2026-03-10 09:30', 'water_company');
    const part = await split(whole.id);
    await story.tell({ ...whole.event, revision: 2, orders: [order('JC3')], intakeKinds: ['complaint'] });
    expect(await hangsOn('JC3')).toBe(whole.id);
    expect(await runs(part)).not.toContain('L-15');
  });

  it('its part follows the event into another one, and is kept from whom that one accuses', async () => {
    const whole = await dispatched('2026-03-10 09:30', 'water_company');
    const part = await split(whole.id);
    const other = await open('2026-03-10 09:40');
    await story.tell({ ...whole.event, revision: 2, mergedInto: other.event.id });
    const accused = [{ id: 'housing', name: '市住房和城乡建设局' }];
    await story.tell({ ...graveEvent('2026-03-10 09:40'), id: other.event.id, revision: 2, accused });
    await expect(story.responder.queries.ticket(handlerOf('housing'), part)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a call some hours after the closing, of the outbreak that was closed', () => {
  it('bears no clock overdue: the new ticket has its full time from the call', async () => {
    await story.until('2026-04-01 09:00');
    const closed = await open('2026-04-01 08:30');
    await act(closed.id, 'judge', { outcome: 'no_answer', reason: '现场已处置' }, duty);
    await act(closed.id, 'second-judge', { agree: true }, secondDuty);
    await act(closed.id, 'close', { conclusion: '已处置' }, duty);
    await story.until('2026-04-08 10:00');
    const call = {
      ...{ mentionId: '01900000-0000-7000-8000-000000000077', toldVia: 'phone' as const, toldBy: '某街道值班室' },
      toldAt: isoLocal('2026-04-08 09:55'),
    };
    await story.tell({ ...closed.event, revision: 2, lastPublishedAt: call.toldAt, registrations: [call] });
    await story.responder.sweep();
    const { ticket, clocks, timeline } = await story.ticketOf(closed.event.id);
    expect(ticket.id).not.toBe(closed.id);
    expect(clocks.filter(({ overdue }) => overdue)).toEqual([]);
    expect(clocks.find(({ rule }) => rule === 'N-03')).toMatchObject({ dueAt: isoLocal('2026-04-10 09:55') });
    expect(timeline.some(({ kind }) => kind === 'clock.escalated')).toBe(false);
    // The next picture of the same outbreak wins nothing and takes nothing.
    await story.tell({ ...closed.event, revision: 3, lastPublishedAt: call.toldAt, registrations: [call] });
    expect((await detail(ticket.id)).clocks.filter(({ overdue }) => overdue)).toEqual([]);
  });
});

describe('a call about a matter of which a part was split off', () => {
  it('rings the duty desk once, and each unit at work', async () => {
    const whole = await dispatched('2026-04-08 09:40', 'water_company');
    const split = { title: '楼体裂缝', lead: 'housing', requirement: '核实', reason: '另一事项' };
    await act(whole.id, 'split', split, duty);
    const call = {
      ...{ mentionId: '01900000-0000-7000-8000-000000000088', toldVia: 'phone' as const, toldBy: '某街道值班室' },
      toldAt: isoLocal('2026-04-08 09:58'),
    };
    await story.tell({ ...whole.event, revision: 2, registrations: [call] });
    const rows = await story.kernel.db
      .selectFrom('responder_notifications')
      .select('recipient')
      .where('matter', '=', 'told')
      .where('event_id', '=', whole.event.id)
      .execute();
    expect(rows.map((row) => row.recipient).sort()).toEqual([
      'duty_officer@*',
      'duty_officer@housing',
      'duty_officer@water_company',
    ]);
  });
});
