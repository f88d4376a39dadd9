import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { PromisesDesk } from '../../responder/index.ts';
import { city, type City } from '../harness/city.ts';
import { duty, dutyLeader, isoLocal, spokesperson } from '../harness/responder.ts';
import { daysAfter } from './canteen/days-after.ts';
import { canteenRoom, education, figure, health, healthHead, iso, night, october } from './canteen/room.ts';

/**
 * 2026-10-01, first day of the National Day holiday (1 to 7 October; Saturday the 10th is worked instead). At 11:50 the pupils who stayed at
 * 江滩中学 have lunch. What is told at the ingest door at 13:40 is closed on the 10th; every due time is counted by hand.
 */
let story: City;
const canteen = canteenRoom(() => story);
const { act, detail, desk, at, clock, facts, upward, approveAll, sendUpward, drafted, signed, published } = canteen;
beforeAll(async () => {
  story = await city('2026-09-30 15:00');
});
afterAll(() => story.close());

describe('before the holiday', () => {
  it('the roster of the holiday is written, and no hour of the city’s desk is without somebody', async () => {
    const who = ({ id: actor, name, unitId }: Actor) => ({ id: actor, name, unitId });
    const days = ['09-30', ...Array.from({ length: 8 }, (_, day) => `10-0${day + 1}`)];
    const shifts = days.flatMap((day, index) => {
      const next = days[index + 1];
      const shift = (from: string, to: string, officer: Actor) => ({
        ...{
          from: isoLocal(`2026-${from}`),
          to: isoLocal(`2026-${to}`),
          leader: who(dutyLeader),
          officers: [who(officer)],
        },
      });
      return [
        ...(index === 0 ? [] : [shift(`${day} 08:30`, `${day} 17:30`, duty)]),
        ...(next ? [shift(`${day} 17:30`, `${next} 08:30`, night)] : []),
      ];
    });
    await story.responder.duty.setShifts(
      { unit: 'gov_office', replace: false, reason: '国庆值班', shifts },
      dutyLeader,
    );
    await at('01 08:30');
    const window = { from: october('01 00:00'), to: october('08 00:00') };
    const roster = await story.responder.duty.roster(duty, 'gov_office', window);
    expect(roster.shifts).toHaveLength(15);
    expect([roster.gaps, roster.now?.officers.map(({ name }) => name)]).toEqual([[], ['值班员甲']]);
  });
});

describe('1 October', () => {
  it('13:40 one post comes in: pupils in hospital are a ticket at once, though nobody knows yet how many', async () => {
    await at('01 13:40');
    const text = '滨江区江滩中学食堂中午的饭有问题，高三留校的学生好多人呕吐腹泻，已经有人送医院了';
    await story.posts('weibo', { at: '2026-10-01 13:31', text });
    const [ticket, ...more] = (await story.responder.queries.tickets(duty, {})).items;
    expect(more).toEqual([]);
    canteen.room.id = ticket!.id;
    const opened = await detail();
    expect(opened.openedBy).toMatchObject({ rule: 'O-05', why: '敏感程度3（达到3）' });
    expect(opened.ticket).toMatchObject({
      number: '舆交〔2026〕1号',
      kind: 'food',
      colour: 'blue',
      level: { machine: null },
    });
    expect(opened.lags.detection).toMatchObject({ seconds: 9 * 60, running: false });
    // 48 natural hours from the detection: the holiday does not stop them.
    expect(await clock('N-03')).toMatchObject({ provisional: true, dueAt: iso('03 13:40') });
  });

  it('13:50 more posts and an order of 12345 join it: 62 are ill, Ⅳ, red because pupils are harmed', async () => {
    await at('01 13:50');
    const text = '滨江区江滩中学食堂午餐后62名学生呕吐腹泻，疑似食物中毒，家长都急疯了';
    await story.posts('forum', { at: '2026-10-01 13:44', title: '江滩中学食堂出事了', text });
    await story.order({
      ...{ number: 'GD2026100100012', at: '2026-10-01 13:46', kind: '投诉', owner: '市市场监督管理局' },
      ...{ title: '反映江滩中学食堂问题', text: '其孩子在滨江区江滩中学就读，食堂午餐后呕吐，要求查明原因' },
    });
    const { ticket, orders, routing } = await detail();
    expect(ticket).toMatchObject({ colour: 'red', level: { machine: 'IV' } });
    expect(orders.map(({ number }) => number)).toEqual(['GD2026100100012']);
    expect(routing.suggested.map(({ unit, role }) => `${role} ${unit.id}`)).toEqual(
      expect.arrayContaining(['lead market', 'co health', 'co education', 'co binjiang']),
    );
    // Red: 20 minutes from the detection to telephone upward and to judge, an hour for the written report.
    expect([(await clock('L-01-red'))!.dueAt, (await clock('L-04-red'))!.dueAt]).toEqual([
      iso('01 14:00'),
      iso('01 14:00'),
    ]);
    expect((await clock('L-02'))!.dueAt).toBe(iso('01 14:40'));
    expect((await upward()).duty).toMatchObject({ rules: ['N-08'] });
  });

  it('it is reported by telephone, judged and handed to 卫健委 with three beside it; the lags are counted to the second', async () => {
    await at('01 13:52:30');
    await act('report-up', { manner: 'phone', at: iso('01 13:52'), to: '省政府总值班室' });
    await at('01 13:56:20');
    const sheet = { outcome: 'public_answer', level: 'IV', dispositions: ['D-3'], reason: '学生集体就诊，须公开' };
    await act('judge', sheet);
    await at('01 14:02:45');
    const co = ['education', 'market', 'binjiang'];
    await act('dispatch', { lead: 'health', coHandlers: co, requirement: '救治、流调并反馈' });
    const { lags, ticket } = await detail();
    expect(ticket).toMatchObject({ lead: { id: 'health' } });
    expect(ticket.coHandlers.map((unit) => unit.id)).toEqual(co);
    expect([lags.detection.seconds, lags.judgement.seconds, lags.disposal.seconds]).toEqual([540, 980, 385]);
    expect(await clock('L-01-red')).toMatchObject({ state: 'met', stoppedAt: iso('01 13:52') });
    expect(await clock('L-04-red')).toMatchObject({ state: 'met' });
    expect(await clock('N-03')).toMatchObject({ provisional: false, state: 'running' });
    // A quarter of an hour to sign for it, also on a holiday.
    expect((await clock('L-03-red'))!.dueAt).toBe('2026-10-01T14:17:45+08:00');
  });

  it('14:10 卫健委 signs; the citizen of the order has five working days, and none of the holiday is one', async () => {
    await at('01 14:10');
    await act('accept', {}, health);
    expect(await clock('L-03-red')).toMatchObject({ state: 'met', stoppedAt: iso('01 14:10') });
    // Accepted on a free day counts as Thursday the 8th; then the 9th, Saturday the 10th (worked), 12th, 13th, 14th.
    expect(await clock('L-08b')).toMatchObject({ dueAt: iso('14 17:30'), state: 'running' });
    await act('start', {}, health);
    // Each level above has its own two hours from being told (N-13), natural ones.
    const told = { rule: 'N-13a', startAt: iso('01 13:40'), source: '值班接报记录', reason: '突发公共卫生事件报告' };
    await act('start-clock', told);
    expect((await clock('N-13a'))!.dueAt).toBe(iso('01 15:40'));
  });

  it('14:25 the first written report goes up; it stops three clocks and none is entered twice', async () => {
    await at('01 14:25');
    await sendUpward({ 基本情况: '江滩中学食堂午餐后学生集体就诊，人数正在核对', 建议: '请省级疾控机构支援' });
    expect(await clock('L-02')).toMatchObject({ state: 'met', stoppedAt: iso('01 14:25') });
    const two = await clock('N-13a');
    await act('meet-clock', { clockId: two!.id, at: iso('01 14:25'), proof: '江城卫报〔2026〕9号' });
    expect(await clock('N-13a')).toMatchObject({ state: 'met' });
  });

  it('15:30 the news knows of 127 and one dead: Ⅱ is possible, five hours and a day run from the meal itself', async () => {
    await at('01 15:30');
    const text =
      '记者从滨江区获悉，10月1日11时50分许，江滩中学食堂午餐后127名学生出现呕吐、腹泻，送医观察，其中1人经抢救无效死亡。';
    await story.posts('news', { at: '2026-10-01 15:20', title: '江滩中学127名学生食物中毒 1人死亡', text });
    const { ticket, times } = await detail();
    expect(ticket.level).toMatchObject({ machine: 'II', duty: 'IV', official: null });
    expect(times.occurredAt).toBe(iso('01 11:50'));
    expect(await clock('N-01')).toMatchObject({ provisional: true, dueAt: iso('01 16:50') });
    expect(await clock('N-02')).toMatchObject({ provisional: true, dueAt: iso('02 11:50') });
  });

  it('15:36 two bureaus tell two figures: nothing leaves before the room has agreed on one and another person approved it', async () => {
    await at('01 15:36');
    const units = ['cyberspace', 'press_office', 'health', 'education', 'market', 'binjiang'];
    await act('open-room', { question: '统一就诊、死亡人数', units, reason: '各方数据不一' });
    await act('propose-fact', { key: 'poisoned', ...figure('poisoned', 127, '01 15:30', '三家医院接诊台账') }, health);
    let [line] = (await facts()).lines;
    const other = figure('poisoned', 119, '01 15:00', '学校点名');
    await act('edit-fact', { lineId: line!.id, version: 1, ...other }, education);
    [line] = (await facts()).lines;
    expect(line).toMatchObject({ disputed: true, approved: null });
    await expect(sendUpward({ 危害与范围: '127名学生食物中毒' })).rejects.toThrow('事实清单无经批准的数字');
    await at('01 15:44');
    const agreed = figure('poisoned', 127, '01 15:40', '市卫健委、市教育局核对');
    await act('agree-fact', { lineId: line!.id, version: 2, ...agreed, basis: '走读生8人未计入点名' });
    await act('propose-fact', { key: 'deaths', ...figure('deaths', 1, '01 15:20', '市第一医院') }, health);
    await approveAll();
    expect((await facts()).lines.map(({ title, approved }) => `${title}${approved?.shown}`)).toEqual([
      '中毒（发病）人数127',
      '死亡人数1',
    ]);
  });

  it('15:50 more are ill: regraded Ⅳ → Ⅱ from the same start, and told upward with what is new', async () => {
    await at('01 15:50');
    await act('set-level', { level: 'II', stage: 'duty', reason: '127人就诊、1人死亡' });
    expect((await detail()).rejudge).toContain('事件等级由Ⅳ级（一般）调整为Ⅱ级（重大）');
    await act('judge', { outcome: 'public_answer', level: 'II', dispositions: ['D-3'], reason: '定为重大' });
    expect(await clock('N-01')).toMatchObject({ provisional: false, state: 'running', dueAt: iso('01 16:50') });
    expect(await clock('N-02')).toMatchObject({ provisional: false, state: 'running', dueAt: iso('02 11:50') });
    // Of two public deadlines the stricter one is left.
    expect(await clock('N-03')).toMatchObject({ state: 'ended' });
    await sendUpward({ 危害与范围: '127名学生食物中毒，1名学生死亡' });
    expect((await upward()).reports.map(({ kindTitle, state }) => `${kindTitle} ${state}`)).toEqual([
      '快报 sent',
      '续报 sent',
    ]);
  });

  it('16:00 卫健委 reports back and its head reviews: internal time ends with the public one, 16:50', async () => {
    expect((await clock('L-07a'))!.dueAt).toBe(iso('01 16:50'));
    await at('01 16:00');
    await act(
      'report',
      { facts: '午餐后127名学生食物中毒，1名学生死亡', measures: '分流至三家医院，封存食品' },
      health,
    );
    await act('review', { approve: true }, healthHead);
    const asked = { unit: '市第一医院', post: '医务科', manner: 'phone', at: iso('01 15:55') };
    await act('verify', { result: 'true', ...asked });
    expect(await clock('L-07a')).toMatchObject({ state: 'met', stoppedAt: iso('01 16:00') });
  });

  it('16:32 the first information is out, 18 minutes before the fifth hour: not before every signature stands', async () => {
    await at('01 16:05');
    const draft = await drafted('first_information', {
      title: '关于江滩中学学生餐后就诊情况的通报',
      facts: '10月1日11时50分，江滩中学学生午餐后出现呕吐、腹泻。截至15时40分，127名学生食物中毒，1名学生死亡。',
      result: '患者已分流救治，食品已封存送检。调查结果将于10月10日18时前公布。',
    });
    const refused = act('publish-release', draft, health);
    await expect(refused).rejects.toThrow('尚不能发布');
    await signed(draft);
    await published(draft, '01 16:32', 'https://weibo.example.cn/1');
    expect(await clock('N-01')).toMatchObject({ state: 'met', stoppedAt: iso('01 16:32'), overdue: false });
    expect((await detail()).ticket.state).toBe('released');
  });

  it('what it promised is entered, and from now on the public hears something every day', async () => {
    const [found] = (await desk<PromisesDesk>('promises')).suggestions;
    expect(found).toMatchObject({ text: '调查结果将于10月10日18时前公布。', dueAt: iso('10 18:00') });
    const { text, dueAt, releaseId } = found!;
    await act('register-promise', { text, dueAt, releaseId, unit: 'health' }, spokesperson);
    expect(await clock('L-14')).toMatchObject({ state: 'running', dueAt: iso('02 16:32') });
  });
});

daysAfter(() => story, canteen);
