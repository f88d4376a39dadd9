import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadResponderBooks, type ReleaseDesk, type SealedDesk } from '../../responder/index.ts';
import {
  anEvent,
  duty,
  dutyLeader,
  handlerOf,
  headOf,
  isoLocal,
  person,
  responderStory,
  spokesperson,
  type ResponderStory,
} from '../harness/responder.ts';
import { judgedFit } from '../harness/release-desk.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

/**
 * Monday, 2 March: fever in a school of 城东区. The city has switched sealing on. Where the pupils live is under seal from the first hour; it is
 * opened for one person, stands in no paper, and is destroyed with its key when all is over. Clocks and releases go on beside it as always.
 */
const SECRET = '病例甲，和平路一号';
const [health, head, colleague] = [handlerOf('health'), headOf('health'), person('同事', 'health', 'handler')];
const reviewer = person('保密审查员', 'gov_office', 'duty_officer');

let story: ResponderStory;
let id: string;
beforeAll(async () => {
  const books = { ...loadResponderBooks(shippedConfigFolder()) };
  books.sealing = { ...books.sealing, enabled: true };
  story = await responderStory('2026-03-02 09:00', { books });
});
afterAll(() => story.close());

const { act, detail, desk, at } = ticketActs(() => story);
const clock = async (rule: string) => (await detail(id)).clocks.filter((one) => one.rule === rule).at(-1);
const sealed = () => desk<SealedDesk>(id, 'sealed', head);
const openFor = async (actor: typeof health) => {
  const { id: valueId } = (await sealed()).values[0]!;
  return story.responder.openSealed({ ticketId: id, valueId }, { reason: '流行病学调查' }, actor);
};
const draft = async () => (await desk<ReleaseDesk>(id, 'release')).drafts[0]!;

describe('a public-health matter from the first call to the certificate of destruction', () => {
  it('09:00 it is Ⅲ and handed to 卫健委; two hours to report upward run by hand, forty-eight to answer by themselves', async () => {
    const event = anEvent('2026-03-02 08:40', {
      ...{ kind: 'infectious', topic: 'healthcare', title: '城东区某小学聚集性发热', detectedAt: '2026-03-02 09:00' },
      departments: [{ id: 'health', name: '市卫生健康委员会', role: 'lead', score: 0.9, reason: '职责：卫生应急' }],
    });
    await story.tell(event);
    id = (await story.ticketOf(event.id)).ticket.id;
    const judgement = { outcome: 'public_answer', level: 'III', dispositions: ['D-4'], reason: '学校聚集性发热' };
    await act(id, 'judge', judgement, duty);
    await act(id, 'dispatch', { lead: 'health', coHandlers: ['education'], requirement: '流调处置' }, duty);
    await act(id, 'accept', {}, health);
    await act(id, 'start', {}, health);
    const told = { rule: 'N-13a', startAt: isoLocal('2026-03-02 08:50'), source: '学校报告', reason: '聚集性疫情报告' };
    await act(id, 'start-clock', told, duty);
    expect((await clock('N-13a'))!.dueAt).toBe(isoLocal('2026-03-02 10:50'));
    expect(await clock('N-03')).toMatchObject({ state: 'running', dueAt: isoLocal('2026-03-04 09:00') });
  });

  it('09:20 where the pupil lives goes under seal; one person is let in from above, the colleague beside him is not', async () => {
    await at('2026-03-02 09:20');
    const to = '省政府总值班室';
    await act(id, 'report-up', { manner: 'phone', at: isoLocal('2026-03-02 09:12'), to }, duty);
    await act(id, 'report-up', { manner: 'written', at: isoLocal('2026-03-02 09:20'), to }, duty);
    await act(id, 'seal-value', { label: '病例住址', value: SECRET }, health);
    await expect(openFor(health)).rejects.toMatchObject({ code: 'forbidden' });
    await act(id, 'admit-reader', { actorId: health.id, name: health.name, reason: '流行病学调查' }, head);
    expect(await openFor(health)).toMatchObject({ value: SECRET });
    await expect(openFor(colleague)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('10:30 the report upward stops its two hours, and no paper of the ticket holds a word of what is sealed', async () => {
    await at('2026-03-02 10:30');
    const { id: clockId } = (await clock('N-13a'))!;
    await act(id, 'meet-clock', { clockId, at: isoLocal('2026-03-02 10:25'), proof: '江城卫报〔2026〕2号' }, duty);
    expect(await clock('N-13a')).toMatchObject({ state: 'met', overdue: false });
    await act(id, 'draft-upward', {}, duty);
    const papers = [await detail(id), await desk(id, 'upward'), await desk(id, 'release'), await desk(id, 'facts')];
    for (const word of ['病例甲', '和平路一号']) expect(JSON.stringify(papers)).not.toContain(word);
  });

  it('14:00 the release is signed one level higher than Ⅲ asks, by three in order, and stops the forty-eight hours', async () => {
    await at('2026-03-02 11:00');
    const text = {
      title: '关于城东区某小学学生发热情况的通报',
      facts: '3月2日，城东区某小学部分学生发热，已全部就诊。',
      policy: '依据《突发公共卫生事件应急条例》处置。',
      result: '该校已停课消毒，患者病情平稳。',
    };
    const source = { source: '市疾控中心', approvedBy: '市卫健委负责人', asOf: isoLocal('2026-03-02 10:00') };
    const factLines = [{ statement: '部分学生发热，已全部就诊', ...source }];
    await act(id, 'draft-release', { kind: 'first_information', ...text, factLines, channels: ['site'] }, health);
    const { id: draftId, version } = await draft();
    const paper = { draftId, version };
    await act(id, 'judge-release', { ...paper, judgements: judgedFit() }, duty);
    await act(id, 'submit-release', paper, health);
    // At Ⅲ two of three would do, in any order; with data under seal it is the order of Ⅱ.
    await expect(act(id, 'approve-release', { ...paper, approve: true }, dutyLeader)).rejects.toThrow();
    for (const signer of [head, spokesperson, dutyLeader])
      await act(id, 'approve-release', { ...paper, approve: true }, signer);
    await act(id, 'review-secrecy', { ...paper, approve: true }, reviewer);
    await act(id, 'publish-release', paper, health);
    await at('2026-03-02 14:05');
    const { dispatches } = await draft();
    const fact = {
      dispatchId: dispatches[0]!.id,
      at: isoLocal('2026-03-02 14:00'),
      url: 'https://www.example.gov.cn/9',
    };
    await act(id, 'confirm-channel', fact, spokesperson);
    expect(await clock('N-03')).toMatchObject({ state: 'met', stoppedAt: isoLocal('2026-03-02 14:00') });
  });

  it('it is reported, reviewed and closed; nothing is destroyed while the matter is open', async () => {
    const destroy = act(id, 'destroy-seals', { reason: '应急处置结束' }, dutyLeader);
    await expect(destroy).rejects.toMatchObject({ code: 'illegal_move' });
    await at('2026-03-03 16:00');
    await act(id, 'report', { facts: '患者均已痊愈', measures: '停课消毒', result: '复课' }, health);
    await act(id, 'review', { approve: true }, head);
    const asked = { unit: '市疾控中心', post: '应急科', manner: 'phone', at: isoLocal('2026-03-03 15:00') };
    await act(id, 'verify', { result: 'true', ...asked }, duty);
    await at('2026-03-05 15:00');
    await act(id, 'close', { conclusion: '疫情处置完毕并已公开' }, duty);
    const { ticket, clocks } = await detail(id);
    expect([ticket.state, clocks.filter(({ overdue }) => overdue).map(({ rule }) => rule)]).toEqual(['closed', []]);
    expect((await sealed()).values).toHaveLength(1);
  });

  it('N-24: with the end of the matter the key is gone; the certificate stays, the value opens for nobody, what was told stays told', async () => {
    const value = (await sealed()).values[0]!;
    await act(id, 'destroy-seals', { reason: '应急处置结束' }, dutyLeader);
    expect(await sealed()).toMatchObject({ values: [], destroyed: [{ by: '带班领导', why: '应急处置结束' }] });
    const again = story.responder.openSealed({ ticketId: id, valueId: value.id }, { reason: '再看一次' }, health);
    await expect(again).rejects.toThrow();
    const { timeline, releases } = await detail(id);
    expect(timeline.at(-1)!.text).toBe('销毁封存内容 1 项，密钥已删除');
    expect(releases[0]).toMatchObject({ url: 'https://www.example.gov.cn/9', standing: 'standing' });
    expect((await act(id, 'archive', {}, duty)).state).toBe('archived');
  });
});
