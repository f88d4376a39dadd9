import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventSnapshot } from '../../analyzer/messages.ts';
import type { JudgementDesk } from '../../responder/index.ts';
import {
  A_SHEET,
  anEvent,
  duty,
  handlerOf,
  headOf,
  isoLocal,
  responderStory,
  secondDuty,
  type ResponderStory,
} from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00', { sourceTexts: (id) => Promise.resolve(posts.get(id) ?? []) });
});
afterAll(() => story.close());

/** What was posted, by event. */
const posts = new Map<string, string[]>();
const water = handlerOf('water_company');
const acts = ticketActs(() => story);
const { act, detail } = acts;
const open = (changes: Parameters<typeof anEvent>[1] = {}) => acts.open('2026-03-10 09:40', changes);
const desk = (id: string) => acts.desk<JudgementDesk>(id, 'judgement');
const order = { lead: 'water_company', requirement: '核实并恢复供水' };
const judgement = { outcome: 'public_answer', dispositions: ['D-2'] };
const calm: EventSnapshot['opinion'] = { colour: 'blue', score: 20, parts: [], floors: [] };
const asked = { unit: '江城水务集团', post: '调度室', manner: 'phone', at: isoLocal('2026-03-10 09:55') };

describe('judged before assigned', () => {
  it('E06: an order without a judgement is refused unless it is an emergency, and the judgement is asked for afterwards', async () => {
    const { id } = await open();
    await expect(act(id, 'dispatch', order, duty)).rejects.toThrow('尚未研判，不得交办');
    await act(id, 'dispatch', { ...order, emergency: '大面积停水，先行抢修' }, duty);
    const sent = await detail(id);
    let { clocks, timeline } = sent;
    expect(timeline.at(-1)).toMatchObject({ kind: 'dispatch', reason: '大面积停水，先行抢修' });
    expect(timeline.at(-1)!.text).toContain('先交办，待补研判');
    expect(sent.ticket.flags).toContain('late_judgement');
    expect(clocks.find(({ rule }) => rule.startsWith('L-04'))).toMatchObject({ state: 'running' });
    await expect(act(id, 'close', { conclusion: '完' }, duty)).rejects.toThrow('尚未研判');
    await act(id, 'judge', judgement, duty);
    ({ clocks, timeline } = await detail(id));
    expect(timeline.at(-1)!.text).toContain('补研判');
    expect(clocks.find(({ rule }) => rule.startsWith('L-04'))).toMatchObject({ state: 'met' });
  });

  it('E06: the sheet is filled by the machine, completed by a person, and kept as it stood', async () => {
    const { id } = await open();
    const before = await desk(id);
    expect(before.draft.filter(({ requiredAt }) => requiredAt.includes('blue')).map(({ title }) => title)).toEqual([
      '事件性质',
      '公众诉求',
    ]);
    expect(before.draft.find(({ key }) => key === 'firstPost')).toMatchObject({ text: '3月10日09:40', machine: true });
    await expect(act(id, 'judge', { ...judgement, sheet: {} }, duty)).rejects.toThrow('研判单缺：公众诉求');
    await act(
      id,
      'judge',
      { ...judgement, sheet: { asks: '尽快恢复供水', media: '一家报纸来电', consult: false } },
      duty,
    );
    await act(id, 'judge', { ...judgement, reason: '诉求增加', sheet: { asks: '恢复供水并减免水费' } }, secondDuty);
    const { judgements } = await desk(id);
    expect(judgements.map(({ by, sheet }) => [by.name, sheet.find(({ key }) => key === 'asks')!.text])).toEqual([
      ['值班员甲', '尽快恢复供水'],
      ['值班员乙', '恢复供水并减免水费'],
    ]);
    expect(judgements[0]).toMatchObject({ consult: false });
    expect(judgements[0]!.sheet.find(({ key }) => key === 'media')).toMatchObject({ machine: false });
  });

  it('S22: three times stand on each ticket: received, transferred, told back', async () => {
    const { id } = await open();
    await act(id, 'judge', judgement, duty);
    await story.until('2026-03-10 10:05');
    await act(id, 'dispatch', order, duty);
    await story.until('2026-03-10 10:15');
    await act(id, 'accept', {}, water);
    await act(id, 'start', {}, water);
    await story.until('2026-03-10 10:25');
    await act(id, 'report', { facts: '主管道破裂', measures: '抢修', result: '已恢复' }, water);
    const { times, timeline } = await detail(id);
    expect(times).toMatchObject({ detectedAt: isoLocal('2026-03-10 09:40'), assignedAt: isoLocal('2026-03-10 10:05') });
    expect(timeline.find(({ kind }) => kind === 'report')!.at).toBe(isoLocal('2026-03-10 10:25'));
  });

  it('E03: what lies with a unit by its duty goes to that unit, with a deadline', async () => {
    const { id } = await open();
    const { routing } = await detail(id);
    const suggested = routing.suggested.find(({ role }) => role === 'lead')!;
    expect(suggested.unit.id).toBe('water_company');
    await act(id, 'judge', judgement, duty);
    const { clocks, lead } = await act(id, 'dispatch', { ...order, lead: suggested.unit.id }, duty);
    expect(lead).toMatchObject({ id: 'water_company' });
    const report = clocks.find(({ rule }) => rule.startsWith('L-07'))!;
    expect(report).toMatchObject({ state: 'running', owner: { id: 'water_company' } });
    expect(new Date(report.dueAt).getTime()).toBeGreaterThan(story.time.now().getTime());
  });

  it('D02: one matter goes through every stage on one number, none skipped silently', async () => {
    const { id } = await open();
    const { number } = (await detail(id)).ticket;
    await expect(act(id, 'accept', {}, water)).rejects.toThrow();
    await act(id, 'judge', judgement, duty);
    await expect(act(id, 'report', { facts: '甲', measures: '乙' }, water)).rejects.toThrow();
    await act(id, 'dispatch', order, duty);
    await act(id, 'accept', {}, water);
    await act(id, 'start', {}, water);
    await act(id, 'report', { facts: '主管道破裂', measures: '抢修', result: '已恢复' }, water);
    await act(id, 'review', { approve: true }, headOf('water_company'));
    const at = story.time.now().toISOString();
    const link = { channel: '微博', url: 'https://weibo.example.cn/1' };
    await act(id, 'record-release', { kind: 'follow_up', title: '恢复供水', at, ...link }, water);
    await act(id, 'verify', { result: 'true', ...asked }, duty);
    await act(id, 'close', { conclusion: '已恢复并公开' }, duty);
    await act(id, 'archive', { early: '已恢复供水' }, duty);
    const { ticket, timeline } = await detail(id);
    expect(ticket).toMatchObject({ number, state: 'archived' });
    const stages = ['opened', 'judged', 'dispatch', 'accept', 'start', 'report', 'review', 'close', 'archive'];
    expect(timeline.map(({ kind }) => kind).filter((kind) => stages.includes(kind))).toEqual(stages);
  });
});

describe('what the public asks', () => {
  it('stands in the form when somebody has registered it, and a person may still write it otherwise', async () => {
    const { id } = await open();
    for (const text of ['何时恢复供水', '水费如何减免']) await act(id, 'add-ask', { text }, duty);
    const line = (await desk(id)).draft.find(({ key }) => key === 'asks');
    expect(line).toMatchObject({ text: expect.stringContaining('何时恢复供水'), machine: true });
    await act(id, 'judge', { ...judgement, sheet: {} }, duty);
    expect((await desk(id)).judgements[0]!.sheet.find(({ key }) => key === 'asks')).toMatchObject({
      text: line!.text,
      machine: true,
    });
  });
});

describe('what the posts ask for, where nobody has registered it', () => {
  it('is put beside 公众诉求 for who writes it, and fills in nothing: the judgement still asks for his words', async () => {
    const { id, event } = await open();
    posts.set(event.id, ['停水两天了。什么时候能来水？', '希望送水到楼下！', '抢修人员已到场。', '什么时候能来水？']);
    const { draft, heard } = await desk(id);
    expect(heard).toEqual(['什么时候能来水？', '希望送水到楼下']);
    expect(draft.find(({ key }) => key === 'asks')).toMatchObject({ text: '', machine: false });
    await expect(act(id, 'judge', { ...judgement, sheet: {} }, duty)).rejects.toThrow('公众诉求');
    await act(id, 'judge', { ...judgement, sheet: { asks: '何时恢复供水，期间如何送水' } }, duty);
    expect((await desk(id)).heard).toEqual([]);
  });
});

describe('judged again', () => {
  it('a disposition or an answer is not taken back without a reason, which stands in the timeline', async () => {
    const { id } = await open();
    await act(id, 'judge', { outcome: 'public_answer', dispositions: ['D-2', 'D-3'] }, duty);
    await expect(act(id, 'judge', judgement, secondDuty)).rejects.toThrow('不再沿用原处置类型D-3，须写明理由');
    await expect(
      act(id, 'judge', { outcome: 'direct_answer', dispositions: ['D-2', 'D-3'] }, secondDuty),
    ).rejects.toThrow('原研判“公开回应”');
    await act(id, 'judge', { outcome: 'public_answer', dispositions: ['D-2', 'D-3', 'D-4'] }, secondDuty);
    await act(id, 'judge', { ...judgement, reason: '查明不属重大问题' }, secondDuty);
    const { timeline } = await detail(id);
    expect(timeline.at(-1)).toMatchObject({ kind: 'rejudged', reason: '查明不属重大问题' });
    expect(timeline.at(-1)!.text).toContain('不再沿用原处置类型D-3、D-4');
  });
});

describe('is it true', () => {
  it('a result rests on a unit and a post, on how and when; a private person is not written down', async () => {
    const { id } = await open();
    await expect(act(id, 'verify', { result: 'true' }, duty)).rejects.toThrow('须写明向哪个单位、哪个岗位核实');
    await expect(act(id, 'verify', { result: 'true', ...asked, post: '李师傅13812345678' }, duty)).rejects.toThrow(
      '请去掉手机号码',
    );
    await act(id, 'verify', { result: 'verifying', ...asked }, duty);
    await act(id, 'judge', judgement, duty);
    await act(id, 'dispatch', order, duty);
    await act(id, 'verify', { result: 'partly_true', ...asked, manner: 'on_site', note: '仅三栋楼' }, water);
    const { verifications } = await desk(id);
    expect(verifications.map(({ title, unit, post, manner, by }) => [title, unit, post, manner, by.name])).toEqual([
      ['核实中', '江城水务集团', '调度室', '电话', '值班员甲'],
      ['部分属实', '江城水务集团', '调度室', '现场', '经办'],
    ]);
    expect((await detail(id)).verification).toBe('partly_true');
  });

  it('what is true is no hearsay any more', async () => {
    const { id } = await open({ title: '网传某小区停水' });
    await act(id, 'verify', { result: 'true', ...asked }, duty);
    expect((await detail(id)).ticket.title).toBe('某小区停水');
  });
});

describe('a matter lawfully not answered', () => {
  it('is judged again when two numbers stand against each other, and then answered', async () => {
    const { id, event } = await open({ opinion: calm, upperRequest: true });
    await act(id, 'judge', { outcome: 'no_answer', reason: '个别情绪表达', sheet: { asks: '无' } }, duty);
    expect((await detail(id)).ticket.flags).not.toContain('needs_second');
    const words = '1人（官方 10:20）/ 3人（网传 11:05）';
    await story.tell({ ...event, revision: 2, disputed: [{ fact: 'deaths', words }] });
    expect((await detail(id)).rejudge).toBe(`关键数字说法不一：${words}`);
    await expect(act(id, 'close', { conclusion: '不答' }, duty)).rejects.toThrow('须重新研判');
    expect((await desk(id)).draft.find(({ key }) => key === 'unconfirmed')!.text).toContain('1人（官方');
    await act(id, 'judge', { ...judgement, reason: '数字有争议，须公开说明' }, secondDuty);
    await story.tell({ ...event, revision: 3, disputed: [{ fact: 'deaths', words }] });
    const after = await detail(id);
    expect(after.rejudge).toBeNull();
    expect(after.judgement).toMatchObject({ outcome: 'public_answer', by: { name: '值班员乙' } });
    expect(after.clocks.some(({ rule, state }) => rule === 'N-03' && state === 'running')).toBe(true);
    expect((await desk(id)).judgements.map(({ outcome }) => outcome)).toEqual(['无需回应', '公开回应']);
  });

  it('needs the second person when it was orange yesterday evening, whatever colour it is made now', async () => {
    const { id, event } = await open({ opinion: { ...calm, colour: 'orange', score: 65 } });
    await story.tell({ ...event, revision: 2, opinion: calm });
    await act(id, 'judge', { ...judgement, colour: 'blue' }, duty);
    const view = await act(id, 'judge', { outcome: 'no_answer', reason: '已平息', sheet: A_SHEET }, duty);
    expect([view.colour, view.flags]).toEqual(['blue', expect.arrayContaining(['needs_second'])]);
    expect((await desk(id)).peak).toBe('orange');
  });

  it('is in question again when a person changes the level after the judgement', async () => {
    const { id } = await open();
    await act(id, 'judge', { ...judgement, level: 'IV' }, duty);
    await act(id, 'set-level', { level: 'III', stage: 'duty', reason: '伤者增加' }, duty);
    expect((await detail(id)).rejudge).toBe('事件等级由Ⅳ级（一般）调整为Ⅲ级（较大）');
  });
});
