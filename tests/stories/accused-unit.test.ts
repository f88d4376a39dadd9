import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InquiriesDesk, TransfersDesk } from '../../responder/index.ts';
import {
  anEvent,
  duty,
  dutyLeader,
  handlerOf,
  headOf,
  isoLocal,
  responderStory,
  secondDuty,
  spokesperson,
  type ResponderStory,
} from '../harness/responder.ts';
import { ticketActs } from '../harness/ticket-acts.ts';

const POST = '昨天下午去教育局窗口办理转学手续，工作人员让我跑了三趟，还说材料永远不齐。';
let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00', { sourceTexts: () => Promise.resolve(['窗口办事跑三趟', POST]) });
});
afterAll(() => story.close());

const { act, desk, ...acts } = ticketActs(() => story);
async function open(changes: Parameters<typeof anEvent>[1] = {}): Promise<string> {
  const { id } = await acts.open('2026-03-10 09:40', {
    title: '反映教育局窗口办理转学推诿',
    topic: 'education',
    departments: [{ id: 'education', name: '市教育局', role: 'lead', score: 0.9, reason: '职责：就学' }],
    accused: [{ id: 'education', name: '市教育局' }],
    ...changes,
  });
  await act(id, 'judge', { outcome: 'direct_answer', dispositions: ['D-2'] }, duty);
  return id;
}
const inquiries = (id: string) => desk<InquiriesDesk>(id, 'inquiries');
const papers = (id: string) => desk<TransfersDesk>(id, 'transfers');
const letter = {
  unit: 'education',
  summary: '有群众反映贵局窗口办理转学手续时一次性告知不到位，群众多次往返。',
  questions: '请说明3月9日窗口办理情况、是否落实一次性告知。',
  dueAt: isoLocal('2026-03-11 17:00'),
};
const accused = handlerOf('education');

describe('a complaint against the bureau that would normally handle it', () => {
  it('goes to another, by the machine and by people; the bureau sees nothing of it', async () => {
    const id = await open();
    const { routing } = await story.responder.queries.ticket(duty, id);
    expect(routing.suggested.map(({ unit }) => unit.id)).not.toContain('education');
    // The forms offer it where an accused unit is asked for, and the whole list where anybody is.
    expect(routing).toMatchObject({ barred: expect.arrayContaining(['education']), promisers: null });
    expect(routing.barred).not.toContain('health');
    const order = { requirement: '核实', lead: 'education' };
    await expect(act(id, 'dispatch', order, duty)).rejects.toThrow('是被反映单位');
    await expect(
      act(id, 'dispatch', { ...order, lead: 'supervision', coHandlers: ['education'] }, duty),
    ).rejects.toThrow('是被反映单位');
    await act(id, 'dispatch', { ...order, lead: 'supervision' }, duty);
    expect((await story.responder.queries.ticket(duty, id)).routing.promisers).toContain('supervision');
    await expect(story.responder.queries.ticket(accused, id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await story.responder.queries.tickets(accused, {})).items).toEqual([]);
    await expect(
      act(id, 'split', { title: '一部分', lead: 'education', requirement: '核实', reason: '分办' }, duty),
    ).rejects.toThrow('是被反映单位');
  });

  const NAMED = {
    dispatch: { lead: 'supervision', coHandlers: ['education'], requirement: '核实' },
    consult: { units: ['housing', 'education'], question: '如何办理' },
    'open-room': { units: ['education'], question: '如何办理', reason: '涉及多个单位' },
    'copy-to-units': { units: ['education'], mode: 'read', subject: '有关情况', body: '请知悉有关情况。' },
    'register-promise': {
      unit: 'education',
      text: '一周内答复转学事项',
      saidIn: '接访',
      dueAt: isoLocal('2026-03-20 10:00'),
    },
    'draft-release': { unit: 'education', unitReason: '由其发布', kind: 'reply', title: '答复', facts: '正在核实。' },
    'record-instruction': {
      ...{ leader: '分管领导', manner: 'oral', text: '请核实', at: isoLocal('2026-03-10 09:50') },
      readerUnits: ['education'],
    },
  } as const;
  it.each(Object.entries(NAMED))('no act puts any part of it into its hands: %s', async (verb, input) => {
    const id = await open();
    await expect(act(id, verb as keyof typeof NAMED, input, duty)).rejects.toThrow(/市教育局是被反映单位.*应当回避/);
  });

  it('it is asked by a letter that holds no link, no words of a post and nobody’s data', async () => {
    const id = await open();
    const send = (changes: object) => act(id, 'inquire-accused', { ...letter, ...changes }, duty);
    await expect(send({ unit: 'health' })).rejects.toThrow('核实函只发被反映单位');
    await expect(send({ summary: '见帖文 https://bbs.example.cn/1 所述' })).rejects.toThrow('不得出现链接');
    await expect(send({ summary: '反映人电话13812345678，请联系核实' })).rejects.toThrow('不得出现手机号码');
    await expect(send({ summary: '反映“工作人员让我跑了三趟，还说材料永远不齐”' })).rejects.toThrow('不得照录原文');
    await expect(send({ dueAt: isoLocal('2026-03-09 10:00') })).rejects.toThrow('须晚于现在');
    await send({});
    const [row] = (await inquiries(id)).inquiries;
    expect(row).toMatchObject({ number: '核函〔2026〕1号', state: 'sent', unit: { id: 'education' }, overdue: false });
  });

  it('it answers seeing the letter alone, once, and only it', async () => {
    const id = await open();
    const { revision } = (await story.responder.queries.ticket(duty, id)).ticket;
    await act(id, 'inquire-accused', letter, duty);
    const { queries, papers: desk } = story.responder;
    const { number } = (await inquiries(id)).inquiries[0]!;
    const seen = (await queries.inquiries(accused)).find((each) => each.number === number);
    expect(seen).toMatchObject({ summary: letter.summary, dueAt: letter.dueAt });
    const told = JSON.stringify([seen, (await queries.notifications(accused, { limit: 200 })).items]);
    for (const secret of [id, '转学推诿', '舆交']) expect(told).not.toContain(secret);
    expect(await queries.inquiries(handlerOf('health'))).toEqual([]);
    expect(await queries.inquiries(duty)).toEqual([]);
    const letters = async (by: typeof duty): Promise<unknown[]> => {
      const unit = by.unitId!;
      await story.responder.duty.writeHandover({ unit }, by);
      const [sheet] = (await story.responder.duty.handovers(by, { unit })).items;
      return sheet!.lines.filter((line) => line.kind === 'letter' && line.text.includes(number));
    };
    expect(await letters(duty)).toEqual([
      expect.objectContaining({ ticketId: id, text: expect.stringContaining('尚未答复') }),
    ]);
    expect(await letters(accused)).toEqual([
      expect.objectContaining({ ticketId: null, text: expect.stringContaining('尚未答复') }),
    ]);
    const answer = { version: seen!.version, answer: '经查窗口未一次性告知，已整改并致歉。' };
    await expect(desk.answerInquiry(seen!.id, answer, handlerOf('health'))).rejects.toMatchObject({
      code: 'not_found',
    });
    await desk.answerInquiry(seen!.id, answer, accused);
    await expect(desk.answerInquiry(seen!.id, answer, headOf('education'))).rejects.toMatchObject({ code: 'conflict' });
    expect((await inquiries(id)).inquiries[0]).toMatchObject({ state: 'answered', answer: answer.answer });
    const { timeline, ticket } = await queries.ticket(duty, id);
    expect(timeline.at(-1)!.text).toContain('市教育局答复核实函');
    // It waits to be read by the lead body, until somebody there has done something on the matter.
    const waits = async (by = duty) =>
      (await queries.tasks(by, { ticketId: id })).filter(({ kindTitle }) => kindTitle === '待阅核实函答复');
    expect(await waits()).toMatchObject([{ desk: 'inquiries', text: expect.stringContaining(number) }]);
    expect(await waits(accused)).toEqual([]);
    // Nobody's form on the ticket became stale by it.
    await story.responder.verbs.note(id, { revision, text: '已阅答复' }, duty);
    expect(await waits()).toEqual([]);
    expect(ticket.revision).toBeGreaterThan(revision);
  });

  it('takes part after all only when two persons of lead bodies say why', async () => {
    const id = await open();
    const why = '转学学籍系统仅由该局操作，须其协助';
    await expect(act(id, 'propose-admission', { unit: 'health', reason: why }, duty)).rejects.toThrow('无须回避');
    await act(id, 'propose-admission', { unit: 'education', reason: why }, duty);
    const [override] = (await inquiries(id)).overrides;
    await expect(act(id, 'dispatch', { lead: 'education', requirement: '核实' }, duty)).rejects.toThrow('是被反映单位');
    const confirm = { overrideId: override!.id, reason: '同意，限于系统操作' + '，不承办' };
    await expect(act(id, 'confirm-admission', confirm, duty)).rejects.toThrow('第二人');
    await expect(act(id, 'confirm-admission', confirm, spokesperson)).rejects.toMatchObject({ code: 'forbidden' });
    await act(id, 'confirm-admission', confirm, secondDuty);
    await act(id, 'dispatch', { lead: 'supervision', coHandlers: ['education'], requirement: '核实' }, duty);
    expect((await story.responder.queries.ticket(accused, id)).ticket.flags).toContain('admitted');
    expect((await story.responder.queries.tickets(accused, {})).items.map((row) => row.id)).toEqual([id]);
    const { timeline } = await story.responder.queries.ticket(duty, id);
    expect(timeline.find(({ kind }) => kind === 'confirm-admission')!.text).toContain('值班员甲提请，值班员乙同意');
  });
});

describe('抄告', () => {
  const copy = {
    units: ['health', 'housing'],
    mode: 'feedback',
    subject: '涉学校周边情况',
    body: '请关注并反馈周边管理情况。',
    dueAt: isoLocal('2026-03-12 17:00'),
  };

  it('reaches units that do not see the ticket, never the one that keeps out, and comes back with their words', async () => {
    const id = await open();
    await expect(act(id, 'copy-to-units', { ...copy, units: ['education'] }, duty)).rejects.toThrow('应当回避');
    await expect(act(id, 'copy-to-units', { ...copy, body: '发布者账号：江城热心人' }, duty)).rejects.toThrow(
      '发布者身份信息',
    );
    await expect(act(id, 'copy-to-units', { ...copy, dueAt: undefined }, duty)).rejects.toThrow('反馈期限');
    await act(id, 'copy-to-units', copy, duty);
    const { queries, papers: desk } = story.responder;
    const health = handlerOf('health');
    const [seen] = await queries.copies(health);
    expect(seen).toMatchObject({ subject: copy.subject, needsFeedback: true, state: 'sent' });
    await expect(queries.ticket(health, id)).rejects.toMatchObject({ code: 'not_found' });
    await desk.answerCopy(seen!.id, { version: 1 }, health);
    await desk.answerCopy(seen!.id, { version: 2, feedback: '已排查周边三所学校' }, headOf('health'));
    await expect(desk.answerCopy(seen!.id, { version: 2, feedback: '再次反馈一遍' }, health)).rejects.toMatchObject({
      code: 'conflict',
    });
    const rows = (await papers(id)).papers;
    expect(rows.map(({ to, state, feedback }) => [to.id, state, feedback])).toEqual([
      ['health', 'answered', '已排查周边三所学校'],
      ['housing', 'sent', null],
    ]);
    expect(new Set(rows.map(({ number }) => number)).size).toBe(2);
    await act(id, 'withdraw-transfer', { transferId: rows[1]!.id, version: 1, reason: '重复抄告' }, duty);
    expect((await papers(id)).papers[1]).toMatchObject({ state: 'withdrawn' });
  });
});

describe('移送', () => {
  const over = {
    to: 'police',
    basis: 'T-false-information',
    subject: '编造停课通知',
    body: '网上流传的停课通知系编造，请依法处理。',
  };

  it('goes to 公安, 信访 or 网信 only, on a basis of theirs, without who wrote it', async () => {
    const id = await open();
    const send = (changes: object) => act(id, 'hand-over', { ...over, ...changes }, duty);
    await expect(send({ to: 'health' })).rejects.toThrow('移送只能向市公安局、市信访局、市委网信办');
    await expect(send({ to: 'petition' })).rejects.toThrow('须选定其适用的依据');
    await expect(send({ body: '发布者@江城热心人 编造停课通知' })).rejects.toThrow('发布者身份信息');
    await send({});
    const [row] = (await papers(id)).papers;
    expect(row).toMatchObject({ number: '移送〔2026〕1号', basis: { doc: '国办发〔2016〕80号' }, receipt: null });
    const receipt = {
      transferId: row!.id,
      version: 1,
      number: '公受〔2026〕7号',
      at: isoLocal('2026-03-10 10:00'),
      post: '法制支队值班室',
    };
    await expect(act(id, 'record-receipt', { ...receipt, accepted: false }, duty)).rejects.toThrow('须写明对方理由');
    await act(id, 'record-receipt', { ...receipt, accepted: true }, duty);
    expect((await papers(id)).papers[0]).toMatchObject({ state: 'receipted', receipt: { number: '公受〔2026〕7号' } });
    await expect(
      act(id, 'withdraw-transfer', { transferId: row!.id, version: 2, reason: '撤回' }, duty),
    ).rejects.toThrow('对方已答复');
  });

  it.each([
    ['with the paper', true],
    ['with a recorded reason why not', false],
  ])('false information (D-6) is closed %s', async (_how, handed) => {
    const id = await open();
    await act(
      id,
      'judge',
      { outcome: 'public_answer', dispositions: ['D-6'], verification: 'false', reason: '经核实系谣言' },
      dutyLeader,
    );
    const url = 'https://weibo.example.cn/2';
    const release = {
      kind: 'clarification',
      title: '情况说明',
      channel: '微博',
      url,
      at: isoLocal('2026-03-10 10:00'),
    };
    await act(id, 'record-release', release, spokesperson);
    await expect(act(id, 'close', { conclusion: '已澄清' }, duty)).rejects.toThrow('D-6：缺涉嫌违法线索的移送单');
    if (handed) await act(id, 'hand-over', over, duty);
    const why = handed ? {} : { transfer: '经研判无涉嫌违法线索' };
    expect((await act(id, 'close', { conclusion: '已澄清', ...why }, duty)).state).toBe('closed');
  });
});

describe('a letter that nobody answers', () => {
  it('its unit is told before and when it is due, once each, by its number alone; then the duty desk too', async () => {
    await acts.at('2026-03-16 09:00');
    const id = await open();
    await act(id, 'inquire-accused', { ...letter, dueAt: isoLocal('2026-03-17 09:00') }, duty);
    const { number } = (await inquiries(id)).inquiries.at(-1)!;
    const told = async (actor: typeof duty) =>
      (await story.responder.queries.notifications(actor, { limit: 200 })).items
        .map(({ text }) => text)
        .filter((text) => text.includes(number) && /尚未答复|逾期/.test(text));
    await acts.at('2026-03-17 02:59');
    expect(await told(accused)).toEqual([]);
    for (const time of ['03:00', '03:01', '08:00']) await acts.at(`2026-03-17 ${time}`);
    expect(await told(accused)).toEqual([`核实函${number}尚未答复，期限3月17日09:00`]);
    expect(await told(duty)).toEqual([]);
    for (const time of ['09:00', '09:01', '12:00']) await acts.at(`2026-03-17 ${time}`);
    expect(await told(accused)).toHaveLength(2);
    expect(await told(duty)).toHaveLength(1);
    const { timeline } = await acts.detail(id);
    expect(timeline.filter(({ kind }) => kind === 'inquiry-overdue')).toHaveLength(1);
  });

  it('answered or withdrawn, it is not pressed', async () => {
    const id = await open();
    await act(id, 'inquire-accused', { ...letter, dueAt: isoLocal('2026-03-18 09:00') }, duty);
    const row = (await inquiries(id)).inquiries.at(-1)!;
    await act(id, 'withdraw-inquiry', { inquiryId: row.id, version: row.version, reason: '改由实地核实' }, duty);
    await acts.at('2026-03-18 10:00');
    const { items } = await story.responder.queries.notifications(accused, { limit: 200 });
    expect(items.filter(({ text }) => text.includes(row.number))).toHaveLength(1);
  });
});
