import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { guestPosts } from '../../responder/consultations/access.ts';
import type { RoomDesk } from '../../responder/index.ts';
import { rerunMigration } from '../harness/migration.ts';
import {
  duty,
  dutyLeader,
  graveEvent,
  handlerOf,
  isoLocal,
  leader,
  responderStory,
  type ResponderStory,
} from '../harness/responder.ts';

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
    // He is told that what he does not see is kept from him, and not that there is none.
    expect(await queries.ticket(health, id)).toMatchObject({ isGuest: true, judgement: null });
    expect((await queries.ticket(duty, id)).isGuest).toBe(false);
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

describe('tickets of before, when a finished task kept the unit in for ever', () => {
  const all = ['health', 'housing', 'fire', 'education', 'transport', 'ecology', 'water'];

  /** Everybody has a task; who is named in `done` has done it; who is named in `out` is put out of the room. */
  async function withTasks(id: string, { done, out }: { done: string[]; out: string[] }): Promise<void> {
    const { verbs } = story.responder;
    if (out.length > 0) await verbs['add-members'](id, { units: out, reason: '各方数据不一' }, duty);
    const dueAt = isoLocal('2026-03-10 10:00');
    const tasks = all.map((unit) => ({ unit, text: '核对名单', dueAt }));
    const minutes = { at: isoLocal('2026-03-10 09:00'), participants: '各成员', agreed: '核对名单', tasks };
    await verbs['add-minutes'](id, minutes, duty);
    const given = await story.kernel.db.selectFrom('responder_tasks').select(['id', 'unit']).execute();
    for (const { id: taskId, unit } of given.filter((task) => done.includes(task.unit)))
      await verbs['finish-task'](id, { taskId, version: 1, report: '已核对' }, handlerOf(unit));
    const members = await story.kernel.db.selectFrom('responder_room_members').select(['id', 'unit']).execute();
    for (const { id: memberId } of members.filter(({ unit }) => out.includes(unit)))
      await verbs['remove-member'](id, { memberId, reason: '数据已核定' }, duty);
  }
  /** What the version before wrote: members, readers, and whoever has a task that was not dropped. */
  const asBefore = () =>
    sql`update responder_tickets t set guest_posts = (
      select coalesce(array_agg(distinct post), '{}') from (
        select coalesce(m.role, '*') || '@' || m.unit as post from responder_room_members m
          join responder_rooms r on r.id = m.room_id where r.ticket_id = t.id and m.removed_at is null
        union select '*@' || k.unit from responder_tasks k where k.ticket_id = t.id and k.state <> 'dropped'
        union select unnest(i.readers) from responder_instructions i where i.ticket_id = t.id
      ) as posts)`.execute(story.kernel.db);
  const insiders = async (id: string): Promise<string[]> => {
    const seen = await Promise.all(
      all.map((unit) =>
        story.responder.queries.ticket(handlerOf(unit), id).then(
          () => [unit],
          () => [],
        ),
      ),
    );
    return seen.flat();
  };

  it('0441 shuts out exactly whom the rule of today shuts out', async () => {
    const id = await explosion();
    const { verbs } = story.responder;
    const done = ['health', 'fire', 'education', 'transport', 'ecology'];
    await withTasks(id, { done, out: ['health', 'housing', 'fire', 'transport', 'ecology'] });
    // Asked in again; asked in again by one post only; let in by an instruction it may read.
    await verbs['add-members'](id, { units: ['fire'], reason: '再次核对' }, duty);
    await verbs['add-members'](id, { units: ['transport'], role: 'spokesperson', reason: '统一口径' }, duty);
    await verbs.present(id, { leader: leader.name, subject: '专报', at: isoLocal('2026-03-10 08:50') }, duty);
    const instruction = {
      leader: leader.name,
      manner: 'oral' as const,
      text: '全力救人',
      at: isoLocal('2026-03-10 08:55'),
    };
    await verbs['record-instruction'](id, { ...instruction, readers: [], readerUnits: ['ecology'] }, dutyLeader);
    const today = await guestPosts(story.kernel.db, id);
    await asBefore();
    expect(await insiders(id)).toEqual(all);
    await rerunMigration(story.database, 441);
    expect(await insiders(id)).toEqual(['housing', 'fire', 'education', 'ecology', 'water']);
    const { guest_posts: kept } = await story.kernel.db
      .selectFrom('responder_tickets')
      .select('guest_posts')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect([...kept].sort()).toEqual(today);
    // Once is enough, and nothing more is taken by a second time.
    await rerunMigration(story.database, 441);
    expect(await insiders(id)).toHaveLength(5);
  });

  it('0441 leaves alone a matter nobody was put out of', async () => {
    const id = await explosion();
    await withTasks(id, { done: all, out: [] });
    await asBefore();
    await rerunMigration(story.database, 441);
    expect(await insiders(id)).toEqual(all);
  });
});
