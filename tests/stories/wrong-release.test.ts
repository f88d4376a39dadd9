import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketView } from '../../responder/index.ts';
import { author, head, judgedFit, releaseRoom, type ReleaseRoom } from '../harness/release-desk.ts';
import {
  anEvent,
  duty,
  dutyLeader,
  graveEvent,
  handlerOf,
  isoLocal,
  responderStory,
  spokesperson,
  type ResponderStory,
} from '../harness/responder.ts';

/**
 * An explosion on 10 March. The first release of the afternoon gives a wrong number of injured; two hours later it is put right on the same
 * channel, and both stay readable side by side. A second text is taken down altogether.
 */
let story: ResponderStory;
let room: ReleaseRoom;
beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00');
  const event = graveEvent('2026-03-10 09:40', { occurred: '2026-03-10 08:30', departments: [] });
  room = await releaseRoom(story, event);
});
afterAll(() => story.close());

const verbs = () => story.responder.verbs;
const injured = (count: number, at: string) => ({
  title: '云山县化工厂爆炸事故情况通报（第一次）',
  facts: `截至目前事故造成11人死亡、${count}人受伤。`,
  policy: '依据《生产安全事故报告和调查处理条例》公布。',
  result: '搜救正在进行。',
  factLines: [
    { statement: '11人死亡', asOf: isoLocal(at), source: '现场指挥部', approvedBy: '总指挥' },
    { statement: `${count}人受伤`, asOf: isoLocal(at), source: '卫健委收治台账', approvedBy: '总指挥' },
  ],
});
/** As at Ⅱ: unit, press office, leader sign one after the other; a fourth person looks at secrecy. */
async function signed(draftId: string, version = 1): Promise<void> {
  const at = { draftId, version };
  await verbs()['judge-release'](room.id, { ...at, judgements: judgedFit() }, duty);
  await verbs()['submit-release'](room.id, at, author);
  for (const person of [head, spokesperson, dutyLeader])
    await verbs()['approve-release'](room.id, { ...at, approve: true }, person);
  await verbs()['review-secrecy'](room.id, { ...at, approve: true }, duty);
  await verbs()['publish-release'](room.id, at, author);
}
const clock = (view: TicketView, rule: string) => view.clocks.find((one) => one.rule === rule)!;
const wayOf = async (draftId: string) => (await room.desk()).drafts.find(({ id }) => id === draftId)!.dispatches[0]!;

describe('a wrong release', () => {
  it('11:00 is signed by all: to sign is no publication, the five hours go on', async () => {
    const { ticket } = await story.responder.queries.ticket(duty, room.id);
    await verbs()['keep-provisional'](room.id, { revision: ticket.revision }, duty);
    await story.until('2026-03-10 11:00');
    const draft = await room.draft({ ...injured(37, '2026-03-10 10:30'), channels: ['weibo'] });
    await signed(draft.id);
    expect(await wayOf(draft.id)).toMatchObject({ state: 'by_hand', title: '微博', url: null });
    const now = await story.responder.queries.ticket(duty, room.id);
    expect(now.clocks.find(({ rule }) => rule === 'N-01')).toMatchObject({ state: 'running', provisional: false });
    expect((await story.responder.queries.notifications(spokesperson)).items[0]!.text).toContain('待在微博发布');
  });

  it('11:20 stands on 微博: only now, with its link, the first release is a fact and stops the five hours', async () => {
    await story.until('2026-03-10 11:30');
    const [draft] = (await room.desk()).drafts;
    const way = await wayOf(draft!.id);
    const fact = { dispatchId: way.id, at: isoLocal('2026-03-10 11:20') };
    await expect(verbs()['confirm-channel'](room.id, fact, spokesperson)).rejects.toThrow('须附发布链接或其他证明');
    const early = { ...fact, at: isoLocal('2026-03-10 10:50'), url: 'https://weibo.example.cn/1' };
    await expect(verbs()['confirm-channel'](room.id, early, spokesperson)).rejects.toThrow(
      '发布时间早于交付发布的时间',
    );
    const view = await verbs()['confirm-channel'](
      room.id,
      { ...fact, url: 'https://weibo.example.cn/1' },
      spokesperson,
    );
    expect(clock(view, 'N-01')).toMatchObject({ state: 'met', stoppedAt: isoLocal('2026-03-10 11:20') });
    const { releases } = await story.responder.queries.ticket(duty, room.id);
    expect(releases[0]).toMatchObject({ matchesApproval: true, contentHash: draft!.hash, channel: '微博·江城发布' });
  });

  it('H33: 13:00 the number turns out wrong: marked, the wrong text kept as evidence, a correction drafted from it', async () => {
    await story.until('2026-03-10 13:00');
    const [wrong] = (await room.desk()).releases;
    const mark = {
      ...{ releaseId: wrong!.id, reason: '伤员重复登记，37人应为35人' },
      proofs: [{ kind: 'photo' as const, value: '11时20分微博截图', outside: false }],
    };
    await verbs()['correct-release'](room.id, mark, author);
    await expect(verbs()['correct-release'](room.id, mark, author)).rejects.toThrow('该发布已在更正');
    const desk = await room.desk();
    expect(desk.releases[0]!.standing).toBe('correcting');
    expect(desk.drafts[0]).toMatchObject({ corrects: wrong!.id, state: 'drafting', channels: ['weibo'] });
    expect(desk.drafts[0]!.facts).toContain('37人受伤');
    expect(desk.faults[0]).toMatchObject({
      ...{ manner: 'correct', reason: mark.reason, beforeProofs: mark.proofs, doneAt: null },
      before: { title: wrong!.title, url: 'https://weibo.example.cn/1', text: expect.stringContaining('37人受伤') },
    });
  });

  it('H33: the correction goes through the same gate and not past it', async () => {
    const [correction] = (await room.desk()).drafts;
    const at = { draftId: correction!.id, version: 1 };
    await expect(verbs()['publish-release'](room.id, at, author)).rejects.toThrow('尚不能发布');
    expect(correction!.title).toBe('更正：云山县化工厂爆炸事故情况通报（第一次）');
    const sent = { ...at, explanation: '请先审核' };
    await expect(verbs()['submit-release'](room.id, sent, author)).rejects.toThrow(
      '不得送审，请先修改。更正内容：与有误的原发布一字不差',
    );
    const right = { ...injured(35, '2026-03-10 13:00'), title: '关于事故受伤人数的更正' };
    await verbs()['edit-release'](room.id, { ...at, ...right }, author);
    await signed(correction!.id, 2);
  });

  it('H33: 13:40 both stand linked: 已更正, the right one, and evidence before and after', async () => {
    await story.until('2026-03-10 13:45');
    const [correction] = (await room.desk()).drafts;
    const way = await wayOf(correction!.id);
    const fact = { dispatchId: way.id, at: isoLocal('2026-03-10 13:40'), url: 'https://weibo.example.cn/2' };
    await verbs()['confirm-channel'](room.id, fact, spokesperson);
    const { releases, faults } = await room.desk();
    const [wrong, right] = releases;
    expect(wrong).toMatchObject({ standing: 'corrected', supersededBy: right!.id });
    expect(right).toMatchObject({ standing: 'standing', url: 'https://weibo.example.cn/2' });
    expect(faults[0]).toMatchObject({ afterRelease: right!.id, doneAt: isoLocal('2026-03-10 13:45') });
    expect(faults[0]!.afterProofs).toContainEqual({
      kind: 'link',
      value: 'https://weibo.example.cn/2',
      outside: false,
    });
    // Neither is held against its own publication, nor the wrong one against what put it right.
    for (const { gate } of (await room.desk()).drafts)
      expect(gate.find(({ id }) => id === 'phrases')).toMatchObject({ state: 'ok' });
    const shown = (await story.responder.queries.ticket(duty, room.id)).releases;
    expect(shown.map(({ standing }) => standing)).toEqual(['corrected', 'standing']);
    const texts = shown.map(({ text }) => text);
    expect(texts).toEqual([expect.stringContaining('37人受伤'), expect.stringContaining('35人受伤')]);
    expect(await room.timeline()).toEqual(
      expect.arrayContaining([expect.stringContaining('启动更正'), expect.stringContaining('更正发布首次权威信息')]),
    );
  });

  it('H33: what should never have been said is taken down, with proof that it is gone, and the record keeps it', async () => {
    const second = await room.draft({
      ...injured(35, '2026-03-10 13:00'),
      kind: 'follow_up',
      title: '事故续报',
      channels: ['site'],
    });
    await signed(second.id);
    const way = await wayOf(second.id);
    const published = { dispatchId: way.id, at: isoLocal('2026-03-10 13:45'), url: 'https://www.example.gov.cn/2' };
    await verbs()['confirm-channel'](room.id, published, spokesperson);
    const release = (await room.desk()).releases.find(({ title }) => title === '事故续报')!;
    const gone = { kind: 'photo' as const, value: '撤下后的页面截图', outside: false };
    const withdraw = { releaseId: release.id, reason: '误发，内容属内部口径' };
    await expect(verbs()['withdraw-release'](room.id, { ...withdraw, afterProofs: [] }, dutyLeader)).rejects.toThrow(
      '须附撤下后的证明',
    );
    await verbs()['withdraw-release'](room.id, { ...withdraw, afterProofs: [gone] }, dutyLeader);
    const desk = await room.desk();
    expect(desk.releases.find(({ id }) => id === release.id)!.standing).toBe('withdrawn');
    expect(desk.faults.at(-1)).toMatchObject({ manner: 'withdraw', afterProofs: [gone], by: dutyLeader.name });
    expect((await wayOf(second.id)).state).toBe('taken_down');
    // What was taken down does not come back through the form of its link.
    await expect(verbs()['confirm-channel'](room.id, published, spokesperson)).rejects.toThrow(
      '须重新发布的，请另起发布稿',
    );
  });
});

describe('an answer that was taken back', () => {
  const gone = { kind: 'photo' as const, value: '撤下后的页面截图', outside: false };
  const answered = async () => {
    const other = await releaseRoom(story);
    const { ticket } = await story.responder.queries.ticket(duty, other.id);
    const fact = {
      ...{ kind: 'first_information' as const, at: story.time.now().toISOString(), title: '通报', channel: '政府网站' },
      ...{ url: 'https://www.example.gov.cn/4', text: '已恢复供水。', revision: ticket.revision },
    };
    const view = await verbs()['record-release'](other.id, fact, spokesperson);
    expect(clock(view, 'N-03').state).toBe('met');
    return { other, release: (await other.desk()).releases[0]! };
  };
  const takeBack = (id: string, releaseId: string) =>
    verbs()['withdraw-release'](id, { releaseId, reason: '内容失实', afterProofs: [gone] }, dutyLeader);

  it('H33: is owed again: its deadline runs on and says why', async () => {
    const { other, release } = await answered();
    const view = await takeBack(other.id, release.id);
    expect(clock(view, 'N-03')).toMatchObject({ state: 'running', stoppedAt: null });
    // Nor does it bar or open the closing by what it once told.
    const { closing } = await story.responder.queries.ticket(duty, other.id);
    expect(closing?.gaps.join()).toContain('没有公开回应的登记');
    const { times, timeline } = await story.responder.queries.ticket(duty, other.id);
    expect(times['firstResponseAt']).toBeNull();
    expect(JSON.stringify(timeline.at(-1)!.data)).toContain('已发布内容撤回：内容失实');
  });

  it('H33: a reply to one person taken back: the result is owed again', async () => {
    const other = await releaseRoom(story, anEvent('2026-03-10 10:00', { intakeKinds: ['complaint'] }));
    const { queries } = story.responder;
    const fact = {
      ...{ kind: 'reply' as const, at: story.time.now().toISOString(), title: '答复来件人', channel: '电话' },
      ...{ proofs: [{ kind: 'text' as const, value: '通话记录', outside: true }] },
    };
    const { ticket } = await queries.ticket(duty, other.id);
    const { revision } = await verbs().accept(other.id, { revision: ticket.revision }, handlerOf('water_company'));
    const met = await verbs()['record-release'](other.id, { ...fact, revision }, handlerOf('water_company'));
    expect(clock(met, 'L-08b').state).toBe('met');
    const [release] = (await other.desk()).releases;
    const view = await takeBack(other.id, release!.id);
    expect(clock(view, 'L-08b')).toMatchObject({ state: 'running', stoppedAt: null });
  });

  it('H33: another standing release keeps it answered', async () => {
    const { other, release } = await answered();
    const { ticket } = await story.responder.queries.ticket(duty, other.id);
    const second = { kind: 'follow_up' as const, title: '续报', channel: '微博', url: 'https://weibo.example.cn/5' };
    const at = story.time.now().toISOString();
    await verbs()['record-release'](other.id, { ...second, at, revision: ticket.revision }, spokesperson);
    expect(clock(await takeBack(other.id, release.id), 'N-03').state).toBe('met');
  });

  it('H33: a correction that is given up leaves the wrong text standing, to be corrected anew or taken down, also while one is drafted', async () => {
    const { other, release } = await answered();
    const correct = () =>
      verbs()['correct-release'](other.id, { releaseId: release.id, reason: '时间有误', proofs: [] }, duty);
    await correct();
    const [draft] = (await other.desk()).drafts;
    await verbs()['drop-release'](other.id, { draftId: draft!.id, version: 1, reason: '拟改为撤下' }, duty);
    const desk = await other.desk();
    expect(desk.releases[0]!.standing).toBe('standing');
    expect(desk.faults[0]).toMatchObject({ reason: '时间有误（更正稿撤回：拟改为撤下）', afterRelease: null });
    expect(desk.faults[0]!.doneAt).not.toBeNull();
    await correct();
    expect((await other.desk()).releases[0]!.standing).toBe('correcting');
    await takeBack(other.id, release.id);
    expect((await other.desk()).releases[0]!.standing).toBe('withdrawn');
    const second = (await other.desk()).drafts.find(({ state }) => state === 'drafting')!;
    await verbs()['drop-release'](other.id, { draftId: second.id, version: 1, reason: '已撤下' }, duty);
    expect((await other.desk()).releases[0]!.standing).toBe('withdrawn');
  });

  it('H33: answers nobody: the matter cannot be closed on it', async () => {
    const other = await releaseRoom(story);
    const { queries } = story.responder;
    const revision = async () => (await queries.ticket(duty, other.id)).ticket.revision;
    const fact = {
      ...{ kind: 'first_information' as const, at: story.time.now().toISOString(), title: '通报', channel: '政府网站' },
      url: 'https://www.example.gov.cn/3',
    };
    await verbs()['record-release'](other.id, { ...fact, revision: await revision() }, spokesperson);
    const [release] = (await other.desk()).releases;
    const gone = { kind: 'photo' as const, value: '撤下后的页面截图', outside: false };
    await verbs()['withdraw-release'](
      other.id,
      { releaseId: release!.id, reason: '内容失实', afterProofs: [gone] },
      dutyLeader,
    );
    const close = verbs().close(other.id, { revision: await revision(), conclusion: '已回应' }, duty);
    await expect(close).rejects.toThrow('没有公开回应的登记');
  });

  it('H33: taken back after the deadline, it is overdue', async () => {
    const { other, release } = await answered();
    await story.until('2026-03-12 11:00');
    await takeBack(other.id, release.id);
    await story.responder.sweep();
    const late = (await story.responder.queries.ticket(duty, other.id)).clocks.filter(({ rule }) => rule === 'N-03');
    expect(late).toMatchObject([{ state: 'running', overdue: true }]);
  });
});
