import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  duty,
  dutyLeader,
  graveEvent,
  handlerOf,
  headOf,
  person,
  responderStory,
  secondDuty,
  spokesperson,
  type ResponderStory,
} from '../harness/responder.ts';
import { author, head, releaseRoom } from '../harness/release-desk.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 12:30');
});
afterAll(() => story.close());
const verbs = () => story.responder.verbs;
const helpedBy = (id: string, unit: string) =>
  story.kernel.db
    .updateTable('responder_tickets')
    .set({ co_units: [unit] })
    .where('id', '=', id)
    .execute();

describe('who signs', () => {
  it('Ⅱ: unit, press office and leader one after the other', async () => {
    const room = await releaseRoom(story, graveEvent('2026-03-10 11:00', { departments: [] }));
    const draft = await room.draft();
    const at = { draftId: draft.id, version: 1 };
    await verbs()['submit-release'](room.id, at, author);
    await expect(verbs()['approve-release'](room.id, { ...at, approve: true }, spokesperson)).rejects.toThrow(
      '现在没有须由您审核的环节',
    );
    await verbs()['approve-release'](room.id, { ...at, approve: true }, head);
    await verbs()['approve-release'](room.id, { ...at, approve: true }, spokesperson);
    // The leader on duty of a unit that helps is no leader of the bodies that lead the matter.
    await helpedBy(room.id, 'housing');
    const ofHelper = person('带班领导', 'housing', 'duty_leader');
    for (const verb of ['approve-release', 'review-secrecy'] as const)
      await expect(verbs()[verb](room.id, { ...at, approve: true }, ofHelper)).rejects.toThrow(
        /没有须由您审核|只有保密审查岗位/,
      );
    await verbs()['approve-release'](room.id, { ...at, approve: true }, dutyLeader);
    const { approval, gate } = await room.again(draft);
    expect(approval).toMatchObject({ rule: 'A-grave', method: 'order' });
    expect(approval.steps.map(({ signed }) => signed?.by ?? null)).toEqual(['负责人', '新闻发言人', '带班领导', null]);
    expect(approval.steps.find(({ id }) => id === 'leader')!.posts).toEqual(['牵头单位带班领导']);
    expect(gate.find(({ id }) => id === 'approval')).toMatchObject({ state: 'ok' });
  });

  it('a quorum of two suffices at Ⅲ; a channel of the press office asks its reviewer beside', async () => {
    const room = await releaseRoom(story);
    const { revision } = (await story.responder.queries.ticket(duty, room.id)).ticket;
    await verbs()['set-level'](room.id, { revision, level: 'III', stage: 'duty', reason: '影响面较大' }, duty);
    const draft = await room.draft({ channels: ['weibo'] });
    const at = { draftId: draft.id, version: 1, approve: true };
    await verbs()['submit-release'](room.id, { draftId: draft.id, version: 1 }, author);
    await verbs()['approve-release'](room.id, at, head);
    await verbs()['approve-release'](room.id, at, dutyLeader);
    expect((await room.again(draft)).gate.find(({ id }) => id === 'approval')!.why).toBe('尚缺：微博渠道审核');
    await verbs()['approve-release'](room.id, at, spokesperson);
    expect((await room.again(draft)).gate.find(({ id }) => id === 'approval')!.state).toBe('ok');
  });

  it('somebody else signs only on a registered order of the head, a spoken one is signed afterwards', async () => {
    const room = await releaseRoom(story);
    const draft = await room.draft();
    const at = { draftId: draft.id, version: 1, approve: true };
    await verbs()['submit-release'](room.id, { draftId: draft.id, version: 1 }, author);
    const sign = (by: typeof duty) => verbs()['approve-release'](room.id, at, by);
    await expect(sign(secondDuty)).rejects.toThrow('须凭已登记且在期限内的委托');
    const now = story.time.now().getTime();
    const hours = (count: number) => new Date(now + count * 3_600_000).toISOString();
    const order = { principal: head.name, scope: 'ticket' as const, from: hours(-1), until: hours(8) };
    const given = (to: typeof duty, more = {}) =>
      verbs()['register-delegation'](room.id, { ...order, ...more, actorId: to.id, name: to.name }, duty);
    await expect(given(secondDuty, { until: hours(-2) })).rejects.toThrow('截止时间须晚于现在');
    await helpedBy(room.id, 'housing');
    const helper = headOf('housing');
    const stranger = { ...order, paper: '江住委〔2026〕1号', actorId: secondDuty.id, name: secondDuty.name };
    await expect(verbs()['register-delegation'](room.id, stranger, helper)).rejects.toThrow('只能由该单位或牵头单位');
    await expect(given(duty, { paper: '江水委〔2026〕9号' })).rejects.toThrow('须由受委托人以外的人登记');
    await expect(given(secondDuty, { until: hours(90) })).rejects.toThrow('口头委托最长72小时');
    const forEver = { until: hours(24 * 366 * 72), paper: '江水委〔2026〕8号' };
    await expect(given(secondDuty, forEver)).rejects.toThrow('委托的截止时间填为2098年');
    // Not yet, and to somebody else: neither is an order for this person now.
    await given(secondDuty, { from: hours(2), paper: '江水委〔2026〕1号' });
    await given(dutyLeader, { paper: '江水委〔2026〕2号' });
    await expect(sign(secondDuty)).rejects.toThrow('须凭已登记且在期限内的委托');
    await given(secondDuty);
    await sign(secondDuty);
    expect((await room.timeline()).at(-1)).toContain('（受负责人委托，口头，待补签）');
    const owed = async (by: typeof duty) =>
      (await story.responder.queries.tasks(by, { ticketId: room.id })).filter(({ kind }) => kind === 'delegation');
    expect(await owed(head)).toMatchObject([{ kindTitle: '待补签委托', verb: 'sign-delegation' }]);
    const [spoken] = (await room.desk()).delegations.filter(({ unsigned }) => unsigned);
    const paper = { delegationId: spoken!.id, paper: '江水委〔2026〕3号' };
    await expect(verbs()['sign-delegation'](room.id, paper, secondDuty)).rejects.toThrow('不能补签自己的委托');
    await verbs()['sign-delegation'](room.id, paper, head);
    expect(await owed(head)).toEqual([]);
    expect((await room.desk()).delegations.find(({ id }) => id === spoken!.id)).toMatchObject({
      ...{ unsigned: false, paper: paper.paper, signedBy: head.name, delegate: secondDuty.name },
    });
    const end = { delegationId: spoken!.id, reason: '负责人已返岗' };
    await verbs()['end-delegation'](room.id, end, head);
    await expect(verbs()['end-delegation'](room.id, end, head)).rejects.toThrow('已到期或已终止');
    expect((await room.timeline()).at(-1)).toContain('终止负责人对');
    // Both ends are people of the directory, whatever the caller writes.
    const unknown = person('某某', 'gov_office', 'duty_officer');
    await expect(given(unknown)).rejects.toThrow('名录中没有这个在用账号；可受委托的有：值班员甲（市政府办公室）');
    await expect(given(helper)).rejects.toThrow('负责人的岗位不能代审发布');
    await expect(given(secondDuty, { principal: '张某' })).rejects.toThrow('在册的负责人：负责人；只填姓名');
    // A sentence that names the head is no order of his.
    for (const principal of [`不是${head.name}同意的`, `${head.name}以外的人`, dutyLeader.id])
      await expect(given(secondDuty, { principal })).rejects.toThrow('委托人须为江城水务集团在册的负责人');
    // Named by his account he stands there by his name.
    const row = { ...order, principal: head.id, actorId: secondDuty.id, name: '冒名' };
    await verbs()['register-delegation'](room.id, { ...row, from: hours(1) }, duty);
    expect((await room.timeline()).at(-1)).toContain(`江城水务集团负责人委托${secondDuty.name}代审`);
    // Entered wrongly and ended before anybody signed on it: there is no paper to wait for.
    const [wrong] = (await room.desk()).delegations.filter(({ unsigned }) => unsigned);
    expect(await owed(head)).toHaveLength(1);
    await verbs()['end-delegation'](room.id, { delegationId: wrong!.id, reason: '登记错误' }, duty);
    expect(await owed(head)).toEqual([]);
    // The database holds it too: no signature on another's order, none for another without an order.
    const table = story.kernel.db.updateTable('responder_release_signatures').where('draft_id', '=', draft.id);
    const [other] = (await room.desk()).delegations.filter(({ delegate }) => delegate === dutyLeader.name);
    await expect(table.set({ delegation_id: other!.id }).execute()).rejects.toThrow('by_the_delegate');
    await expect(table.set({ delegation_id: null }).execute()).rejects.toThrow('on_a_registered_order');
  });

  it('a unit that helps and releases itself has a head of its own, whose order holds for its releases alone', async () => {
    const room = await releaseRoom(story);
    await helpedBy(room.id, 'housing');
    const draft = await room.draft({ unit: 'housing', unitReason: '受影响小区由其通知' }, handlerOf('housing'));
    const at = { draftId: draft.id, version: 1, approve: true };
    await verbs()['submit-release'](room.id, { draftId: draft.id, version: 1 }, handlerOf('housing'));
    const now = story.time.now().getTime();
    const day = { from: new Date(now - 1).toISOString(), until: new Date(now + 8 * 3_600_000).toISOString() };
    const order = { ...day, principal: '负责人', scope: 'ticket' as const, actorId: secondDuty.id, name: '值班员乙' };
    const register = (more: object, by = headOf('housing')) =>
      verbs()['register-delegation'](room.id, { ...order, ...more }, by);
    await register({}, head);
    await expect(verbs()['approve-release'](room.id, at, secondDuty)).rejects.toThrow('须凭已登记且在期限内的委托');
    await expect(register({ unit: 'education' }, duty)).rejects.toThrow('不是本工单的主办、协办或发布单位');
    await register({ unit: 'housing' });
    await verbs()['approve-release'](room.id, at, secondDuty);
    expect((await room.desk()).delegations.map(({ unit }) => unit.id)).toEqual(['housing', 'water_company']);
  });

  it('a spoken order of a unit that is off the matter meanwhile is signed afterwards by who leads it', async () => {
    const room = await releaseRoom(story);
    const now = story.time.now().getTime();
    const times = { from: new Date(now - 3_600_000).toISOString(), until: new Date(now + 3_600_000).toISOString() };
    const order = { actorId: secondDuty.id, name: secondDuty.name, principal: head.name, scope: 'ticket' as const };
    await verbs()['register-delegation'](room.id, { ...order, ...times }, head);
    const owed = async (by: typeof duty) =>
      (await story.responder.queries.tasks(by, { ticketId: room.id })).filter(({ kind }) => kind === 'delegation');
    expect([await owed(head), await owed(duty)].map(({ length }) => length)).toEqual([1, 0]);
    const { revision } = (await story.responder.queries.ticket(duty, room.id)).ticket;
    await verbs().reassign(room.id, { revision, lead: 'housing', reason: '职责分工' }, duty);
    expect([await owed(head), await owed(duty)].map(({ length }) => length)).toEqual([0, 1]);
    const [entered] = (await room.desk()).delegations;
    await verbs()['sign-delegation'](room.id, { delegationId: entered!.id, paper: '江水委〔2026〕8号' }, duty);
    expect(await owed(duty)).toEqual([]);
  });

  it('what lies unsigned is told to the next one, once; what is not wanted any more is withdrawn before it is published', async () => {
    const room = await releaseRoom(story);
    const draft = await room.draft();
    await verbs()['submit-release'](room.id, { draftId: draft.id, version: 1 }, author);
    const { dueAt } = (await room.again(draft)).approval;
    await story.time.advanceTo(new Date(new Date(dueAt!).getTime() + 60_000));
    await story.responder.sweep();
    await story.responder.sweep();
    const late = (await room.timeline()).filter((text) => text.includes('送审已超过规定时间'));
    expect(late).toEqual(['送审已超过规定时间：尚缺：发布单位负责人审核（《关于和平街道供水恢复情况的通报》）']);
    const told = await story.responder.queries.notifications(duty);
    expect(told.items.some(({ why }) => why.includes('送审已超过规定时间'))).toBe(true);
    expect((await room.again(draft)).approval.late).toBe(true);
    await verbs()['drop-release'](room.id, { draftId: draft.id, version: 1, reason: '情况有变，另拟' }, author);
    await expect(verbs()['publish-release'](room.id, { draftId: draft.id, version: 1 }, author)).rejects.toThrow(
      '发布稿已撤回',
    );
  });
});

describe('the plan of a release', () => {
  it('H06: a step that was not published in its time appears with the duty desk, once, and a published one does not', async () => {
    const room = await releaseRoom(story);
    const now = story.time.now().getTime();
    const step = {
      ...{ message: '公布水质检测结果', speaker: '水务集团发言人', channel: '政府网站' },
      ...{ at: new Date(now + 3_600_000).toISOString(), followUp: '三日内公布整改情况' },
    };
    await verbs()['plan-release'](room.id, step, author);
    const sooner = new Date(now + 1_800_000).toISOString();
    await verbs()['plan-release'](room.id, { ...step, at: sooner, message: '公布恢复供水时间' }, author);
    const [second, first] = (await room.desk()).plans;
    await verbs()['settle-plan'](room.id, { planId: second!.id, outcome: 'done', reason: '已在网站公布' }, author);
    expect(first).toMatchObject({ ...step, at: first!.at, late: false, state: 'open' });
    await story.time.advanceTo(new Date(now + 3_660_000));
    await story.responder.sweep();
    await story.responder.sweep();
    const told = (await story.responder.queries.notifications(duty)).items.filter(({ why }) =>
      why.includes('发布计划'),
    );
    expect(told.filter(({ text }) => text.includes('公布水质检测结果'))).toHaveLength(1);
    expect(told.some(({ text }) => text.includes('公布恢复供水时间'))).toBe(false);
    expect((await room.desk()).plans[1]!.late).toBe(true);
  });
});

describe('the press office', () => {
  it('E15: plans, records and reviews releases and conferences; it neither judges, assigns, supervises nor closes', async () => {
    const room = await releaseRoom(story);
    const { allowedVerbs } = await story.responder.queries.ticket(spokesperson, room.id);
    const own = allowedVerbs.map(({ verb }) => verb);
    expect(own).toEqual(
      expect.arrayContaining([
        'record-conference',
        'record-release',
        'confirm-release',
        'approve-release',
        'plan-release',
      ]),
    );
    const others = [
      'judge',
      'second-judge',
      'set-level',
      'dispatch',
      'accept',
      'return',
      'rule',
      'reassign',
      'report',
      'review',
    ];
    for (const verb of [
      ...others,
      'supervise',
      'list',
      'close',
      'archive',
      'reopen',
      'merge',
      'extend',
      'report-up',
      'review-secrecy',
    ])
      expect(own, verb).not.toContain(verb);
    const elsewhere = person('发言人', 'education', 'spokesperson');
    await expect(story.responder.queries.ticket(elsewhere, room.id)).rejects.toThrow('无权查看');
    expect(headOf('water_company').roles).not.toContain('spokesperson');
  });
});

describe('新闻办 is accused itself', () => {
  const against = (published: string) =>
    graveEvent(published, { departments: [], accused: [{ id: 'press_office', name: '市政府新闻办公室' }] });

  it('and whoever leads the matter signs in its place, under a note; nothing waits for it', async () => {
    const room = await releaseRoom(story, against('2026-03-10 11:10'));
    const draft = await room.draft({ channels: ['weibo'] });
    const at = { draftId: draft.id, version: 1, approve: true };
    await verbs()['submit-release'](room.id, { draftId: draft.id, version: 1 }, author);
    await verbs()['approve-release'](room.id, at, head);
    await expect(verbs()['approve-release'](room.id, at, spokesperson)).rejects.toMatchObject({ code: 'not_found' });
    const press = (await room.again(draft)).approval.steps.find(({ id }) => id === 'press')!;
    expect(press.standIn).toBe('市政府新闻办公室是被反映单位，应当回避，由市政府办公室或市委网信办值班人员代行');
    const waiting = (await story.responder.queries.tasks(secondDuty)).filter(({ ticketId }) => ticketId === room.id);
    expect(waiting).toContainEqual(
      expect.objectContaining({ verb: 'approve-release', why: '被反映单位回避，由您代为审核：新闻办审核' }),
    );
    await verbs()['approve-release'](room.id, at, secondDuty);
    await verbs()['approve-release'](room.id, at, dutyLeader);
    expect((await room.again(draft)).gate.find(({ id }) => id === 'approval')).toMatchObject({ state: 'ok' });
    expect((await room.timeline()).some((text) => text.startsWith('新闻办审核（代被反映单位）同意'))).toBe(true);
  });

  it('is no stand-in for a department: its own 负责人 is not signed for', async () => {
    const room = await releaseRoom(story, graveEvent('2026-03-10 11:20', { departments: [] }));
    const draft = await room.draft();
    await verbs()['submit-release'](room.id, { draftId: draft.id, version: 1 }, author);
    expect((await room.again(draft)).approval.steps.map(({ standIn }) => standIn)).toEqual([null, null, null, null]);
    const at = { draftId: draft.id, version: 1, approve: true };
    await expect(verbs()['approve-release'](room.id, at, secondDuty)).rejects.toThrow('现在没有须由您审核的环节');
  });
});
