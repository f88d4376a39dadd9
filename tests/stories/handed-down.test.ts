import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import {
  duty,
  dutyLeader,
  handlerOf,
  headOf,
  leader,
  responderStory,
  secondDuty,
  spokesperson,
  supervisor,
  type ResponderStory,
} from '../harness/responder.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 09:00');
  await story.kernel.jobs.unschedule('responder.sweep', 'every-second');
});
afterAll(() => story.close());

const { act, detail, at, dispatched, handled, open } = ticketActs(() => story);
const reportClock = async (id: string) => (await detail(id)).clocks.find(({ rule }) => rule.startsWith('L-07'))!;

describe('an order that sat 40 hours in a district and reached the town with two left', () => {
  it('is the district’s lateness; the town reports, the district reviews', async () => {
    await at('2026-03-11 09:00');
    const opinion: EventSnapshot['opinion'] = { colour: 'blue', score: 20, parts: [], floors: [] };
    const { id } = await handled('2026-03-11 09:00', 'chengdong', { opinion, upperRequest: true, topic: 'utilities' });
    const clock = await reportClock(id);
    const due = new Date(clock.dueAt);
    const hoursBefore = (hours: number) => new Date(due.getTime() - hours * 3_600_000);
    await story.time.advanceTo(hoursBefore(2));
    const [district, town] = [handlerOf('chengdong'), handlerOf('heping_street')];
    await expect(act(id, 'pass-down', { to: 'xinhua_street', requirement: '入户告知' }, district)).rejects.toThrow(
      '不是本单位的下级单位',
    );
    const down = { to: 'heping_street', requirement: '入户告知' };
    // A third of the time was the district's own; later it has to say why, and the coordinating office agrees.
    await expect(act(id, 'pass-down', down, district)).rejects.toThrow('每级自留时间不超过反馈期限的三分之一');
    await act(id, 'request-pass-down', { to: 'heping_street', reason: '现场情况复杂，须街道入户' }, district);
    await act(id, 'consent-pass-down', { reason: '同意，时限不变' }, duty);
    await act(id, 'pass-down', down, district);
    let view = await detail(id);
    expect(view.ticket).toMatchObject({ state: 'dispatched', lead: { id: 'heping_street' } });
    expect(view.timeline.at(-1)!.text).toMatch(/距反馈期限2小时，超过本级应转派时间\d+小时，经牵头单位同意/);
    // The chain of those told begins anew with the town's own people.
    await story.responder.sweep();
    expect((await detail(id)).timeline.some(({ data }) => String(data['to']).includes('handler@heping_street'))).toBe(
      true,
    );
    await act(id, 'accept', {}, town);
    await act(id, 'start', {}, town);
    await story.time.advanceTo(new Date(due.getTime() + 3 * 3_600_000));
    await story.responder.sweep();
    await act(id, 'report', { facts: '已逐户告知', measures: '张贴公告', result: '完成' }, town);
    view = await detail(id);
    expect(view.hops.map(({ unit, lateSeconds }) => [unit.id, lateSeconds])).toEqual([
      ['chengdong', 3 * 3600],
      ['heping_street', 0],
    ]);
    expect(view.hops[0]!.usedSeconds).toBeGreaterThanOrEqual(40 * 3600);
    await expect(act(id, 'review', { approve: true }, headOf('heping_street'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await act(id, 'review', { approve: true }, headOf('chengdong'))).state).toBe('reviewed');
  });

  it('a county duty that no list gives to the town needs the consent of the coordinating office', async () => {
    await at('2026-03-16 09:00');
    const { id } = await handled('2026-03-16 08:50', 'chengdong', { topic: 'education' });
    const down = { to: 'heping_street', requirement: '处理学位问题' };
    const [district, town] = [handlerOf('chengdong'), handlerOf('heping_street')];
    await expect(act(id, 'pass-down', down, district)).rejects.toThrow('县级职责不得转由镇街办理');
    const consent = { reason: '街道承担专项任务' };
    // Nothing is agreed to that nobody asked for, and nobody agrees to his own request.
    await expect(act(id, 'consent-pass-down', consent, duty)).rejects.toThrow('没有待批的转派申请');
    await act(id, 'request-pass-down', { to: 'heping_street', reason: '街道有专项任务' }, district);
    await expect(act(id, 'consent-pass-down', consent, district)).rejects.toMatchObject({ code: 'forbidden' });
    await act(id, 'refuse-pass-down', { reason: '请先由区级核实' }, duty);
    await expect(act(id, 'pass-down', down, district)).rejects.toThrow('县级职责不得转由镇街办理');
    await act(id, 'request-pass-down', { to: 'heping_street', reason: '已核实，须街道入户' }, district);
    await act(id, 'consent-pass-down', consent, duty);
    expect((await detail(id)).passDownRequest).toBeNull();
    await act(id, 'pass-down', down, district);
    // The town may send it back: to the district, not to the city.
    const back = { reason: 'not_our_duty', explanation: '不在街道履职清单内' };
    expect(await act(id, 'return', back, town)).toMatchObject({ state: 'dispatched', lead: { id: 'chengdong' } });
    await act(id, 'accept', {}, district);
    await expect(act(id, 'pass-down', down, district)).rejects.toThrow('县级职责不得');
    // A department below the district is no town: the district's own line.
    await act(id, 'pass-down', { to: 'chengdong_education', requirement: '核实学位' }, district);
    expect((await detail(id)).ticket.lead).toMatchObject({ id: 'chengdong_education' });
    expect((await story.responder.queries.ticket(district, id)).ticket.flags).toContain('passed_down');
  });
});

describe('an order that went from the bureau to the district and on to the town', () => {
  it('comes back the same way: each unit reviews in turn, a return goes back one level', async () => {
    await at('2026-03-16 09:00');
    const opinion: EventSnapshot['opinion'] = { colour: 'blue', score: 20, parts: [], floors: [] };
    const { id } = await handled('2026-03-16 08:50', 'city_gov', { opinion, upperRequest: true, topic: 'utilities' });
    const [city, district, town] = ['city_gov', 'chengdong', 'heping_street'].map(handlerOf) as [Actor, Actor, Actor];
    await act(id, 'pass-down', { to: 'chengdong', requirement: '请组织核实' }, city);
    await act(id, 'accept', {}, district);
    await act(id, 'pass-down', { to: 'heping_street', requirement: '入户告知' }, district);
    await act(id, 'accept', {}, town);
    await act(id, 'start', {}, town);
    const report = { facts: '已逐户告知', measures: '张贴公告', result: '完成' };
    await act(id, 'report', report, town);
    // The city does not review over the head of the district.
    await expect(act(id, 'review', { approve: true }, headOf('city_gov'))).rejects.toMatchObject({ code: 'forbidden' });
    await story.time.advance(2 * 3_600_000);
    expect((await act(id, 'review', { approve: true }, headOf('chengdong'))).state).toBe('reported');
    expect((await detail(id)).timeline.at(-1)!.text).toBe('城东区人民政府审核通过，报江城市人民政府审核');
    await expect(act(id, 'review', { approve: true }, headOf('chengdong'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await story.time.advance(3_600_000);
    const note = '请补充停水户数';
    expect((await act(id, 'review', { approve: false, note }, headOf('city_gov'))).state).toBe('reported');
    expect((await act(id, 'review', { approve: false, note }, headOf('chengdong'))).state).toBe('handling');
    await act(id, 'report', { ...report, facts: '已逐户告知，涉及12户' }, town);
    await act(id, 'review', { approve: true }, headOf('chengdong'));
    expect((await act(id, 'review', { approve: true }, headOf('city_gov'))).state).toBe('reviewed');
    const { hops } = await detail(id);
    expect(hops.map(({ unit, reviewSeconds }) => [unit.id, reviewSeconds])).toEqual([
      ['city_gov', 3600],
      ['chengdong', 2 * 3600],
      ['heping_street', 0],
    ]);
  });
});

describe('pressed and listed', () => {
  it('H15, H20: unsigned → reminder → 督办单 drafted → issued by a person of a lead body, each once, and by nobody else', async () => {
    await at('2026-03-17 09:00');
    const { id } = await dispatched('2026-03-17 08:50', 'water_company', {
      opinion: { colour: 'orange', score: 65, parts: [], floors: [] },
    });
    for (const time of ['09:00', '09:10', '09:20', '09:30', '10:30', '12:00', '13:35', '13:36', '14:00'])
      await at(`2026-03-17 ${time}`);
    const { drafts, timeline } = await detail(id);
    const signing = drafts.filter(({ reason }) => reason.includes('签收'));
    expect(signing.map(({ kind }) => kind).sort()).toEqual(['supervise', 'urge']);
    const [urge, supervise] = ['urge', 'supervise'].map((kind) => signing.find((draft) => draft.kind === kind)!);
    const ladder = timeline
      .filter(({ text }) => text.includes('签收') && text.includes('逾期升级'))
      .map(({ text }) => text);
    expect(new Set(ladder).size).toBe(ladder.length);
    await expect(act(id, 'issue-draft', { draftId: urge!.id }, handlerOf('water_company'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await act(id, 'drop-draft', { draftId: urge!.id, reason: '已发督办单' }, duty);
    for (const other of [supervisor, leader, headOf('water_company'), spokesperson])
      await expect(act(id, 'issue-draft', { draftId: supervise!.id }, other)).rejects.toMatchObject({
        code: 'forbidden',
      });
    const issued = await act(id, 'issue-draft', { draftId: supervise!.id, requirement: '一小时内签收' }, secondDuty);
    expect(issued.flags).toContain('supervised');
    await expect(act(id, 'issue-draft', { draftId: supervise!.id }, duty)).rejects.toThrow('该文稿已签发');
    const after = await detail(id);
    expect(after.timeline.at(-1)).toMatchObject({ kind: 'supervised' });
    expect(after.timeline.at(-1)!.data['issuer']).toBe('cyberspace');
    expect(after.timeline.at(-1)!.text).toMatch(/^签发督办督办〔2026〕1号，发江城水务集团/);
    const inbox = (await story.responder.queries.notifications(headOf('water_company'), { limit: 200 })).items;
    expect(inbox.filter((row) => row.text.includes('督办〔2026〕1号'))).toHaveLength(1);
  });

  it('挂牌督办 ends with its result', async () => {
    const { id } = await handled('2026-03-17 13:50', 'water_company');
    const past = { reason: '久拖不决', until: '2026-01-01T09:00:00+08:00' };
    await expect(act(id, 'list', past, dutyLeader)).rejects.toThrow('期限须晚于现在');
    await act(id, 'list', { reason: '久拖不决' }, dutyLeader);
    await expect(act(id, 'list', { reason: '久拖不决' }, dutyLeader)).rejects.toThrow('已挂牌督办');
    await act(id, 'supervise', { reason: '进展缓慢', requirement: '每日报告' }, dutyLeader);
    const told = (await story.responder.queries.notifications(headOf('water_company'))).items.map(({ text }) => text);
    expect(told.join()).toContain('挂牌督办：久拖不决');
    expect(told.join()).toContain('督办：进展缓慢；要求：每日报告');
    // Nobody closes over what another still owes without being told.
    expect((await detail(id)).closing?.told).toContain('“核实情况反馈”未完成，办结后不再计时');
    const nobodys = await open('2026-03-17 13:50');
    await expect(act(nobodys.id, 'list', { reason: '久拖不决' }, dutyLeader)).rejects.toThrow(
      '尚未交办，没有可挂牌督办的单位',
    );
    await story.time.advance(3 * 86_400_000);
    const done = { result: '管网改造完成，水压达标' };
    await expect(act(id, 'unlist', done, supervisor)).rejects.toMatchObject({ code: 'forbidden' });
    const view = await act(id, 'unlist', done, dutyLeader);
    expect(view.flags).not.toContain('listed');
    expect((await detail(id)).timeline.at(-1)).toMatchObject({ text: '解除挂牌督办（挂牌3天）' });
    await expect(act(id, 'unlist', { result: '管网改造完成' }, secondDuty)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('nobody answered in time', () => {
  it('H17: the lead names who spent the time, each with its seconds, not who held the clock at the end', async () => {
    await at('2026-03-23 09:00');
    const { id } = await handled('2026-03-23 09:00', 'chengdong', { topic: 'utilities' });
    await at('2026-03-23 15:00');
    await act(id, 'pass-down', { to: 'heping_street', requirement: '入户告知' }, handlerOf('chengdong'));
    await at('2026-03-23 19:00');
    await act(id, 'accept', {}, handlerOf('heping_street'));
    await act(id, 'start', {}, handlerOf('heping_street'));
    await act(id, 'report', { facts: '已逐户告知', measures: '张贴公告' }, handlerOf('heping_street'));
    await at('2026-03-25 10:00');
    const leads = await story.responder.queries.accountability(supervisor);
    const lead = leads.find(({ ticketId, rule }) => ticketId === id && rule === 'N-03')!;
    expect(lead.unit!.id).toBe('chengdong');
    expect(lead.spent.map(({ unit, seconds }) => [unit.id, seconds / 3600])).toEqual([
      ['chengdong', 44],
      ['heping_street', 4],
    ]);
    expect(lead.why).toContain('；用时：城东区人民政府44小时、和平街道办事处4小时');
  });
});
