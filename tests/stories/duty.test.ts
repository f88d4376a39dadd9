import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { loadResponderBooks } from '../../responder/index.ts';
import {
  anEvent,
  duty,
  dutyLeader,
  graveEvent,
  handlerOf,
  headOf,
  isoLocal,
  leader,
  local,
  person,
  responderStory,
  secondDuty,
  supervisor,
  type ResponderStory,
} from '../harness/responder.ts';

const night = person('夜班值班员', 'gov_office', 'duty_officer');
const morning = person('早班值班员', 'gov_office', 'duty_officer');
const books = loadResponderBooks(shippedConfigFolder());

let story: ResponderStory;
beforeAll(async () => {
  const deadSources = () => Promise.resolve(['江城论坛']);
  story = await responderStory('2026-03-10 16:00', { books, deadSources });
  await story.kernel.jobs.unschedule('responder.sweep', 'every-second');
  await plan(dutyLeader, 'gov_office', [
    ['2026-03-10 16:00', '2026-03-10 17:30', dutyLeader, [duty]],
    ['2026-03-10 17:30', '2026-03-11 08:30', dutyLeader, [night]],
    ['2026-03-11 08:30', '2026-03-11 17:30', dutyLeader, [morning]],
  ]);
  // At night the bureau has only its leader on call.
  await plan(headOf('emergency'), 'emergency', [
    ['2026-03-10 17:30', '2026-03-11 08:30', headOf('emergency'), []],
    ['2026-03-11 08:30', '2026-03-11 17:30', headOf('emergency'), [handlerOf('emergency')]],
  ]);
});
afterAll(() => story.close());

type Row = [from: string, to: string, leads: Actor | null, officers: Actor[]];
const who = ({ id, name, unitId }: Actor) => ({ id, name, unitId });
const plan = (by: Actor, unit: string, rows: Row[], replace = false) =>
  story.responder.duty.setShifts(
    {
      ...{ unit, replace, reason: '月度排班' },
      shifts: rows.map(([from, to, leads, officers]) => ({
        ...{ from: isoLocal(from), to: isoLocal(to), officers: officers.map(who) },
        leader: leads === null ? null : who(leads),
      })),
    },
    by,
  );
const at = async (time: string): Promise<void> => {
  await story.until(time);
  await story.responder.sweep();
};
async function told(id: string): Promise<string[]> {
  const { timeline } = await story.responder.queries.ticket(duty, id);
  return timeline
    .filter((entry) => entry.kind.startsWith('escalation.'))
    .map((entry) => {
      const { step, to } = entry.data as { step: string; to: string[] };
      return `${entry.at.slice(11, 16)} ${step} ${to.join('+') || '-'}`;
    });
}
async function dispatched(found: string, change = {}) {
  const event = graveEvent(found, change);
  await story.tell(event);
  const { ticket } = await story.ticketOf(event.id);
  const judgement = { revision: ticket.revision, outcome: 'public_answer' as const, dispositions: ['D-3' as const] };
  const { revision } = await story.responder.verbs.judge(ticket.id, judgement, duty);
  return story.responder.verbs.dispatch(ticket.id, { revision, lead: 'emergency', requirement: '立即核实' }, duty);
}
const sheets = async (actor: Actor = duty, unit = 'gov_office') =>
  (await story.responder.duty.handovers(actor, { unit })).items;

describe('an order nobody signs for, at night, with a roster', () => {
  let id: string;
  it('D31: an alert nobody acknowledges pages the next person, past the contact who is off duty, each once', async () => {
    await at('2026-03-11 02:00');
    ({ id } = await dispatched('2026-03-11 01:50'));
    const oral = { leader: '分管领导', manner: 'oral' as const, text: '全力搜救', readerUnits: ['emergency'] };
    await story.responder.verbs['record-instruction'](id, { ...oral, at: isoLocal('2026-03-11 02:00') }, night);
    for (const time of ['02:00', '02:01', '02:14', '02:15', '02:16', '02:20', '02:40', '05:00'])
      await at(`2026-03-11 ${time}`);
    expect(await told(id)).toEqual([
      '02:00 E-contact -',
      '02:00 E-head unit_head@emergency',
      '02:15 E-office duty_officer@gov_office',
      '02:20 E-leader duty_leader@gov_office+leader@*',
    ]);
    const { items } = await story.responder.queries.notifications(leader, { limit: 200 });
    expect(items.filter((row) => row.ticketId === id && row.why.startsWith('E-'))).toHaveLength(1);
  });

  it('D31: the sheet of the night shift is written at its end and lists the order', async () => {
    await at('2026-03-11 08:30');
    await at('2026-03-11 08:31');
    const [sheet, before, ...more] = await sheets();
    expect(more).toEqual([]);
    expect(before!.to).toContain('2026-03-10T17:30');
    expect([sheet!.from, sheet!.to, sheet!.madeBy.name]).toEqual([
      '2026-03-10T17:30:00+08:00',
      '2026-03-11T08:30:00+08:00',
      '系统',
    ]);
    const text = (kind: string) => sheet!.lines.filter((line) => line.kind === kind).map((line) => line.text);
    expect(text('unsigned')).toEqual([expect.stringMatching(/交办，市应急管理局尚未签收$/)]);
    expect(text('grave')).toEqual([expect.stringMatching(/红色，由市应急管理局办理$/)]);
    // One line a matter, what is missed apart from what is still to come.
    expect(text('overdue')).toEqual([expect.stringMatching(/“签收”3月11日02:15、.*已超时$/)]);
    expect(text('overdue').join()).toMatch(/“首次发布权威信息”（暂计）3月11日06:50/);
    expect(text('draft')).toEqual([expect.stringMatching(/督办稿（发往市应急管理局）.*待签发$/)]);
    // That there is an order, not what it says: that is for those who may read it.
    expect(text('oral')).toEqual([expect.stringMatching(/3月11日02:00口头批示待补签$/)]);
    expect(text('source')).toEqual(['“江城论坛”采集中断']);
    expect(sheet!.decisions).toBe(1);
    await story.responder.verbs.accept(id, { revision: await revisionOf(id) }, handlerOf('emergency'));
    for (const time of ['08:40', '12:00']) await at(`2026-03-11 ${time}`);
    expect(await told(id)).toHaveLength(4);
  });

  it('D31: the leader on duty hears of a missing signature', async () => {
    const { items } = await story.responder.queries.notifications(dutyLeader, { limit: 200 });
    expect(items.filter((row) => row.text.includes('交接班单')).map((row) => row.text)).toEqual(
      expect.arrayContaining(['3月11日08:30的交接班单交班人、接班人尚未签字']),
    );
  });

  it('is ticked line by line and signed by the officers of both shifts, two persons, and then stays', async () => {
    const { duty: desk } = story.responder;
    const [sheet] = await sheets();
    const { id: sheetId } = sheet!;
    const refused = (actor: Actor, version: number, side: 'in' | 'out') =>
      expect(desk.signHandover({ id: sheetId, version, side }, actor)).rejects;
    await refused(night, 1, 'in').toMatchObject({ code: 'forbidden' });
    await refused(morning, 1, 'in').toMatchObject({ code: 'precondition_failed' });
    await refused(secondDuty, 1, 'out').toMatchObject({ code: 'forbidden' });
    const lines = sheet!.lines.map((line) => ({ id: line.id, remark: '已核' }));
    await expect(desk.tickHandover({ id: sheetId, version: 1, lines }, night)).rejects.toThrow('接班人须为');
    await desk.tickHandover({ id: sheetId, version: 1, lines }, morning);
    const ticked = await story.kernel.db
      .selectFrom('audit_entries' as never)
      .selectAll()
      .where('action' as never, '=', 'duty.tick-handover' as never)
      .execute();
    expect(ticked).toHaveLength(1);
    await refused(morning, 1, 'in').toMatchObject({ code: 'conflict' });
    await desk.signHandover({ id: sheetId, version: 2, side: 'out' }, dutyLeader);
    // On both shifts, and still not both officers.
    await refused(dutyLeader, 3, 'in').toMatchObject({
      code: 'precondition_failed',
      message: '交班人和接班人须为两人',
    });
    await desk.signHandover({ id: sheetId, version: 3, side: 'in' }, morning);
    const [signed] = await sheets();
    expect([signed!.out!.by.name, signed!.in!.by.name, signed!.lines[0]!.tick!.remark]).toEqual([
      '带班领导',
      '早班值班员',
      '已核',
    ]);
    await expect(desk.tickHandover({ id: sheetId, version: 4, lines }, morning)).rejects.toMatchObject({
      code: 'precondition_failed',
    });
    const change = story.kernel.db.updateTable('responder_handovers').set({ decisions: 0 }).where('id', '=', sheetId);
    await expect(change.execute()).rejects.toThrow('signed by both');
    await expect(story.kernel.db.deleteFrom('responder_handovers').execute()).rejects.toThrow('never deleted');
  });

  it('is written on demand too, by who is on duty in that unit', async () => {
    await expect(story.responder.duty.writeHandover({ unit: 'gov_office' }, secondDuty)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await story.responder.duty.writeHandover({ unit: 'emergency' }, handlerOf('emergency'));
    const [sheet] = await sheets(handlerOf('emergency'), 'emergency');
    expect(sheet!.madeBy.name).toBe('经办');
    // A department hands over what is its own, not the city's sources.
    expect(sheet!.lines.filter((line) => line.kind === 'source')).toEqual([]);
  });
});

const revisionOf = async (id: string): Promise<number> =>
  (await story.responder.queries.ticket(duty, id)).ticket.revision;

describe('the roster', () => {
  it('D31: nobody on the shift means the next step at once, whatever accounts there are', async () => {
    // The city's desk has planned nothing for this evening: a gap, not a return to the accounts.
    await at('2026-03-11 22:00');
    const event = graveEvent('2026-03-11 21:55');
    await story.tell(event);
    const { ticket } = await story.ticketOf(event.id);
    for (const time of ['22:05', '22:10']) await at(`2026-03-11 ${time}`);
    // Another lead body without a roster still answers for the duty desk; the leader on duty of the city is not there.
    expect(await told(ticket.id)).toEqual([
      '22:05 E-alarm-duty-again duty_officer@*',
      '22:10 E-alarm-leader duty_leader@*+leader@*',
    ]);
    const { state, why } = await story.responder.duty.light('live');
    expect([state, why]).toEqual(['bad', '24小时内值班有空档：市政府办公室']);
  });

  it('D31: refuses double booking of a unit and of a person, and keeps every change with who made it', async () => {
    const row: Row = ['2026-03-20 08:30', '2026-03-20 17:30', dutyLeader, [duty]];
    await plan(dutyLeader, 'gov_office', [row]);
    await expect(plan(dutyLeader, 'gov_office', [row])).rejects.toMatchObject({
      message: expect.stringContaining('重叠'),
    });
    const guest: Row = ['2026-03-20 12:00', '2026-03-20 20:00', null, [duty]];
    await expect(plan(secondDuty, 'cyberspace', [guest])).rejects.toMatchObject({
      message: expect.stringContaining('值班员甲3月20日12:00至3月20日20:00已在市政府办公室值班'),
    });
    await expect(plan(secondDuty, 'gov_office', [row])).rejects.toMatchObject({ code: 'forbidden' });
    await plan(dutyLeader, 'gov_office', [['2026-03-20 08:30', '2026-03-20 17:30', dutyLeader, [morning]]], true);
    const window = { from: local('2026-03-20 00:00'), to: local('2026-03-21 00:00') };
    const { shifts } = await story.responder.duty.roster(supervisor, 'gov_office', window);
    expect(shifts.map((one) => [one.officers[0]!.name, one.endedBy?.name ?? null])).toEqual([
      ['值班员甲', '带班领导'],
      ['早班值班员', null],
    ]);
    await expect(story.responder.duty.roster(handlerOf('emergency'), 'gov_office', window)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('D31: what is withdrawn is a gap again, what is over stays', async () => {
    const window = { from: local('2026-03-20 00:00'), to: local('2026-03-21 00:00') };
    const { shifts } = await story.responder.duty.roster(duty, 'gov_office', window);
    const { id } = shifts.find((one) => one.endedAt === null)!;
    await story.responder.duty.removeShift({ id, reason: '调休' }, dutyLeader);
    await expect(story.responder.duty.removeShift({ id, reason: '调休' }, dutyLeader)).rejects.toMatchObject({
      code: 'conflict',
    });
    const over: Row = ['2026-03-09 08:30', '2026-03-09 17:30', dutyLeader, [duty]];
    await expect(plan(dutyLeader, 'gov_office', [over])).rejects.toMatchObject({ code: 'precondition_failed' });
  });

  it('D31: duty hours of a clock are those of the unit it belongs to', async () => {
    await at('2026-03-12 18:00');
    await plan(headOf('water_company'), 'water_company', [
      ['2026-03-12 17:30', '2026-03-13 08:30', null, [handlerOf('water_company')]],
    ]);
    const due = async (lead: string) => {
      const event = anEvent('2026-03-12 18:00');
      await story.tell(event);
      const { ticket } = await story.ticketOf(event.id);
      const judgement = {
        revision: ticket.revision,
        outcome: 'public_answer' as const,
        dispositions: ['D-3' as const],
      };
      const { revision } = await story.responder.verbs.judge(ticket.id, judgement, duty);
      const { clocks } = await story.responder.verbs.dispatch(ticket.id, { revision, lead, requirement: '核实' }, duty);
      return clocks.find((clock) => clock.rule === 'L-03-yellow')!.dueAt;
    };
    expect(await due('water_company')).toContain('2026-03-12T19:00');
    expect(await due('housing')).toContain('2026-03-13T09:30');
  });
});

describe('a chain that runs', () => {
  it('keeps its steps and waits when the rulebook is edited', async () => {
    await at('2026-03-13 02:00');
    const { id } = await dispatched('2026-03-13 01:50');
    await at('2026-03-13 02:00');
    const kept = structuredClone(books.escalation.chains.ticket);
    books.escalation.chains.ticket.splice(1, 1);
    for (const time of ['02:15', '02:20']) await at(`2026-03-13 ${time}`);
    books.escalation.chains.ticket.splice(0, Infinity, ...kept);
    expect((await told(id)).map((line) => line.split(' ')[1])).toEqual(['E-contact', 'E-head', 'E-office', 'E-leader']);
  });

  it('takes each step once, however often it is woken', async () => {
    await at('2026-03-14 02:00');
    const { id } = await dispatched('2026-03-14 01:50');
    await Promise.all([story.responder.sweep(), story.responder.sweep(), story.responder.sweep()]);
    await story.responder.sweep();
    // Neither is on this night's roster, so both are passed over at once.
    expect(await told(id)).toEqual(['02:00 E-contact -', '02:00 E-head -', '02:00 E-office duty_officer@*']);
  });
});
