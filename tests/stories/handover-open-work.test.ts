import { afterAll, beforeAll, expect, it } from 'vitest';
import { duty, graveEvent, responderStory, type ResponderStory } from '../harness/responder.ts';
import { releaseRoom } from '../harness/release-desk.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-11 12:00');
});
afterAll(() => story.close());

it('D31: a sheet hands over what is begun and not ended: coming deadlines, an open room, a report upward', async () => {
  const { verbs, duty: desk } = story.responder;
  const { id } = await releaseRoom(story, graveEvent('2026-03-11 11:50'));
  await verbs['open-room'](id, { question: '伤亡数字以谁为准', units: ['emergency'], reason: '核定伤亡' }, duty);
  await verbs['draft-upward'](id, {}, duty);
  await desk.writeHandover({ unit: 'gov_office' }, duty);
  const [sheet] = (await desk.handovers(duty, { unit: 'gov_office' })).items;
  const lines = sheet!.lines.filter((line) => line.ticketId === id);
  expect(lines.map((line) => [line.kind, line.text.split('》')[1]])).toEqual(
    expect.arrayContaining([
      ['deadline', expect.stringMatching(/“签收”3月11日12:15、.*“首次发布权威信息”.*3月11日16:50.*到期$/)],
      ['upward', '快报已起草，待报送'],
      ['room', '3月11日12:00起会商，尚未结束'],
    ]),
  );
  // One line a matter and kind, however many deadlines it has.
  expect(lines.filter((line) => line.kind === 'deadline')).toHaveLength(1);
  // The room is open to its members; the sheet says only that there is one.
  expect(JSON.stringify(sheet)).not.toContain('伤亡数字以谁为准');
});
