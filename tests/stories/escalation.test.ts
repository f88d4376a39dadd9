import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import type { Actor, Role } from '../../platform/runtime/kernel.ts';
import {
  duty,
  dutyLeader,
  graveEvent,
  handlerOf,
  headOf,
  leader,
  responderStory,
  type ResponderStory,
} from '../harness/responder.ts';

let story: ResponderStory;
/** Posts nobody holds tonight. */
const empty = new Set<string>();
beforeAll(async () => {
  const staff = () => Promise.resolve((role: Role, unit: string | null) => !empty.has(`${role}@${unit ?? '*'}`));
  story = await responderStory('2026-03-10 23:00', { staff });
  // The story sweeps where it looks; a whole night second by second is not the point.
  await story.kernel.jobs.unschedule('responder.sweep', 'every-second');
});
afterAll(() => story.close());

const at = async (time: string): Promise<void> => {
  await story.until(time);
  await story.responder.sweep();
};
/** What the chain told, and to whom, in order. */
async function told(id: string): Promise<string[]> {
  const { timeline } = await story.responder.queries.ticket(duty, id);
  return timeline
    .filter((entry) => entry.kind.startsWith('escalation.'))
    .map((entry) => {
      const { step, to } = entry.data as { step: string; to: string[] };
      return `${entry.at.slice(11, 16)} ${step} ${to.join('+') || '-'}`;
    });
}
const inbox = async (actor: Actor, ticketId: string) =>
  (await story.responder.queries.notifications(actor, { limit: 200 })).items.filter((row) => row.ticketId === ticketId);

async function dispatched(event: EventSnapshot, judged = true) {
  await story.tell(event);
  const { ticket } = await story.ticketOf(event.id);
  const { verbs } = story.responder;
  let { revision } = ticket;
  const judgement = { outcome: 'public_answer' as const, dispositions: ['D-3' as const] };
  if (judged) ({ revision } = await verbs.judge(ticket.id, { revision, ...judgement }, duty));
  return verbs.dispatch(ticket.id, { revision, lead: 'emergency', requirement: '立即核实' }, duty);
}

describe('an order nobody signs for, at night', () => {
  it('climbs from the contact to the leader on duty, each in turn', async () => {
    await at('2026-03-11 02:00');
    const { id, clocks } = await dispatched(graveEvent('2026-03-11 01:50'));
    expect(clocks.find((clock) => clock.rule === 'L-03-red')!.dueAt).toContain('02:15');
    for (const time of ['02:00', '02:05', '02:14', '02:15', '02:20', '02:25', '02:40', '04:00'])
      await at(`2026-03-11 ${time}`);
    expect(await told(id)).toEqual([
      '02:00 E-contact handler@emergency',
      // Nobody above is told before the time to sign is over.
      '02:15 E-head unit_head@emergency',
      '02:20 E-office duty_officer@gov_office',
      '02:25 E-leader duty_leader@gov_office+leader@*',
    ]);
    const [row] = (await inbox(leader, id)).filter((each) => each.why.startsWith('E-leader'));
    expect(row).toMatchObject({ why: 'E-leader 领导：前3步无人应答', lane: 'now', unverified: false });
    expect(row!.text).toMatch(/^舆交〔2026〕\d+号《.+爆炸.+》待市应急管理局签收$/);
    expect((await inbox(handlerOf('emergency'), id)).some((each) => each.why.startsWith('E-contact'))).toBe(true);
    expect((await inbox(headOf('emergency'), id)).some((each) => each.why.startsWith('E-head'))).toBe(true);
    // The overdue signature also has its ladder: a call and a draft a person may issue.
    const { drafts, timeline } = await story.responder.queries.ticket(duty, id);
    expect(drafts.filter((draft) => draft.reason.includes('签收'))).toMatchObject([
      { kind: 'supervise', state: 'draft' },
    ]);
    expect(timeline.some((entry) => entry.text.includes('“签收”逾期升级：电话催促'))).toBe(true);
    expect(await chainsOf(id)).toContainEqual({ chain: 'ticket', hop: 1, ended_why: '已通知到末级' });
  });

  it('goes on at once where a post is empty, and says so', async () => {
    await at('2026-03-12 02:00');
    empty.add('handler@emergency').add('duty_officer@gov_office');
    const { id } = await dispatched(graveEvent('2026-03-12 01:50'));
    for (const time of ['02:00', '02:10', '02:15', '02:20', '02:25']) await at(`2026-03-12 ${time}`);
    empty.clear();
    expect(await told(id)).toEqual([
      '02:00 E-contact -',
      '02:00 E-head unit_head@emergency',
      // Nobody on duty in the coordinating office: whoever is on duty elsewhere.
      '02:15 E-office duty_officer@*',
      '02:20 E-leader duty_leader@gov_office+leader@*',
    ]);
    const { timeline } = await story.responder.queries.ticket(duty, id);
    expect(timeline.find((entry) => entry.kind === 'escalation.skipped')!.text).toContain('无人在岗');
  });

  it('stops with the signature; opening the message only buys the wait once more', async () => {
    await at('2026-03-13 02:00');
    const { id } = await dispatched(graveEvent('2026-03-13 01:50'));
    await at('2026-03-13 02:00');
    await at('2026-03-13 02:15');
    const head = headOf('emergency');
    await story.until('2026-03-13 02:19');
    const rows = await inbox(head, id);
    await story.responder.queries.markSeen(
      head,
      rows.map((row) => row.id),
    );
    await at('2026-03-13 02:20');
    expect(await told(id)).toHaveLength(2);
    await at('2026-03-13 02:24');
    expect((await told(id)).at(-1)).toBe('02:24 E-office duty_officer@gov_office');
    const { ticket } = await story.responder.queries.ticket(duty, id);
    await story.responder.verbs.accept(id, { revision: ticket.revision }, handlerOf('emergency'));
    await at('2026-03-13 08:00');
    expect(await told(id)).toHaveLength(3);
    expect(await chainsOf(id)).toContainEqual({ chain: 'ticket', hop: 1, ended_why: '已签收' });
  });

  it('returned and sent on, the new unit is told from the beginning', async () => {
    await at('2026-03-14 02:00');
    const { id, revision } = await dispatched(graveEvent('2026-03-14 01:50'));
    await at('2026-03-14 02:01');
    const { verbs } = story.responder;
    const reassigned = { revision: revision + 1, lead: 'housing', reason: '责任单位有误' };
    await verbs.reassign(id, reassigned, duty);
    await at('2026-03-14 02:02');
    await at('2026-03-14 02:22');
    expect(await told(id)).toEqual([
      '02:01 E-contact handler@emergency',
      '02:02 E-contact handler@housing',
      '02:16 E-head unit_head@housing',
      '02:21 E-office duty_officer@gov_office',
    ]);
    expect(await chainsOf(id)).toContainEqual({ chain: 'ticket', hop: 1, ended_why: '已转出' });
  });

  it('after the process was down everybody still gets his time to answer', async () => {
    const kept = story;
    story = await responderStory('2026-03-15 02:00');
    const { id } = await dispatched(graveEvent('2026-03-15 01:50'));
    // Nothing runs any more until somebody sweeps.
    await story.kernel.jobs.close();
    await story.responder.stop();
    for (const time of ['05:00', '05:01', '05:05']) await at(`2026-03-15 ${time}`);
    const after = await told(id);
    const { late } = await story.responder.queries.watchdog();
    await story.close();
    story = kept;
    expect(after).toEqual(['05:00 E-contact handler@emergency', '05:05 E-head unit_head@emergency']);
    expect(late).toBe(0);
  });
});

describe('red by machine, and nobody looks', () => {
  it('pages the duty officer, leaders only after two silent steps and marked', async () => {
    await at('2026-03-17 02:00');
    const event = graveEvent('2026-03-17 01:55');
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    for (const time of ['02:00', '02:04']) await at(`2026-03-17 ${time}`);
    expect(await inbox(duty, ticket.id)).not.toEqual([]);
    expect([...(await inbox(leader, ticket.id)), ...(await inbox(dutyLeader, ticket.id))]).toEqual([]);
    await at('2026-03-17 02:05');
    expect([...(await inbox(leader, ticket.id)), ...(await inbox(dutyLeader, ticket.id))]).toEqual([]);
    await at('2026-03-17 02:10');
    expect(await told(ticket.id)).toEqual([
      '02:05 E-alarm-duty-again duty_officer@*',
      '02:10 E-alarm-leader duty_leader@*+leader@*',
    ]);
    const [row, ...more] = await inbox(leader, ticket.id);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ unverified: true, text: expect.stringContaining('未经人工核实'), lane: 'now' });
  });

  it('is over as soon as a person acts', async () => {
    await at('2026-03-18 02:00');
    const event = graveEvent('2026-03-18 01:55');
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    await story.responder.verbs.note(ticket.id, { revision: ticket.revision, text: '正在核实' }, duty);
    await at('2026-03-18 02:30');
    expect(await told(ticket.id)).toEqual([]);
    expect(await chainsOf(ticket.id)).toEqual([{ chain: 'alarm', hop: 0, ended_why: '已有人处理' }]);
  });

  it('begins also when a watched matter turns red later', async () => {
    await at('2026-03-19 02:00');
    const event = graveEvent('2026-03-19 01:55', {
      level: { low: null, high: null, rule: null, status: 'none' },
      opinion: { colour: 'yellow', score: 45, parts: [], floors: [] },
    });
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    expect(await chainsOf(ticket.id)).toEqual([]);
    await story.tell({ ...event, revision: 2, opinion: { ...event.opinion, colour: 'red', score: 90 } });
    await at('2026-03-19 02:05');
    expect(await told(ticket.id)).toEqual(['02:05 E-alarm-duty-again duty_officer@*']);
  });
});

const chainsOf = (ticketId: string) =>
  story.kernel.db
    .selectFrom('responder_chains')
    .select(['chain', 'hop', 'ended_why'])
    .where('ticket_id', '=', ticketId)
    .orderBy('since')
    .execute();
