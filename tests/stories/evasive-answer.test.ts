import { afterEach, describe, expect, it } from 'vitest';
import type { AsksDesk } from '../../responder/index.ts';
import { author, head, releaseRoom } from '../harness/release-desk.ts';
import {
  anEvent,
  duty,
  graveEvent,
  isoLocal,
  responderStory,
  spokesperson,
  type ResponderStory,
} from '../harness/responder.ts';

let story: ResponderStory;
afterEach(() => story.close());

const verbs = () => story.responder.verbs;
const deskOf = <T>(id: string, name: string) => story.responder.queries.desk(duty, id, name) as Promise<T>;
const asksOf = (id: string) => deskOf<AsksDesk>(id, 'asks');
const revisionOf = async (id: string) => (await story.responder.queries.ticket(duty, id)).ticket.revision;

const EVASIVE = {
  facts: '针对网民反映的停水问题，我市高度重视，相关部门正在进一步了解情况。',
  policy: '',
  result: '下一步将进一步加强管理，尽快恢复供水。',
  factLines: [],
};
const ANSWER = '停水系3月10日6时主供水管爆裂，抢修已于3月10日18时完成，已全部恢复供水。';

describe('a draft that goes past the question', () => {
  it('J12, E04, D20: is warned before anybody signs, until each question is answered in it or left out with a reason', async () => {
    story = await responderStory('2026-03-10 12:30');
    const room = await releaseRoom(story);
    await verbs()['add-ask'](room.id, { text: '什么时候来水', main: true }, author);
    await verbs()['add-ask'](room.id, { text: '停水期间的水费怎么算' }, duty);
    const draft = await room.draft(EVASIVE);
    const line = async (id: string) => (await room.again(draft)).gate.find((one) => one.id === id)!;
    expect(await line('asks')).toEqual({
      ...{ id: 'asks', title: '群众关切逐项回应', state: 'warn', by: null, at: null },
      ...{ ofText: false, unsignable: false },
      why: '没有回答主要问题：什么时候来水；没有回答：停水期间的水费怎么算',
    });
    const empty = (await line('phrases')).why;
    for (const word of ['正在', '没有说明是哪个单位', '只表态度', '没有具体措施']) expect(empty).toContain(word);
    expect((await line('promises')).why).toContain('承诺没有时限');

    // The words that answer must stand in the draft; an edit that drops them brings the warning back.
    const { asks } = await asksOf(room.id);
    const main = { askId: asks[0]!.id, version: asks[0]!.version, draftId: draft.id };
    const answer = { ...main, passage: '抢修已于3月10日18时完成，已全部恢复供水' };
    await expect(verbs()['answer-ask'](room.id, answer, author)).rejects.toThrow('中没有这段文字');
    await verbs()['edit-release'](room.id, { draftId: draft.id, version: 1, facts: ANSWER, result: ANSWER }, author);
    await verbs()['answer-ask'](room.id, answer, author);
    const second = { askId: asks[1]!.id, version: asks[1]!.version };
    await expect(verbs()['reason-ask'](room.id, { ...second, reasonKey: 'other' }, author)).rejects.toThrow(
      '须写明理由',
    );
    await verbs()['reason-ask'](room.id, { ...second, reasonKey: 'other_body', reason: '由水务集团另行告知' }, author);
    expect(await line('asks')).toMatchObject({ state: 'ok', why: '2 项均已回答或说明' });
    expect((await line('phrases')).state).toBe('ok');
    await verbs()['edit-release'](room.id, { draftId: draft.id, version: 2, facts: '正在处理。', result: '' }, author);
    expect((await line('asks')).why).toBe('没有回答主要问题：什么时候来水（登记的答复已不在文稿中）');
  });

  it('E04: two people on one question: the second is told who was first', async () => {
    story = await responderStory('2026-03-10 12:30');
    const room = await releaseRoom(story);
    await verbs()['add-ask'](room.id, { text: '什么时候来水' }, author);
    const [ask] = (await asksOf(room.id)).asks;
    const reason = { askId: ask!.id, version: 1, reasonKey: 'answered_before' };
    await verbs()['reason-ask'](room.id, reason, author);
    await expect(verbs()['reason-ask'](room.id, reason, duty)).rejects.toThrow(/经办 已于 .*先行处理/);
  });

  it('D20: what the judgement sheet says the public asks is offered, a person takes it over', async () => {
    story = await responderStory('2026-03-10 09:00');
    const event = anEvent('2026-03-10 08:30');
    await story.tell(event);
    const { id, revision } = (await story.ticketOf(event.id)).ticket;
    const sheet = { asks: '1. 什么时候来水；2. 水费怎么算' };
    await verbs().judge(id, { revision, outcome: 'public_answer', dispositions: ['D-4'], sheet }, duty);
    expect((await asksOf(id)).asks).toEqual([]);
    expect((await asksOf(id)).suggestions.map(({ text }) => text)).toEqual(['什么时候来水', '水费怎么算']);
    await verbs()['add-ask'](id, { text: '什么时候来水', suggested: true }, spokesperson);
    const after = await asksOf(id);
    expect(after.asks).toMatchObject([{ text: '什么时候来水', suggested: true, state: 'open' }]);
    expect(after.suggestions.map(({ text }) => text)).toEqual(['水费怎么算']);
  });

  it('E08: a draft without the result of the handling is warned; a report is reviewed with the same warnings on record', async () => {
    story = await responderStory('2026-03-10 12:30');
    const room = await releaseRoom(story);
    const draft = await room.draft({ result: '' });
    expect(draft.gate.find(({ id }) => id === 'complete')).toMatchObject({ state: 'warn', why: '缺处置结果' });
    const act = async (verb: 'accept' | 'start') =>
      verbs()[verb](room.id, { revision: await revisionOf(room.id) }, author);
    await act('accept');
    await act('start');
    const report = { facts: '主管爆裂', measures: '抢修', draft: '我市高度重视，正在了解情况。' };
    await verbs().report(room.id, { revision: await revisionOf(room.id), ...report }, author);
    const shown = (await asksOf(room.id)).drafts.find(({ id }) => id === null)!;
    expect(shown.findings.find(({ id }) => id === 'complete')!.why).toContain('缺处置结果');
    await verbs().review(room.id, { revision: await revisionOf(room.id), approve: true }, head);
    const last = (await room.timeline()).at(-1)!;
    expect(last).toContain('审核通过（提示：群众关切逐项回应：尚未列出群众关切的问题');
    expect(last).toContain('缺处置结果');
  });
});

describe('what we say now against what we said before', () => {
  const explosion = () =>
    graveEvent('2026-03-10 09:40', {
      departments: [],
      facts: {},
      level: { low: null, high: null, rule: null, status: 'none' },
    });
  const firstSaid = async (id: string) =>
    verbs()['record-release'](
      id,
      {
        ...{ revision: await revisionOf(id), kind: 'first_information', at: isoLocal('2026-03-10 12:00') },
        ...{ title: '云山县某化工厂爆炸情况通报', channel: '微博', url: 'https://weibo.example.cn/1' },
        text: '3月10日8时30分，云山县一化工厂发生爆炸，造成2人受伤。预计3月12日18时恢复供水。',
      },
      spokesperson,
    );
  const NOW = {
    facts: '3月10日8时30分发生的爆炸造成1人受伤。',
    result: '预计3月15日18时恢复供水。',
    factLines: [
      { statement: '1人受伤', asOf: isoLocal('2026-03-11 09:00'), source: '县医院', approvedBy: '应急管理局负责人' },
    ],
  };

  it('H08, D42: "2人受伤" then "1人受伤" and a date moved back stop the release, with both sentences, until a person explains', async () => {
    story = await responderStory('2026-03-10 12:30');
    const room = await releaseRoom(story, explosion());
    await firstSaid(room.id);
    await story.until('2026-03-11 09:30');
    const draft = await room.through(await room.draft(NOW));
    const line = draft.gate.find(({ id }) => id === 'consistency')!;
    expect(line.state).toBe('stop');
    expect(line.why).toContain('造成2人受伤');
    expect(line.why).toContain('造成1人受伤');
    expect(line.why).toContain('时间后移');
    const hype = draft.gate.find(({ id }) => id === 'hype')!;
    expect(hype).toMatchObject({ state: 'warn', why: expect.stringContaining('与此前发布有2处不一致') });
    const publish = { draftId: draft.id, version: draft.version };
    await expect(verbs()['publish-release'](room.id, publish, author)).rejects.toThrow('与此前发布一致');

    const { differences } = (await asksOf(room.id)).drafts[0]!;
    expect(differences).toHaveLength(2);
    const mine = { key: differences[0]!.key, reason: '我写的没有错' };
    await expect(verbs()['explain-difference'](room.id, mine, author)).rejects.toThrow('由拟稿人以外的人说明');
    for (const { key } of differences)
      await verbs()['explain-difference'](room.id, { key, reason: '经医院复核，1人为误登' }, spokesperson);
    expect((await room.again(draft)).gate.find(({ id }) => id === 'consistency')!.state).toBe('ok');
    const { explanations } = await asksOf(room.id);
    expect(explanations.map(({ reason, by }) => [reason, by])).toEqual(
      differences.map(() => ['经医院复核，1人为误登', '新闻发言人']),
    );
    const again = { key: differences[0]!.key, reason: '再说明一次' };
    await expect(verbs()['explain-difference'](room.id, again, spokesperson)).rejects.toThrow('没有这一处不一致');
  });

  it('facts fast, causes with care: a cause is flagged until the conclusion of the investigation is on record', async () => {
    story = await responderStory('2026-03-10 12:30');
    const room = await releaseRoom(story, explosion());
    const draft = await room.draft({ facts: '爆炸系操作不当所致。' });
    const cause = async () => (await room.again(draft)).gate.find(({ id }) => id === 'cause')!;
    expect(await cause()).toMatchObject({ state: 'warn', why: expect.stringContaining('没有登记调查结论') });
    const conclusion = {
      ...{ body: '云山县政府事故调查组', paper: '云政复〔2026〕5号', concludedOn: '2026-03-10' },
      conclusion: '操作人员违反操作规程',
    };
    const early = { ...conclusion, concludedOn: '2026-03-11' };
    await expect(verbs()['conclude-investigation'](room.id, early, duty)).rejects.toThrow('不得晚于今天');
    await verbs()['conclude-investigation'](room.id, conclusion, duty);
    expect((await cause()).state).toBe('ok');
  });

  it('J12: the same sentence as in the answer to somebody else is told with where', async () => {
    story = await responderStory('2026-03-10 12:30');
    const copied = '经现场检查，该小区二次供水设施运行正常，水质检测结果符合国家生活饮用水卫生标准。';
    const other = await releaseRoom(story, anEvent('2026-03-10 08:00'));
    const release = {
      kind: 'reply',
      at: isoLocal('2026-03-10 12:00'),
      title: '关于水质的答复',
      channel: '12345',
    } as const;
    const url = 'https://www.example.gov.cn/1';
    await verbs()['record-release'](
      other.id,
      { revision: await revisionOf(other.id), ...release, url, text: copied },
      duty,
    );
    const room = await releaseRoom(story);
    const draft = await room.draft({ facts: `3月10日停水200户。${copied}` });
    expect(draft.gate.find(({ id }) => id === 'phrases')!.why).toContain('与《关于水质的答复》（舆交〔2026〕');
  });
});
