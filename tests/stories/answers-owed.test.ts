import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duty, responderStory, type ResponderStory } from '../harness/responder.ts';
import { author, judgedFit, releaseRoom, head } from '../harness/release-desk.ts';
import { dutyLeader, isoLocal } from '../harness/responder.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 12:30');
});
afterAll(() => story.close());

describe('a public answer that is owed', () => {
  it('waits as a draft with the handling unit from its acceptance on, then says on the release desk what is next', async () => {
    const { verbs, queries } = story.responder;
    const room = await releaseRoom(story);
    const tasks = async () =>
      (await queries.tasks(author, { ticketId: room.id })).filter(
        ({ verb, kind }) => verb === 'draft-release' || kind === 'record-release',
      );
    const next = async () => (await tasks()).map(({ kindTitle, desk, verb }) => [kindTitle, desk, verb]);
    const revision = async () => (await queries.ticket(duty, room.id)).ticket.revision;
    expect(await next()).toEqual([]);
    await verbs.accept(room.id, { revision: await revision() }, author);
    const [owed] = await tasks();
    expect(owed).toMatchObject({ kindTitle: '待拟发布稿', desk: 'release', verb: 'draft-release' });
    const clock = (await queries.ticket(duty, room.id)).clocks.find(({ rule }) => rule === 'N-03');
    // Not the end of the 48 hours: the first point laid back from it, one wording after a day.
    expect(Date.parse(owed!.dueAt!)).toBe(Date.parse(clock!.dueAt) - 24 * 3_600_000);
    await verbs.start(room.id, { revision: await revision() }, author);
    expect(await next()).toEqual([['待拟发布稿', 'release', 'draft-release']]);

    await verbs.report(room.id, { revision: await revision(), facts: '爆管', measures: '抢修' }, author);
    await verbs.review(room.id, { revision: await revision(), approve: true }, duty);
    expect(await next()).toEqual([['待回应', 'release', 'draft-release']]);
    const draft = await room.draft();
    const at = { draftId: draft.id, version: 1 };
    expect((await tasks())[0]).toMatchObject({
      desk: 'release',
      verb: 'submit-release',
      text: `发布稿《${draft.title}》待送审`,
    });
    await verbs['judge-release'](room.id, { ...at, judgements: judgedFit() }, duty);
    await verbs['submit-release'](room.id, at, author);
    expect(await next()).toEqual([['待回应', 'release', 'publish-release']]);
    await verbs['approve-release'](room.id, { ...at, approve: true }, head);
    await verbs['review-secrecy'](room.id, { ...at, approve: true }, dutyLeader);
    await verbs['publish-release'](room.id, at, author);
    expect((await tasks())[0]).toMatchObject({
      verb: 'confirm-channel',
      text: `发布稿《${draft.title}》待在各渠道发布并登记链接`,
    });
    const [way] = (await room.again(draft)).dispatches;
    const url = 'https://www.jiangcheng.example.cn/1';
    await verbs['confirm-channel'](room.id, { dispatchId: way!.id, at: isoLocal('2026-03-10 12:30'), url }, author);
    expect(await tasks()).toEqual([]);
  });
});
