import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duty, responderStory, type ResponderStory } from '../harness/responder.ts';
import { author, releaseRoom } from '../harness/release-desk.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 12:30');
});
afterAll(() => story.close());
const verbs = () => story.responder.verbs;

describe('two at one draft', () => {
  it('of two who send it up at once one learns that the other did, and nobody drops what he has not read', async () => {
    const room = await releaseRoom(story);
    const draft = await room.draft();
    const at = { draftId: draft.id, version: 1 };
    const sent = await Promise.allSettled([author, duty].map((one) => verbs()['submit-release'](room.id, at, one)));
    const [lost, ...none] = sent.filter((one) => one.status === 'rejected');
    expect(none).toEqual([]);
    const winner = sent[0]!.status === 'fulfilled' ? author : duty;
    expect(lost!.reason).toMatchObject({ code: 'illegal_move', details: { current: { by: winner.name } } });
    expect(String(lost!.reason)).toContain(`${winner.name} 已于`);
    await verbs()['edit-release'](room.id, { ...at, title: '关于恢复供水的通报' }, author);
    await expect(verbs()['drop-release'](room.id, { ...at, reason: '重复' }, duty)).rejects.toMatchObject({
      code: 'conflict',
      details: { current: { version: 2, by: author.name } },
    });
  });
});
