import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import { author, head, releaseRoom, type ReleaseRoom } from '../harness/release-desk.ts';
import {
  anEvent,
  duty,
  graveEvent,
  handlerOf,
  isoLocal,
  person,
  responderStory,
  secondDuty,
  spokesperson,
  type ResponderStory,
} from '../harness/responder.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 12:30');
});
afterAll(() => story.close());

const register = (
  unit: string,
  post: 'head' | 'spokesperson' | 'deputy',
  who: { id: string; name: string },
  title: string,
) => story.responder.speakers.set({ unit, post, personId: who.id, name: who.name, title }, spokesperson);
const lineOf = async (unit: string) =>
  (await story.responder.queries.speakers(duty)).find((one) => one.unit.id === unit)!;
async function reply(room: ReleaseRoom, by: typeof author) {
  const { revision } = (await story.responder.queries.ticket(duty, room.id)).ticket;
  const fact = { kind: 'reply' as const, at: isoLocal('2026-03-10 12:30'), title: '答复诉求人', channel: '电话' };
  const proofs = [{ kind: 'text' as const, value: '通话记录', outside: false }];
  return story.responder.verbs['record-release'](room.id, { revision, ...fact, proofs }, by);
}
/** Called, held, with everything a conference must bring, and confirmed by a second person. */
async function conference(room: ReleaseRoom, speaker: { name: string; title: string }) {
  const { verbs, queries } = story.responder;
  const revision = async () => (await queries.ticket(duty, room.id)).ticket.revision;
  const proofs = [
    { kind: 'transcript' as const, value: '文字实录', outside: false },
    { kind: 'link' as const, value: 'https://news.example.cn/live/1', outside: true },
  ];
  const fact = { startedAt: isoLocal('2026-03-10 12:20'), title: '事故新闻发布会', place: '市政府新闻发布厅', proofs };
  await verbs['record-conference'](
    room.id,
    { ...fact, speaker: speaker.name, speakerPost: speaker.title, revision: await revision() },
    spokesperson,
  );
  const held = (await queries.ticket(duty, room.id)).releases.find(({ needsConfirmation }) => needsConfirmation)!;
  await verbs['confirm-release'](room.id, { releaseId: held.id, revision: await revision() }, secondDuty);
}
const ofLevel = async (level: 'I' | 'II' | 'III', changes: Partial<EventSnapshot> = {}) => {
  const room = await releaseRoom(story, graveEvent('2026-03-10 11:00', { departments: [], ...changes }));
  const { revision } = (await story.responder.queries.ticket(duty, room.id)).ticket;
  await story.responder.verbs['set-level'](room.id, { revision, level, stage: 'duty', reason: '据通报' }, duty);
  return room;
};

describe('who speaks for a unit', () => {
  it('H09: a unit without spokesperson is flagged, on the register, at the desk and on its reply', async () => {
    const room = await releaseRoom(story);
    expect(await lineOf('water_company')).toMatchObject({ none: true, hasHead: false });
    // Bodies above the city keep registers of their own.
    expect(await lineOf('province_tax')).toBeUndefined();
    expect((await room.desk()).noSpokesperson).toBe(true);
    await reply(room, author);
    expect((await room.timeline()).at(-1)).toContain('（本单位尚未登记网络发言人）');
  });

  it('H09: where there is a list, a reply by somebody who is not on it is refused; the listed one replies in the name of the unit', async () => {
    const room = await releaseRoom(story, anEvent('2026-03-10 10:30'));
    const deputy = person('网络发言人', 'water_company', 'handler');
    await register('water_company', 'deputy', deputy, '办公室副主任');
    await expect(reply(room, author)).rejects.toThrow(
      '您不在本单位网络发言人名单内，不能以单位名义答复；名单：网络发言人',
    );
    const view = await reply(room, deputy);
    expect(view.revision).toBeGreaterThan(0);
    expect((await room.timeline()).at(-1)).not.toContain('尚未登记');
    const row = await story.kernel.db
      .selectFrom('responder_releases')
      .select('unit')
      .where('ticket_id', '=', room.id)
      .executeTakeFirst();
    expect(row).toEqual({ unit: 'water_company' });
    // Its clock is the ticket's own: the 48 hours have met their answer.
    expect(view.clocks.find(({ rule }) => rule === 'N-03')!.state).toBe('met');
    const { speakers } = await lineOf('water_company');
    await story.responder.speakers.end(speakers[0]!.id, spokesperson);
    expect((await lineOf('water_company')).none).toBe(true);
  });

  it('the register is kept by press office, lead body or the own head, and one head follows another', async () => {
    const mine = { unit: 'water_company', post: 'head' as const, personId: head.id, name: head.name, title: '董事长' };
    await expect(story.responder.speakers.set(mine, author)).rejects.toThrow(
      '只有新闻办、牵头单位或江城水务集团负责人可以登记',
    );
    await expect(story.responder.speakers.set(mine, handlerOf('education'))).rejects.toThrow('可以登记');
    await story.responder.speakers.set({ ...mine, personId: 'old', name: '前任', title: '董事长' }, head);
    await story.responder.speakers.set(mine, head);
    expect((await lineOf('water_company')).speakers.map(({ name, post }) => [name, post])).toEqual([
      ['负责人', 'head'],
    ]);
  });
});

describe('the head of the unit', () => {
  it('E10: at Ⅰ and Ⅱ is the default speaker of the conference, at Ⅲ nobody is prefilled', async () => {
    await register('water_company', 'head', head, '江城水务集团董事长');
    expect((await (await ofLevel('I')).desk()).defaultSpeaker).toEqual({
      ...{ name: head.name, title: '江城水务集团董事长' },
      unit: { id: 'water_company', name: '江城水务集团' },
    });
    expect((await (await ofLevel('II')).desk()).defaultSpeaker).toMatchObject({ name: head.name });
    expect(
      (await (await ofLevel('III', { level: { low: 'III', high: 'III', rule: null, status: 'suggested' } })).desk())
        .defaultSpeaker,
    ).toBeNull();
  });

  it('J13: so it is in a grave matter of public health, and a unit without registered head is told so', async () => {
    const room = await ofLevel('II', { kind: 'food', topic: 'food_drug_safety', title: '某校食堂100余人食物中毒' });
    expect((await room.desk()).defaultSpeaker).toMatchObject({ name: head.name });
    const { id } = (await lineOf('water_company')).speakers.find(({ post }) => post === 'head')!;
    await story.responder.speakers.end(id, duty);
    expect(await room.desk()).toMatchObject({ defaultSpeaker: null, headMissing: true });
    await register('water_company', 'head', head, '江城水务集团董事长');
  });

  it('H22: is counted by who really spoke; a head who never did stands there with zero', async () => {
    await register('emergency', 'head', person('应急局长', 'emergency', 'unit_head'), '市应急管理局局长');
    const before = (await lineOf('water_company')).speakers.find(({ post }) => post === 'head')!.spoke.conferences;
    const room = await ofLevel('II');
    await conference(room, { name: head.name, title: '江城水务集团董事长' });
    const other = await ofLevel('II');
    await conference(other, { name: '副总经理', title: '江城水务集团副总经理' });
    expect((await lineOf('water_company')).speakers.find(({ post }) => post === 'head')!.spoke).toEqual({
      conferences: before + 1,
      interviews: 0,
    });
    expect((await lineOf('emergency')).speakers).toMatchObject([
      { name: '应急局长', spoke: { conferences: 0, interviews: 0 } },
    ]);
  });

  it('H23: an appearance has kind, date, topic and link; without the link it is refused', async () => {
    const interview = {
      ...{ unit: 'emergency', personId: 'emergency:应急局长', name: '应急局长', kind: 'interview' as const },
      ...{ at: isoLocal('2026-03-09 19:00'), topic: '汛期安全', link: 'https://tv.example.cn/1' },
    };
    await expect(story.responder.speakers.appear({ ...interview, link: '' }, spokesperson)).rejects.toThrow(
      '须为 http:// 或 https:// 开头的网址',
    );
    await expect(
      story.responder.speakers.appear({ ...interview, at: isoLocal('2027-01-01 00:00') }, spokesperson),
    ).rejects.toThrow('参加时间不能晚于现在');
    await story.responder.speakers.appear(interview, spokesperson);
    const line = await lineOf('emergency');
    expect(line.appearances).toMatchObject([
      { kind: 'interview', topic: '汛期安全', link: 'https://tv.example.cn/1', at: interview.at },
    ]);
    expect(line.speakers[0]!.spoke).toEqual({ conferences: 0, interviews: 1 });
  });

  it('经批准未召开 closes the matter and is shown as not held, with the approver', async () => {
    const room = await ofLevel('II');
    const { verbs, queries } = story.responder;
    await reply(room, { ...duty, unitId: 'press_office', id: 'press', roles: ['spokesperson'] });
    const judged = {
      outcome: 'public_answer' as const,
      dispositions: ['D-4' as const],
      verification: 'true' as const,
      reason: '重大',
    };
    const before = (await queries.ticket(duty, room.id)).ticket.revision;
    const { revision } = await verbs.judge(room.id, { revision: before, ...judged }, duty);
    const publicly = {
      kind: 'first_information' as const,
      at: isoLocal('2026-03-10 12:30'),
      title: '通报',
      channel: '网站',
      url: 'https://www.example.gov.cn/9',
    };
    const view = await verbs['record-release'](room.id, { revision, ...publicly }, spokesperson);
    const approved = { by: '省政府新闻办', at: isoLocal('2026-03-10 11:40'), paper: '会议纪要第7号' };
    const closed = await verbs.close(
      room.id,
      { revision: view.revision, conclusion: '已办结', notHeld: approved },
      duty,
    );
    expect(closed.clocks.find(({ rule }) => rule === 'N-02')!.state).toBe('ended');
    const { releases, timeline, times } = await queries.ticket(duty, room.id);
    expect(releases.some(({ kind }) => kind === 'conference')).toBe(false);
    expect(times['conferenceAt']).toBeNull();
    expect(timeline.at(-1)!.data['notHeld']).toBe('省政府新闻办 3月10日11:40批准，会议纪要第7号');
  });
});
