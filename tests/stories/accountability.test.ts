import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/runtime/kernel.ts';
import {
  anEvent,
  duty,
  handlerOf,
  dutyLeader,
  headOf,
  isoLocal,
  leader,
  person,
  responderStory,
  supervisor,
  type ResponderStory,
} from '../harness/responder.ts';

const secondSupervisor = person('督查员乙', 'supervision', 'supervisor');
const head = headOf('water_company');

let story: ResponderStory;
let ticketId: string;
beforeEach(async () => {
  story = await responderStory('2026-03-02 09:00');
  const event = anEvent('2026-03-02 09:00');
  await story.tell(event);
  ticketId = (await story.ticketOf(event.id)).ticket.id;
});
afterEach(() => story.close());

const seen = async (actor: Actor) => (await story.responder.queries.cases(actor))[0];
const act = async (verb: Parameters<typeof story.responder.cases.act>[0], input: object, actor: Actor) => {
  const { id, version } = (await seen(supervisor))!;
  await story.responder.cases.act(verb, id, { version, ...input }, actor);
};
/** The unit lets the 48 hours pass; the machine leaves a lead, never a finding. */
async function missedAnswer() {
  const { verbs, queries } = story.responder;
  await verbs
    .judge(
      ticketId,
      { revision: 1, outcome: 'public_answer', dispositions: ['D-2'] } as Parameters<typeof verbs.judge>[1],
      duty,
    )
    .catch(() => undefined);
  await story.until('2026-03-04 10:00');
  return (await queries.accountability(supervisor)).find((lead) => lead.rule === 'N-03')!;
}
const open = (failure = 'late_report', leadId?: string) =>
  story.responder.cases.open(
    { ticketId, unit: 'water_company', failure, reason: '超过48小时未回应', ...(leadId && { leadId }) },
    supervisor,
  );

describe('accountability', () => {
  it('H17: a missed clock is only a lead with its evidence; nothing is found until two named people have acted', async () => {
    const lead = await missedAnswer();
    expect(lead).toMatchObject({ kind: '回应不及时', state: 'to_verify' });
    expect(await story.responder.queries.cases(supervisor)).toEqual([]);
    await open('late_report', lead.id);
    const kase = (await seen(supervisor))!;
    expect(kase).toMatchObject({ state: 'verifying', failure: '报告不及时', decision: null, papers: [] });
    expect(kase.evidence).toMatchObject([{ kind: 'clock', text: lead.why }]);
    await expect(act('decide', { measure: 'rectify', basis: 'C-01', reason: '属实' }, supervisor)).rejects.toThrow(
      '须由另一人决定',
    );
    await act('decide', { measure: 'rectify', basis: 'C-01', reason: '证据充分' }, leader);
    expect((await seen(supervisor))!.decision).toMatchObject({
      ...{ measure: 'rectify', measureName: '责令整改', by: '分管领导' },
    });
    await expect(open('late_report', lead.id)).rejects.toThrow('已经处理');
  });

  it('H17: knows the three failures by name, and decides nothing without evidence', async () => {
    const { choices } = { choices: story.responder.queries.caseChoices() };
    expect(choices.failures.map(({ name }) => name)).toEqual(['处置不得力', '回应不妥当', '报告不及时']);
    await open('poor_handling');
    await expect(act('decide', { measure: 'talk', basis: 'C-01', reason: '印象不好' }, leader)).rejects.toThrow(
      '没有证据',
    );
    await act('decide', { measure: 'none', reason: '查无实据' }, leader);
    expect(await seen(supervisor)).toMatchObject({ state: 'dropped', outcome: '不予追究' });
  });

  it.each([
    ['criticise', '通报', '通报〔2026〕1号'],
    ['talk', '约谈通知', '约谈〔2026〕1号'],
    ['rectify', '整改单', '整改〔2026〕1号'],
  ])('H18: %s gives the paper %s with its number, facts, ground and deadline', async (measure, title, number) => {
    await open('poor_response');
    await act(
      'add-evidence',
      { kind: 'link', text: '回应链接：答非所问', at: isoLocal('2026-03-02 08:00') },
      supervisor,
    );
    await act('decide', { measure, basis: 'C-02', reason: '属实' }, secondSupervisor);
    expect(await seen(head)).toBeUndefined();
    await act('issue-notice', { requirement: '重新核实并公开回应' }, supervisor);
    const [paper] = (await seen(head))!.papers;
    expect(paper).toMatchObject({ title, number });
    for (const part of ['江城水务集团', '回应不妥当', '回应链接：答非所问', '国办发〔2016〕61号', '舆交〔2026〕1号'])
      expect(paper!.text).toContain(part);
    expect(paper!.text).not.toMatch(/「[a-z]+」/);
    // Five working days for the reply, fifteen for the rectification, counted from 2 March.
    expect((await seen(head))!.replyDueAt).toBe(isoLocal('2026-03-09 17:30'));
    expect((await seen(head))!.rectifyDueAt).toBe(measure === 'criticise' ? null : isoLocal('2026-03-23 17:30'));
  });

  it('H18: what must be put right is closed only after somebody has accepted it; not accepted, it is done again', async () => {
    await open();
    await act('add-evidence', { kind: 'paper', text: '值班记录第3页', at: isoLocal('2026-03-02 08:00') }, supervisor);
    await act('decide', { measure: 'rectify', basis: 'C-01', reason: '属实' }, leader);
    await act('issue-notice', { requirement: '建立夜间值守' }, supervisor);
    // An office that has no head of its own answers by its leader on duty; another unit's hears nothing.
    const leaderThere = { ...dutyLeader, id: 'leader-there', unitId: 'water_company' };
    expect(await story.responder.queries.tasks(leaderThere)).toMatchObject([{ kind: 'case', why: '通知发给贵单位' }]);
    expect(await seen(dutyLeader)).toBeUndefined();
    await act('reply', { text: '我单位已组织学习并排出值班表。' }, leaderThere);
    await expect(act('close-case', { conclusion: '已说明' }, supervisor)).rejects.toThrow('未经验收');
    const done = { text: '已建立夜间值守并试运行一周。', proof: '江水〔2026〕8号' };
    await act('report-rectification', done, head);
    await act('accept-rectification', { accept: false, reason: '试运行记录不全' }, supervisor);
    await act('report-rectification', { ...done, proof: '江水〔2026〕9号' }, head);
    await act('accept-rectification', { accept: true, reason: '符合要求' }, supervisor);
    await act('close-case', { conclusion: '整改到位' }, supervisor);
    const kase = (await seen(supervisor))!;
    expect(kase).toMatchObject({ state: 'closed', outcome: '整改到位', allowed: [] });
    expect(kase.entries.map(({ text }) => text)).toEqual([
      ...['立案核查', '补充证据：值班记录第3页'],
      expect.stringContaining('决定责令整改'),
      ...['发出整改单 整改〔2026〕1号', '报送书面说明', '报送整改情况：江水〔2026〕8号'],
      ...['整改未通过验收，退回继续整改', '报送整改情况：江水〔2026〕9号', '整改通过验收', '结案'],
    ]);
  });

  it('a unit may appeal once, in time, and a third person rules', async () => {
    await open();
    await act('add-evidence', { kind: 'paper', text: '值班记录第3页', at: isoLocal('2026-03-02 08:00') }, supervisor);
    await act('decide', { measure: 'rectify', basis: 'C-01', reason: '属实' }, secondSupervisor);
    await act('issue-notice', { requirement: '建立夜间值守' }, supervisor);
    await story.until('2026-03-03 09:00');
    // To have begun with the rectification does not take the appeal away.
    const done = { proof: '江水〔2026〕8号', text: '已安排夜间值守，名单附后。' };
    await act('report-rectification', done, head);
    await act('appeal', { text: '当晚停电，系统无法登录。' }, head);
    await expect(act('rule-appeal', { uphold: true, reason: '理由不足' }, supervisor)).rejects.toThrow('不得裁定');
    await expect(act('rule-appeal', { uphold: true, reason: '理由不足' }, secondSupervisor)).rejects.toThrow(
      '不得裁定',
    );
    await story.until('2026-03-05 09:00');
    await act('rule-appeal', { uphold: true, reason: '有备用电话可用' }, leader);
    // Two days of appeal are given back.
    expect((await seen(head))!.rectifyDueAt).toBe(isoLocal('2026-03-25 17:30'));
    await expect(act('appeal', { text: '再次申诉，请求复核。' }, head)).rejects.toThrow('不得再次申诉');
  });

  it('is seen by supervision, leaders and, from its notice on, the unit itself; the machine and the desk have no way in', async () => {
    await open();
    for (const actor of [duty, handlerOf('water_company'), headOf('education'), head])
      expect(await seen(actor), actor.id).toBeUndefined();
    const { id, version } = (await seen(supervisor))!;
    await expect(story.responder.cases.act('close-case', id, { version, conclusion: '算了吧' }, duty)).rejects.toThrow(
      '没有这个问责事项',
    );
    const machine: Actor = { id: 'system', name: '系统', unitId: null, roles: [] };
    await expect(
      story.responder.cases.open({ ticketId, unit: 'water_company', failure: 'late_report', reason: '逾期' }, machine),
    ).rejects.toThrow('只有督查机构');
    await expect(open('bad_mood')).rejects.toThrow('没有失职情形');
  });

  it('a unit reads the papers sent to it and its own words; where the ticket accuses it, nothing that leads to the complaint', async () => {
    const event = anEvent('2026-03-02 09:00', {
      title: '反映市水务局窗口推诿',
      accused: [{ id: 'water', name: '市水务局' }],
    });
    await story.tell(event);
    ticketId = (await story.ticketOf(event.id)).ticket.id;
    const { cases } = story.responder;
    await cases.open({ ticketId, unit: 'water', failure: 'poor_response', reason: '举报人反映三次未答复' }, supervisor);
    const evidence = (text: string) =>
      act('add-evidence', { kind: 'link', text, at: isoLocal('2026-03-02 08:00') }, supervisor);
    await expect(evidence('见 https://weibo.example.cn/举报帖')).rejects.toThrow('不得出现链接');
    await expect(evidence('反映人电话13812345678')).rejects.toThrow('不得出现手机号码');
    await evidence('三次来电均无答复记录');
    await act('decide', { measure: 'rectify', basis: 'C-01', reason: '经与举报人核实' }, leader);
    const bad = act('issue-notice', { requirement: '请联系账号“江城热心人”说明' }, supervisor);
    await expect(bad).rejects.toThrow('不得出现账号');
    await act('issue-notice', { requirement: '限期答复来电事项' }, supervisor);
    await act('reply', { text: '我局已组织自查并答复来电。' }, headOf('water'));
    const told = (await seen(headOf('water')))!;
    expect(told).toMatchObject({ ticket: null, evidence: [], decision: null, reply: '我局已组织自查并答复来电。' });
    expect(told.entries.map(({ text }) => text)).toEqual(['报送书面说明']);
    expect(told.papers[0]!.text).toContain('三次来电均无答复记录');
    const words = JSON.stringify(told);
    for (const secret of ['舆交', '推诿', '举报人', ticketId, '督查员', '分管领导'])
      expect(words).not.toContain(secret);
    expect((await seen(supervisor))!.entries.length).toBeGreaterThan(4);
  });

  it('of two people who act on what they both saw the second is told who was first', async () => {
    await open();
    const { id, version } = (await seen(supervisor))!;
    const evidence = { version, kind: 'paper', text: '值班记录第3页', at: isoLocal('2026-03-02 08:00') };
    const both = await Promise.allSettled([
      story.responder.cases.act('add-evidence', id, evidence, supervisor),
      story.responder.cases.act('add-evidence', id, evidence, secondSupervisor),
    ]);
    const lost = both.find((one) => one.status === 'rejected');
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(String(lost?.reason)).toMatch(/督查员.* 先行处理/);
    expect((await seen(supervisor))!.evidence).toHaveLength(1);
  });
});

describe('accountability in a matter that accuses a lead body', () => {
  const against = async (unit: string) => {
    const event = anEvent('2026-03-02 08:40', { accused: [{ id: unit, name: unit }] });
    await story.tell(event);
    return (await story.responder.queries.tickets(leader, { eventId: event.id })).items[0]!.id;
  };
  const openOn = (id: string, by: Actor) =>
    story.responder.cases.open(
      { ticketId: id, unit: 'water_company', failure: 'late_report', reason: '同一事项供水集团迟报' },
      by,
    );
  const ofOffice = (role: 'leader' | 'supervisor') => person(`办公室${role}`, 'gov_office', role);

  it('is neither read nor decided by whom the ticket accuses, though the case is about another unit', async () => {
    const id = await openOn(await against('gov_office'), supervisor);
    const evidence = { kind: 'paper', text: '群众反映市政府办公室压件', at: isoLocal('2026-03-02 08:00') };
    await act('add-evidence', evidence, supervisor);
    for (const accused of [ofOffice('leader'), ofOffice('supervisor')]) {
      expect(await story.responder.queries.cases(accused)).toEqual([]);
      await expect(
        story.responder.cases.act('decide', id, { version: 2, measure: 'none', reason: '不予追究' }, accused),
      ).rejects.toMatchObject({ code: 'not_found' });
    }
    expect((await seen(leader))!.allowed.map(({ verb }) => verb)).toContain('decide');
  });

  it('is not opened by a 督查 that the ticket accuses, which hears of none of its leads', async () => {
    const own = await against('supervision');
    await expect(openOn(own, supervisor)).rejects.toMatchObject({ code: 'not_found' });
    const judgement = { revision: 1, outcome: 'public_answer', dispositions: ['D-2'] };
    await story.responder.verbs.judge(own, judgement as never, duty);
    await missedAnswer();
    const leadsOf = async (actor: Actor) =>
      (await story.responder.queries.accountability(actor)).map((lead) => lead.ticketId);
    expect(await leadsOf(ofOffice('supervisor'))).toContain(own);
    expect(await leadsOf(supervisor)).toContain(ticketId);
    expect(await leadsOf(supervisor)).not.toContain(own);
  });
});

describe('what the unit comes to read of its case', () => {
  it('names nobody who complained, in no ruling and no conclusion', async () => {
    const named = '来电人电话13912345678，举报属实';
    await open();
    await act('add-evidence', { kind: 'paper', text: '值班记录第3页', at: isoLocal('2026-03-02 08:00') }, supervisor);
    await act('decide', { measure: 'rectify', basis: 'C-01', reason: '属实' }, secondSupervisor);
    await act('issue-notice', { requirement: '建立夜间值守' }, supervisor);
    await act('appeal', { text: '我单位已按时报告，请复核。' }, head);
    const third = person('督查员丙', 'supervision', 'supervisor');
    const refused = { code: 'precondition_failed' };
    await expect(act('rule-appeal', { uphold: true, reason: named }, third)).rejects.toMatchObject(refused);
    await act('rule-appeal', { uphold: true, reason: '迟报有记录为证' }, third);
    await act('reply', { text: '我单位已组织学习并排出值班表。' }, head);
    await act('report-rectification', { text: '已建立夜间值守并试运行一周。', proof: '江水〔2026〕8号' }, head);
    const accept = { accept: true, reason: named };
    await expect(act('accept-rectification', accept, supervisor)).rejects.toMatchObject(refused);
    await act('accept-rectification', { ...accept, reason: '符合要求' }, supervisor);
    await expect(act('close-case', { conclusion: named }, supervisor)).rejects.toMatchObject(refused);
  });
});
