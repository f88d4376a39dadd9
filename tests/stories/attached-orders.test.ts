import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import { detectionOf } from '../../responder/events/detected.ts';
import { adviceFor } from '../../responder/events/open-ticket.ts';
import { loadResponderBooks } from '../../responder/index.ts';
import { shippedConfigFolder } from '../../config/load.ts';
import { anEvent, duty, handlerOf, isoLocal, responderStory, type ResponderStory } from '../harness/responder.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00');
});
afterAll(() => story.close());

let sequence = 0;
type Order = EventSnapshot['orders'][number];
const anOrder = (changes: Partial<Order> = {}): Order => ({
  number: `DH-${(sequence += 1)}`,
  owner: '江城水务集团',
  dueAt: null,
  mentionId: randomUUID(),
  source: '12345',
  ...changes,
});
const water = handlerOf('water_company');

/** Judged, sent to the water company and signed for. */
async function signed(event: EventSnapshot) {
  const { verbs } = story.responder;
  const { ticket } = await story.ticketOf(event.id);
  let { revision } = await verbs.judge(ticket.id, { revision: ticket.revision, outcome: 'prepared_line' }, duty);
  ({ revision } = await verbs['second-judge'](ticket.id, { revision, agree: true }, { ...duty, id: 'other' }));
  const order = { revision, lead: 'water_company', requirement: '核实' };
  ({ revision } = await verbs.dispatch(ticket.id, order, duty));
  return verbs.accept(ticket.id, { revision }, water);
}
/** The caller is told the result at this minute, by telephone. */
async function replied(id: string, at: string) {
  const { revision } = (await story.responder.queries.ticket(duty, id)).ticket;
  const proofs = [{ kind: 'text' as const, value: '通话记录', outside: false }];
  const answer = { kind: 'reply' as const, at: isoLocal(at), title: '答复诉求人', channel: '电话', proofs };
  return story.responder.verbs['record-release'](id, { revision, ...answer }, water);
}
const rules = (clocks: { rule: string; state: string }[], prefix: string) =>
  clocks.filter((clock) => clock.rule.startsWith(prefix) && clock.state === 'running').map((clock) => clock.rule);

describe('an order that came with the posts', () => {
  it('hangs on the ticket with its own number, owner and due time, which is kept as it stands', async () => {
    const order = anOrder({ dueAt: isoLocal('2026-03-13 12:15') });
    const event = anEvent('2026-03-10 09:40', { orders: [order, anOrder()], intakeKinds: ['complaint'] });
    await story.tell(event);
    const detail = await story.ticketOf(event.id);
    expect(detail.orders).toContainEqual({
      ...{ number: order.number, mentionId: expect.any(String) as string },
      ...{ owner: '江城水务集团', dueAt: order.dueAt },
    });
    expect(detail.orders).toHaveLength(2);
    const [own, ...more] = detail.clocks.filter((clock) => clock.rule === 'L-15');
    expect(more).toEqual([]);
    expect(own).toMatchObject({ dueAt: order.dueAt, name: `来件自带办理期限（${order.number}）`, state: 'running' });
    const why = await story.responder.queries.explainClock(duty, own!.id);
    expect(why.steps.at(-1)!.text).toBe('来件载明的办理期限，从其期限');
    expect(why.warnAt).toContain(isoLocal('2026-03-12 09:00'));
    expect(detail.timeline[0]!.text).toContain(`挂接来件 ${order.number}`);
  });

  it('caps the inner clocks, and stops when the citizen has the result', async () => {
    const order = anOrder({ dueAt: isoLocal('2026-03-10 16:00') });
    const event = anEvent('2026-03-10 09:50', { orders: [order], intakeKinds: ['complaint'] });
    await story.tell(event);
    const view = await signed(event);
    expect(view.clocks.find((clock) => clock.rule === 'L-07b')!.dueAt).toBe(order.dueAt);
    // L-08 is for orders without a due time of their own.
    expect(rules(view.clocks, 'L-08')).toEqual([]);
    const done = await replied(view.id, '2026-03-10 10:00');
    expect(done.clocks.find((clock) => clock.rule === 'L-15')).toMatchObject({ state: 'met' });
  });

  it('moves with the due time its sender gives it, and is told again only when something is new', async () => {
    const order = anOrder({ dueAt: isoLocal('2026-03-12 17:00') });
    const event = anEvent('2026-03-10 09:50', { orders: [order] });
    await story.tell(event);
    const before = (await story.ticketOf(event.id)).ticket.revision;
    await story.tell({ ...event, revision: 2 });
    expect((await story.ticketOf(event.id)).ticket.revision).toBe(before);
    const later = { ...order, dueAt: isoLocal('2026-03-13 17:00') };
    await story.tell({ ...event, revision: 3, orders: [later, anOrder({ dueAt: isoLocal('2026-03-11 17:00') })] });
    const { clocks, timeline } = await story.ticketOf(event.id);
    expect(clocks.filter((clock) => clock.rule === 'L-15').map((clock) => clock.dueAt)).toEqual([
      isoLocal('2026-03-11 17:00'),
      isoLocal('2026-03-13 17:00'),
    ]);
    expect(timeline.at(-1)!.text).toMatch(/挂接来件 DH-\d+；来件 DH-\d+ 的承办单位或办理期限有变化/);
  });

  it('never opens two tickets: grouped anew it stays where it hangs', async () => {
    const orders = [anOrder(), anOrder()];
    const counts = { mentions: 2, voices: 2, sources: 1, platforms: 1, media: 0 };
    const first = anEvent('2026-03-10 09:30', { orders, counts });
    const second = anEvent('2026-03-10 09:30', { orders, counts });
    await Promise.all([story.tell(first), story.tell(second)]);
    await story.tell({ ...second, revision: 2 });
    const both = (await story.responder.queries.tickets(duty, { limit: 200 })).items.filter((ticket) =>
      [first.id, second.id].includes(ticket.eventId),
    );
    expect(both).toHaveLength(1);
    const [kept] = both;
    expect((await story.responder.queries.ticket(duty, kept!.id)).orders).toHaveLength(2);
    const other = kept!.eventId === first.id ? second : first;
    const seen = await story.kernel.db
      .selectFrom('responder_events')
      .select('watched_why')
      .where('event_id', '=', other.id)
      .executeTakeFirst();
    expect(seen?.watched_why).toContain(kept!.number);
    // With a post of its own it is a matter of its own, and the orders stay where they are.
    await story.tell({ ...other, revision: 3, counts: { ...counts, mentions: 3 } });
    expect((await story.ticketOf(other.id)).orders).toEqual([]);
  });

  it.each(['by the machine', 'by hand'])('goes along when tickets are merged %s, with clock and all', async (how) => {
    const order = anOrder({ dueAt: isoLocal('2026-03-12 12:00') });
    const from = anEvent('2026-03-10 08:30', { orders: [order] });
    const into = anEvent('2026-03-10 09:30');
    await story.tell(from);
    await story.tell(into);
    const [ended, main] = [(await story.ticketOf(from.id)).ticket, (await story.ticketOf(into.id)).ticket];
    if (how === 'by hand')
      await story.responder.verbs.merge(
        ended.id,
        { revision: ended.revision, into: main.id, reason: '同一事项' },
        duty,
      );
    else await story.tell({ ...from, revision: 2, mergedInto: into.id });
    const after = await story.responder.queries.ticket(duty, main.id);
    expect(after.orders.map((row) => row.number)).toEqual([order.number]);
    expect(after.clocks.find((clock) => clock.rule === 'L-15')).toMatchObject({ dueAt: order.dueAt, state: 'running' });
    expect(after.times['detectedAt']).toBe(isoLocal('2026-03-10 08:30'));
    const gone = await story.responder.queries.ticket(duty, ended.id);
    expect(gone.clocks.filter((clock) => clock.state === 'running')).toEqual([]);
  });
});

describe('the kind of intake decides the law', () => {
  it.each([
    ['petition', 'N-17', ['N-17a'], 'N-18', ['N-18a']],
    ['disclosure', 'N-16', ['N-16a'], 'L-08', []],
    ['correction', 'L-13', ['L-13'], 'L-08', []],
    ['consultation', 'L-08', [], 'L-08', ['L-08a']],
    ['complaint', 'L-08', [], 'L-08', ['L-08b']],
  ] as const)('%s', async (kind, atOnce, first, signedFor, then) => {
    const event = anEvent('2026-03-10 09:30', { intakeKinds: [kind], orders: [anOrder()] });
    await story.tell(event);
    expect(rules((await story.ticketOf(event.id)).clocks, atOnce)).toEqual(first);
    expect(rules((await signed(event)).clocks, signedFor)).toEqual(then);
  });

  it('a kind that comes later starts its own clocks then', async () => {
    const event = anEvent('2026-03-10 09:30', { intakeKinds: ['opinion'] });
    await story.tell(event);
    await story.tell({ ...event, revision: 2, intakeKinds: ['opinion', 'petition'] });
    const { clocks, timeline } = await story.ticketOf(event.id);
    expect(rules(clocks, 'N-17')).toEqual(['N-17a']);
    expect(timeline.at(-1)!.text).toBe('来件类型增加：信访');
  });
});

describe('what was told to us', () => {
  const registration = (toldAt: string) => ({
    by: { id: 'x', name: '值班员甲', unitId: 'gov_office' },
    ...{ toldVia: 'unit' as const, toldBy: '滨江区应急办', toldAt: isoLocal(toldAt), note: null, attachments: [] },
  });
  const level = { low: 'II', high: 'II', rule: 'T', status: 'suggested' } as const;

  it.each([
    // Slow pollution from its report when that is the earlier moment; the machine never loosens a clock.
    ['environment', '2026-03-10 08:00', '2026-03-10 13:00', '接报时间（接报：滨江区应急办）'],
    ['environment', '2026-03-10 09:55', '2026-03-10 14:30', '首条公开信息时间（首条公开信息）'],
    ['infectious', '2026-03-10 09:55', '2026-03-10 14:55', '接报时间（接报：滨江区应急办）'],
    ['fire', '2026-03-10 08:00', '2026-03-10 14:30', '首条公开信息时间（首条公开信息）'],
  ])('%s told at %s: five hours end at %s', async (kind, told, due, start) => {
    const event = anEvent('2026-03-10 09:30', { kind, level, registration: registration(told) });
    await story.tell(event);
    const { clocks } = await story.ticketOf(event.id);
    expect(clocks.find((clock) => clock.rule === 'N-01')).toMatchObject({ dueAt: isoLocal(due), startOf: start });
  });

  it('typing a call in five hours later wins no time: the office knew when it was told', async () => {
    await story.until('2026-03-10 14:30');
    const detected = { at: isoLocal('2026-03-10 14:28'), by: 'person', why: '值班登记' } as const;
    const event = anEvent('2026-03-10 14:20', {
      kind: 'fire',
      detected,
      registration: registration('2026-03-10 09:30'),
    });
    await story.tell(event);
    const { clocks, timeline, times } = await story.ticketOf(event.id);
    expect(times['detectedAt']).toBe(isoLocal('2026-03-10 09:30'));
    const answer = { dueAt: isoLocal('2026-03-12 09:30'), startOf: '发现时间（接报，3月10日14:28补登记）' };
    expect(clocks.find((clock) => clock.rule === 'N-03')).toMatchObject(answer);
    expect(clocks.find((clock) => clock.rule.startsWith('L-04'))?.startAt).toBe(isoLocal('2026-03-10 09:30'));
    expect(timeline[0]!.text).toContain('3月10日09:30接报，补登记，发现时间按接报时间计');
  });

  it('who was told earlier than was entered first says so by another registration, and the clocks begin there; never later', async () => {
    await story.until('2026-03-10 14:30');
    const event = anEvent('2026-03-10 14:20', { registration: registration('2026-03-10 14:25') });
    await story.tell(event);
    const told = async (revision: number, at: string) => {
      await story.tell({ ...event, revision, registration: registration(at) });
      const { clocks, timeline } = await story.ticketOf(event.id);
      return [clocks.find((clock) => clock.rule === 'N-03')!.dueAt, timeline.at(-1)!.text];
    };
    const moved = '发现时间由3月10日14:20改为3月10日13:00（接报，3月10日14:30补登记）';
    expect(await told(2, '2026-03-10 13:00')).toEqual([isoLocal('2026-03-12 13:00'), moved]);
    expect(await told(3, '2026-03-10 14:29')).toEqual([isoLocal('2026-03-12 13:00'), moved]);
  });

  it.each([
    // [first post, outbreak, told, found]
    ['the first outbreak, before anything was public', '09:30', '09:30', '08:00', '08:00'],
    ['an earlier outbreak', '07:00', '09:30', '08:00', '09:30'],
    ['this outbreak, but after the machine had found it', '09:30', '09:30', '09:55', '09:30'],
  ])('told of %s', (_what, first, outbreak, told, found) => {
    const at = (clock: string) => `2026-03-10 ${clock}`;
    const times = { firstPublishedAt: isoLocal(at(first)), outbreakPublishedAt: isoLocal(at(outbreak)) };
    const event = anEvent(at('09:30'), { ...times, registration: registration(at(told)) });
    expect(detectionOf(event, new Date(isoLocal(at('10:00'))))?.at).toEqual(new Date(isoLocal(at(found))));
  });

  it('an accused unit is kept out; where words of corruption named the body of discipline, that body leads', () => {
    const books = loadResponderBooks(shippedConfigFolder());
    const suggestion = (id: string, role: 'lead' | 'co') => ({ id, name: id, role, score: 0.9, reason: '职责' });
    const lead = (departments: EventSnapshot['departments']) =>
      adviceFor(anEvent('2026-03-10 09:30', { departments, accused: [{ id: 'housing', name: '住建局' }] }), books)
        .suggested[0]!.unit;
    expect(lead([suggestion('housing', 'lead'), suggestion('discipline', 'co')])).toBe('discipline');
    expect(lead([suggestion('housing', 'lead')])).not.toBe('discipline');
  });
});

describe('a result for each who asked', () => {
  it('a later order, that came after the first caller had his result waits for a result of its own', async () => {
    const own = { dueAt: isoLocal('2026-03-18 16:00') };
    const event = anEvent('2026-03-16 09:50', { orders: [anOrder(own)], intakeKinds: ['complaint'] });
    await story.until('2026-03-16 10:00');
    await story.tell(event);
    const { id } = await signed(event);
    await replied(id, '2026-03-16 10:00');
    await story.until('2026-03-16 10:30');
    await story.tell({ ...event, revision: 2, orders: [...event.orders, anOrder(own)] });
    const states = async () =>
      (await story.ticketOf(event.id)).clocks.filter((clock) => clock.rule === 'L-15').map(({ state }) => state);
    expect((await states()).sort()).toEqual(['met', 'running']);
    await story.until('2026-03-16 10:31');
    await replied(id, '2026-03-16 10:30');
    expect(await states()).toEqual(['met', 'met']);
  });

  it('is owed again when the matter is opened again, from there and in full', async () => {
    const event = anEvent('2026-03-16 09:50', { orders: [anOrder()], intakeKinds: ['complaint'] });
    await story.tell(event);
    const { id } = await signed(event);
    const { revision } = await replied(id, '2026-03-16 10:31');
    const closed = await story.responder.verbs.close(id, { revision, conclusion: '已答复' }, duty);
    await story.until('2026-03-18 09:00');
    const again = { revision: closed.revision, reason: '来电人反映未解决' };
    const [before] = (await story.ticketOf(event.id)).hops;
    await story.responder.verbs.reopen(id, again, duty);
    // It lies with the unit again, whose hop goes on without the days for which the matter was closed.
    const [hop] = (await story.ticketOf(event.id)).hops;
    expect(hop).toMatchObject({ passedOnAt: null, usedSeconds: before!.usedSeconds });
    const results = async () =>
      (await story.ticketOf(event.id)).clocks
        .filter(({ rule }) => rule.startsWith('L-08'))
        .map(({ state, dueAt }) => [state, dueAt]);
    expect((await results()).at(-1)).toEqual(['running', isoLocal('2026-03-25 17:30')]);
    await replied(id, '2026-03-18 09:00');
    expect((await results()).map(([state]) => state)).toEqual(['met', 'met']);
  });
});
