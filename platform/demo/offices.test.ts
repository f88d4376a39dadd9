import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { DEMO_ACCOUNTS } from '../../dashboard/index.ts';
import type { Actor } from '../runtime/kernel.ts';
import { toLocalIso } from '../runtime/local-time.ts';
import { duty, responderStory } from '../../tests/harness/responder.ts';
import { loadOffices, planRosters, registerSpeakers, shiftsFrom } from './offices.ts';

const offices = loadOffices(shippedConfigFolder());
const actorOf = (login: string): Actor | null => {
  const found = DEMO_ACCOUNTS.find((account) => account.login === login);
  return found ? { id: login, name: found.name, unitId: found.unitId, roles: found.roles, origin: 'demo' } : null;
};

describe('posts of the demonstration city', () => {
  it('names accounts of the demonstration only, each in its own unit', () => {
    for (const { by, unit, person } of offices.speakers)
      expect([actorOf(by) === null, actorOf(person)?.unitId]).toEqual([false, unit]);
    for (const { by, leader, turns, unit } of offices.rosters)
      for (const login of [by, ...(leader === null ? [] : [leader]), ...turns.flat()])
        expect(actorOf(login)?.unitId).toBe(unit);
  });

  it.each([
    ['2026-03-10T10:00:00+08:00', '2026-03-10T08:30:00+08:00'],
    ['2026-03-10T02:00:00+08:00', '2026-03-09T17:30:00+08:00'],
    ['2026-03-10T17:30:00+08:00', '2026-03-10T17:30:00+08:00'],
  ])('at %s the shift under way began at %s, and each begins where the one before ends', (now, begins) => {
    const spans = shiftsFrom({ begins: ['08:30', '17:30'], days: 31 }, new Date(now));
    expect([spans.length, toLocalIso(spans[0]!.from)]).toEqual([62, begins]);
    for (const [index, { from }] of spans.slice(1).entries()) expect(from).toEqual(spans[index]!.to);
  });

  it('a newcomer finds the desk manned, the speakers listed and no light on; told twice it is the same', async () => {
    const story = await responderStory('2026-03-10 10:00');
    const { responder, time } = story;
    for (const _time of [1, 2]) {
      await registerSpeakers(offices, responder, actorOf);
      await planRosters(offices, responder.duty, actorOf, time.now());
    }
    expect(await responder.duty.light('demo')).toEqual({ state: 'ok', why: '24小时值班已排满' });
    const newcomer: Actor = { ...duty, origin: 'demo' };
    const window = { from: time.now(), to: new Date(time.now().getTime() + 86_400_000) };
    const { now, shifts } = await responder.duty.roster(newcomer, 'gov_office', window);
    expect([now?.leader?.name, now?.officers.map(({ name }) => name), shifts.length]).toEqual([
      '带班领导一',
      ['值班员二'],
      3,
    ]);
    const listed = (await responder.queries.speakers(newcomer)).filter(({ none }) => !none);
    expect(listed.flatMap(({ speakers }) => speakers)).toHaveLength(offices.speakers.length);
    // The city's own roster and register stay empty.
    expect((await responder.duty.light('live')).why).toContain('未排值班表');
    expect((await responder.queries.speakers({ ...duty, origin: 'live' })).every(({ none }) => none)).toBe(true);
    await story.close();
  });
});
