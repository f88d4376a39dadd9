import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rerunMigration } from '../harness/migration.ts';
import { duty, handlerOf, isoLocal, responderStory, type ResponderStory } from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-13 17:00');
});
afterAll(() => story.close());

const { act, at, detail, dispatched } = ticketActs(() => story);
const taskOf = async (id: string, who = duty) =>
  (await story.responder.queries.tasks(who, { ticketId: id })).find(({ verb }) => verb === 'resume-clock');
const reminded = async (id: string) =>
  (await detail(id)).timeline.filter(({ text }) => text.includes('停计已满')).map(({ text }) => text);

describe('a clock that stands still for the answer of a third party', () => {
  let id: string;
  let clockId: string;
  it('lies as a task with whoever may let it go on, and with nobody else', async () => {
    ({ id } = await dispatched('2026-03-13 16:30', 'housing', { intakeKinds: ['disclosure'] as never }));
    clockId = (await detail(id)).clocks.find(({ rule }) => rule === 'N-16a')!.id;
    expect(await taskOf(id)).toBeUndefined();
    await act(id, 'pause-clock', { clockId, reason: '征求第三方意见', proof: '江城征函〔2026〕9号' }, duty);
    expect(await taskOf(id)).toMatchObject({
      kindTitle: '停计中',
      text: '“依申请公开答复”自3月13日17:00起停计（江城征函〔2026〕9号），停计事由消除的须恢复计时',
      desk: 'clocks',
      dueAt: isoLocal('2026-03-23 17:00'),
    });
    expect(await taskOf(id, handlerOf('housing'))).toBeUndefined();
  });

  it('is asked about every ten days, and falls due in the meantime for nobody', async () => {
    await at('2026-03-23 17:01');
    expect(await reminded(id)).toEqual(['“依申请公开答复”停计已满10天，停计事由消除的须恢复计时']);
    await at('2026-04-25 09:00');
    expect((await reminded(id)).at(-1)).toContain('停计已满40天');
    const clock = (await detail(id)).clocks.find(({ rule }) => rule === 'N-16a')!;
    expect([clock.overdue, (await taskOf(id))!.overdue]).toEqual([false, false]);
  });

  it('has its own warnings again once it goes on, and nobody is asked any more', async () => {
    await act(id, 'resume-clock', { clockId, reason: '第三方已答复' }, duty);
    expect(await taskOf(id)).toBeUndefined();
    const before = (await reminded(id)).length;
    const { dueAt } = (await detail(id)).clocks.find(({ rule }) => rule === 'N-16a')!;
    await story.until(dueAt.slice(0, 16).replace('T', ' '));
    await story.responder.sweep();
    expect((await reminded(id)).length).toBe(before);
    expect((await detail(id)).timeline.some(({ text }) => text.includes('“依申请公开答复”已到期'))).toBe(true);
  });
});

describe('a clock that was stopped before anybody was asked about it', () => {
  /** As the version before wrote a stop: its own moments kept, none of them to fire, nobody to be asked. */
  const asBefore = (clockId: string, points: unknown) =>
    sql`update responder_clocks set points = ${JSON.stringify(points)}::jsonb, next_fire_at = null where id = ${clockId}`.execute(
      story.kernel.db,
    );
  const rowOf = (clockId: string) =>
    story.kernel.db.selectFrom('responder_clocks').selectAll().where('id', '=', clockId).executeTakeFirstOrThrow();

  it('0450 lays the reminders a stop of today lays; of those that have passed it rings the last', async () => {
    await story.until('2026-06-01 09:00');
    const { id } = await dispatched('2026-06-01 08:50', 'housing', { intakeKinds: ['disclosure'] as never });
    const clockId = (await detail(id)).clocks.find(({ rule }) => rule === 'N-16a')!.id;
    const before = await rowOf(clockId);
    await act(id, 'pause-clock', { clockId, reason: '征求第三方意见', proof: '江城征函〔2026〕21号' }, duty);
    const today = await rowOf(clockId);
    await asBefore(clockId, before.points);
    await at('2026-07-06 09:00');
    expect(await reminded(id)).toEqual([]);
    await rerunMigration(story.database, 450);
    const mended = await rowOf(clockId);
    expect([mended.points, mended.next_fire_at]).toEqual([today.points, today.next_fire_at]);
    await story.responder.sweep();
    expect(await reminded(id)).toEqual(['“依申请公开答复”停计已满30天，停计事由消除的须恢复计时']);
    // Stopped and asked about already: nothing is laid a second time.
    const asked = await rowOf(clockId);
    await rerunMigration(story.database, 450);
    expect(await rowOf(clockId)).toEqual(asked);
    await at('2026-07-11 09:01');
    expect((await reminded(id)).at(-1)).toContain('停计已满40天');
    await act(id, 'resume-clock', { clockId, reason: '第三方已答复' }, duty);
    const goesOn = await rowOf(clockId);
    expect(goesOn.points.filter(({ fired, kind }) => !fired && kind === 'due')).toHaveLength(1);
  });
});
