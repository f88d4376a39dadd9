import { describe, expect, it } from 'vitest';
import type { PromisesDesk } from '../../../responder/index.ts';
import type { City } from '../../harness/city.ts';
import { secondDuty, spokesperson, supervisor } from '../../harness/responder.ts';
import { figure, health, iso, type Room } from './room.ts';

/** From the conference to the archive; tells on where the first day ended. */
export function daysAfter(story: () => City, canteen: Room): void {
  describe('the days after', () => {
    conferenceHeld(canteen);
    everyDayTold(canteen);
    resultTold(canteen);
    closed(story, canteen);
  });
}

const proofs = [
  { kind: 'transcript', value: '发布会文字实录', outside: false },
  { kind: 'link', value: 'https://news.example.cn/live/1', outside: true },
];

function conferenceHeld({ act, at, clock, detail }: Room): void {
  it('2 October 10:00 the head speaks at the conference: proved and confirmed by a second person it stops the 24 hours', async () => {
    const title = '江滩中学食物中毒事件新闻发布会';
    await act('record-conference', { planned: true, startedAt: iso('02 10:00'), title }, spokesperson);
    expect(await clock('N-02')).toMatchObject({ state: 'running' });
    await at('02 10:50');
    const held = { startedAt: iso('02 10:00'), title, speaker: '负责人', speakerPost: '市卫生健康委员会主任' };
    await act('record-conference', { ...held, place: '市政府新闻发布厅', proofs }, spokesperson);
    expect(await clock('N-02')).toMatchObject({ state: 'running' });
    const { id: releaseId } = (await detail()).releases.find(({ needsConfirmation }) => needsConfirmation)!;
    await act('confirm-release', { releaseId }, secondDuty);
    // Due at 11:50, twenty-four natural hours after the meal.
    expect(await clock('N-02')).toMatchObject({ state: 'met', stoppedAt: iso('02 10:00') });
    const paper = { body: '市卫生健康委员会', paper: '江城卫应急〔2026〕3号', decidedAt: iso('02 10:45') };
    await act('set-level', { level: 'II', stage: 'official', reason: '1人死亡', ...paper });
    expect((await detail()).ticket.level).toMatchObject({ duty: 'II', official: 'II' });
  });
}

function everyDayTold({ act, at, clock, detail, facts, approveAll, drafted, releases, sendUpward, told }: Room): void {
  it('3 October: twelve more are ill. The sheet is counted up first; a release with yesterday’s figure does not leave', async () => {
    await at('02 15:00');
    await told('02 15:00', '127名学生食物中毒，其中96名已出院');
    await at('03 09:30');
    const [line] = (await facts()).lines.filter(({ title }) => title === '中毒（发病）人数');
    const more = figure('poisoned', 139, '03 09:00', '三家医院接诊台账');
    await act('edit-fact', { lineId: line!.id, version: line!.version, ...more }, health);
    await approveAll();
    const old = await drafted('follow_up', { title: '续报', facts: '127名学生食物中毒。', result: '救治正在进行。' });
    const gate = (await releases()).drafts.find((one) => one.id === old.draftId)!.gate;
    expect(gate.find((check) => check.id === 'facts')).toMatchObject({
      state: 'stop',
      why: expect.stringContaining('事实清单为139'),
    });
    await act('drop-release', { draftId: old.draftId, version: 1, reason: '数字已更新' }, health);
    await sendUpward({ 危害与范围: '新增12人，累计139名学生食物中毒，1名学生死亡' });
    await at('03 14:00');
    await told('03 14:00', '139名学生食物中毒，其中120名已出院');
  });

  it('N-04: through the holiday every day has its release, and each runs the next day’s clock anew', async () => {
    for (const [day, home] of [
      ['04', 125],
      ['05', 130],
      ['06', 133],
      ['07', 135],
      ['08', 137],
      ['09', 138],
    ] as const) {
      await at(`${day} 13:30`);
      await told(`${day} 13:30`, `139名学生食物中毒，其中${home}名已出院`);
    }
    const cadence = (await detail()).clocks.filter(({ rule }) => rule === 'L-14');
    expect(cadence.map(({ state, overdue }) => `${state} ${overdue}`).sort()).toEqual([
      // The first information ran the first one; the conference and eight releases since each met one and ran the next.
      ...Array.from({ length: 9 }, () => 'met false'),
      'running false',
    ]);
    expect((await clock('L-14'))!.dueAt).toBe(iso('10 13:30'));
  });
}

function resultTold({ act, at, clock, desk, told }: Room): void {
  it('Saturday the 10th is worked: the result is told, the promise kept five hours early, the citizen answered in time', async () => {
    await at('10 10:00');
    const result = { body: '江城市联合调查组', paper: '江城联调〔2026〕2号', concludedOn: '2026-10-10' };
    await act('conclude-investigation', { ...result, conclusion: '食堂凉菜加工交叉污染' }, health);
    await told(
      '10 13:00',
      '139名学生食物中毒，其中138名已出院',
      '经调查，原因为食堂凉菜加工交叉污染，食堂承包企业被立案查处。',
    );
    const [promise] = (await desk<PromisesDesk>('promises')).promises;
    const kept = { promiseId: promise!.id, version: promise!.version, at: iso('10 13:00') };
    await at('10 16:00');
    await act('keep-promise', { ...kept, proof: '10月10日通报' }, health);
    expect((await desk<PromisesDesk>('promises')).promises).toMatchObject([{ state: 'kept' }]);
    const proof = { kind: 'text', value: '12345通话记录', outside: false };
    const reply = { kind: 'reply', at: iso('10 15:30'), title: '答复诉求人', channel: '电话', proofs: [proof] };
    await act('record-release', reply, health);
    // The second of the five working days: the 9th was the first.
    expect(await clock('L-08b')).toMatchObject({ state: 'met', stoppedAt: iso('10 15:30'), overdue: false });
    // Who was answered by telephone is not the public: the next release is due a day after the last one, not after the call.
    expect((await clock('L-14'))!.dueAt).toBe(iso('11 13:00'));
  });
}

function closed(story: () => City, canteen: Room): void {
  const { act, at, detail, sendUpward } = canteen;
  it('it is closed and archived; nothing was late, so nobody is looked into', async () => {
    await at('10 16:30');
    await sendUpward({ 危害与范围: '139名学生食物中毒，1名学生死亡，已全部处置' }, 'final');
    await act('close-room', { conclusion: '按统一口径处置完毕' });
    await at('10 17:00');
    await act('close', { conclusion: '调查结果已公布，患者均已出院' });
    const { clocks, timeline, lags } = await detail();
    expect(timeline.at(-1)!.text).toContain('未满观察期72小时');
    expect(clocks.filter(({ overdue }) => overdue).map(({ rule }) => rule)).toEqual([]);
    expect([lags.detection.seconds, lags.judgement.seconds, lags.disposal.seconds]).toEqual([540, 980, 385]);
    const looked = await story().responder.queries.accountability(supervisor);
    expect(looked.filter(({ ticketId }) => ticketId === canteen.room.id)).toEqual([]);
    await at('13 14:00');
    expect((await act('archive', {})).state).toBe('archived');
  });
}
