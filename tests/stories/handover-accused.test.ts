import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/runtime/kernel.ts';
import {
  duty,
  dutyLeader,
  graveEvent,
  isoLocal,
  leader,
  person,
  responderStory,
  secondDuty,
  supervisor,
  type ResponderStory,
} from '../harness/responder.ts';

const TITLE = '反映市政府办公室压件';
const cyberLeader = person('网信带班', 'cyberspace', 'duty_leader');
const cyberNight = person('网信夜班', 'cyberspace', 'duty_officer');
const who = ({ id, name, unitId }: Actor) => ({ id, name, unitId });

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 16:00');
  const shift = (from: string, to: string, officer: Actor, leads: Actor) => ({
    ...{ from: isoLocal(from), to: isoLocal(to), officers: [who(officer)], leader: who(leads) },
  });
  const plan = (unit: string, shifts: ReturnType<typeof shift>[], by: Actor) =>
    story.responder.duty.setShifts({ unit, replace: false, reason: '月度排班', shifts }, by);
  await plan(
    'cyberspace',
    [
      shift('2026-03-10 16:00', '2026-03-10 17:30', secondDuty, cyberLeader),
      shift('2026-03-10 17:30', '2026-03-11 08:30', cyberNight, cyberLeader),
    ],
    cyberLeader,
  );
  await plan('gov_office', [shift('2026-03-10 16:00', '2026-03-10 17:30', duty, dutyLeader)], dutyLeader);
});
afterAll(() => story.close());

describe('the hand-over sheet of a body that keeps a complaint against another', () => {
  const linesFor = async (actor: Actor, unit: string) => {
    const { items } = await story.responder.duty.handovers(actor, { unit });
    return items.flatMap(({ lines }) => lines.map(({ text }) => text));
  };

  it('names it to its own people and to whom it does not accuse, never to the accused', async () => {
    const grave = graveEvent('2026-03-10 15:40', {
      title: TITLE,
      accused: [{ id: 'gov_office', name: '市政府办公室' }],
    });
    await story.tell(grave);
    await story.tell(graveEvent('2026-03-10 15:50', { title: '沙河镇化工厂爆炸' }));
    await story.until('2026-03-10 17:40');
    await story.responder.sweep();
    for (const reader of [cyberLeader, supervisor, leader])
      expect((await linesFor(reader, 'cyberspace')).join()).toContain(TITLE);
    for (const accused of [duty, dutyLeader, person('秘书长', 'gov_office', 'leader')]) {
      const lines = (await linesFor(accused, 'cyberspace')).join();
      expect(lines).not.toContain(TITLE);
      expect(lines).toContain('沙河镇化工厂爆炸');
      expect((await linesFor(accused, 'gov_office')).join()).not.toContain(TITLE);
    }
  });

  it('accused only later, it reads the line no more, and signs without it', async () => {
    const event = graveEvent('2026-03-10 17:35', { title: '山体滑坡掩埋道路' });
    await story.tell(event);
    await story.until('2026-03-10 17:50');
    await story.responder.duty.writeHandover({ unit: 'gov_office' }, dutyLeader);
    expect((await linesFor(duty, 'gov_office')).join()).toContain('山体滑坡掩埋道路');
    const accused = [{ id: 'gov_office', name: '市政府办公室' }];
    await story.tell({ ...event, revision: event.revision + 1, accused });
    expect((await linesFor(duty, 'gov_office')).join()).not.toContain('山体滑坡掩埋道路');
  });
});
