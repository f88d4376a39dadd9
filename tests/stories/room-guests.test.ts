import { afterEach, describe, expect, it } from 'vitest';
import type { RoomDesk } from '../../responder/index.ts';
import { duty, graveEvent, handlerOf, isoLocal, responderStory, type ResponderStory } from '../harness/responder.ts';

let story: ResponderStory;
afterEach(() => story.close());

const health = handlerOf('health');
const housing = handlerOf('housing');

/** An explosion; 卫健委 and 应急管理局 are in its room. */
async function explosion(): Promise<string> {
  story = await responderStory('2026-03-10 09:00');
  const event = graveEvent('2026-03-10 08:40', { occurred: '2026-03-10 08:30' });
  await story.tell(event);
  const { id } = (await story.ticketOf(event.id)).ticket;
  const asked = { question: '统一伤亡数据和对外口径', units: ['emergency', 'health'], reason: '各方数据不一' };
  await story.responder.verbs['open-room'](id, asked, duty);
  return id;
}
const room = async (id: string, who = duty) => (await story.responder.queries.desk(who, id, 'room')) as RoomDesk;

describe('who stays a guest of the matter', () => {
  it('S02: a unit put out of the room sees the ticket for what it still owes, and for nothing it has done', async () => {
    const id = await explosion();
    const { verbs, queries } = story.responder;
    const at = isoLocal('2026-03-10 09:00');
    const tasks = ['核对首批名单', '核对转院名单'].map((text) => ({
      ...{ unit: 'health', text, dueAt: isoLocal('2026-03-10 10:00') },
    }));
    await verbs['add-minutes'](id, { at, participants: '卫健委', agreed: '核对名单', tasks }, health);
    const [first, second] = (await room(id, health)).room!.minutes[0]!.tasks;
    const finish = (task = first) =>
      verbs['finish-task'](id, { taskId: task!.id, version: 1, report: '已核对' }, health);
    await finish();
    const member = (await room(id)).room!.members.find(({ title }) => title === '市卫生健康委员会')!;
    await verbs['remove-member'](id, { memberId: member.id, reason: '数据已核定' }, duty);
    expect((await queries.ticket(duty, id)).timeline.at(-1)!.text).toContain('尚有未办结任务 1 项');
    expect((await queries.ticket(health, id)).ticket.id).toBe(id);
    await finish(second);
    await expect(queries.ticket(health, id)).rejects.toThrow('没有这个工单');
    // Asked in again it has its history back.
    await verbs['add-members'](id, { units: ['health'], reason: '再次核对' }, duty);
    expect((await queries.ticket(health, id)).ticket.id).toBe(id);
  });

  it('a unit that was never in the room keeps the head of a ticket it finished a task of', async () => {
    const id = await explosion();
    const { verbs, queries } = story.responder;
    const task = { unit: 'housing', text: '查明房屋权属', dueAt: isoLocal('2026-03-10 10:00') };
    const minutes = { at: isoLocal('2026-03-10 09:00'), participants: '各成员', agreed: '查明权属' };
    await verbs['add-minutes'](id, { ...minutes, tasks: [task] }, duty);
    const mine = (await room(id)).room!.minutes[0]!.tasks[0]!;
    await verbs['finish-task'](id, { taskId: mine.id, version: 1, report: '已查明' }, housing);
    expect((await queries.ticket(housing, id)).ticket.id).toBe(id);
  });
});
