import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { DESKS } from '../../responder/desks.ts';
import {
  VERB_TABLE,
  type InstructionsDesk,
  type RoomDesk,
  type UpwardDesk,
  type VerbName,
} from '../../responder/index.ts';
import { whyNotAllowed } from '../../responder/tickets/permissions.ts';
import { loadResponderBooks } from '../../responder/books.ts';
import { shippedConfigFolder } from '../../config/load.ts';
import {
  anEvent,
  duty,
  dutyLeader,
  graveEvent,
  handlerOf,
  headOf,
  isoLocal,
  leader,
  person,
  responderStory,
  secondDuty,
  supervisor,
  type ResponderStory,
} from '../harness/responder.ts';

/** Where the lead body itself is accused, those in its place do all it could, at every desk; the accused do nothing at any. */
let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00');
});
afterAll(() => story.close());

const accusedOf = (units: readonly string[]) => units.map((id) => ({ id, name: id }));
async function ticketAgainst(...units: string[]): Promise<string> {
  const event = anEvent('2026-03-10 09:40', { accused: accusedOf(units), topic: 'other_civic', departments: [] });
  await story.tell(event);
  return (await story.responder.queries.tickets(leader, { eventId: event.id })).items[0]!.id;
}
const opens = async (actor: Actor, id: string, name: string): Promise<boolean> =>
  story.responder.queries.desk(actor, id, name).then(
    () => true,
    () => false,
  );
const desksOf = async (actor: Actor, id: string): Promise<string[]> => {
  const open = [];
  for (const { name } of DESKS) if (await opens(actor, id, name)) open.push(name);
  return open;
};
const does = (verb: VerbName, id: string, input: object, actor: Actor) =>
  story.responder.verbs[verb](id, input as never, actor);

const cyberLeader = person('带班领导', 'cyberspace', 'duty_leader');
const disciplineHead = headOf('discipline');
const BOTH = ['gov_office', 'cyberspace'];
/** Accused lead bodies, who stands in for them. */
const CASES: [string, readonly string[], readonly Actor[]][] = [
  ['the office: the other lead body and 督查', ['gov_office'], [secondDuty, cyberLeader, supervisor]],
  ['both: 督查 and 纪检监察', BOTH, [supervisor, disciplineHead]],
  ['督查 too: 纪检监察 and the head of government', [...BOTH, 'supervision'], [disciplineHead, leader]],
];
const OF_ACCUSED: Record<string, readonly Actor[]> = {
  gov_office: [duty, dutyLeader, person('分管领导', 'gov_office', 'leader')],
  cyberspace: [secondDuty, cyberLeader],
  supervision: [supervisor],
};

describe('every desk of a ticket that accuses', () => {
  it.each(CASES)('%s', async (_who, units, standIns) => {
    const id = await ticketAgainst(...units);
    // What a lead body opens of a complaint that does not accuse it; a letter to the accused and the sealed values are among it.
    const plain = await ticketAgainst('education');
    const table = await desksOf(dutyLeader, plain);
    expect(table).toEqual(expect.arrayContaining(['judgement', 'facts', 'room', 'upward', 'transfers', 'release']));
    for (const one of standIns) expect([one.id, await desksOf(one, id)]).toEqual([one.id, table]);
    for (const unit of units)
      for (const one of OF_ACCUSED[unit]!) expect([one.id, await desksOf(one, id)]).toEqual([one.id, []]);
    for (const one of [
      handlerOf('education'),
      person('评估员', null, 'evaluator'),
      person('系统', null, 'system_admin'),
    ])
      expect([one.id, await desksOf(one, id)]).toEqual([one.id, []]);
  });

  const books = loadResponderBooks(shippedConfigFolder());
  const matter = (accused: readonly string[]) => ({
    ...{ lead_unit: null, co_units: [], coordinator_unit: null, accused, origin: 'live' as const },
  });
  it.each(CASES)('every act there that a lead body may do: %s', (_who, units, standIns) => {
    for (const { name } of VERB_TABLE) {
      const byLead = whyNotAllowed(name, dutyLeader, matter(['education']), books.units) === null;
      for (const one of standIns.filter(({ roles }) => !roles.includes('duty_officer')))
        if (byLead)
          expect([name, one.id, whyNotAllowed(name, one, matter(units), books.units)]).toEqual([name, one.id, null]);
      for (const one of units.flatMap((unit) => OF_ACCUSED[unit]!))
        expect([name, one.id, whyNotAllowed(name, one, matter(units), books.units)]).not.toContain(null);
    }
  });
});

describe('in the place of the office, when both lead bodies are accused', () => {
  it('督查 and 纪检监察 report upward, meet, and approve one another’s facts', async () => {
    const id = await ticketAgainst(...BOTH);
    await does('draft-upward', id, {}, supervisor);
    const { reports } = (await story.responder.queries.desk(disciplineHead, id, 'upward')) as UpwardDesk;
    expect(reports).toMatchObject([{ kind: 'first', state: 'draft', by: supervisor.name }]);
    await does(
      'open-room',
      id,
      { question: '如何核查', units: ['discipline'], reason: '两家牵头单位均须回避' },
      supervisor,
    );
    await does(
      'add-minutes',
      id,
      {
        ...{ at: isoLocal('2026-03-10 09:55'), participants: '督查室、纪委监委', agreed: '由纪委监委核查' },
        tasks: [{ unit: 'market', text: '提供拨付凭证', dueAt: isoLocal('2026-03-11 09:00') }],
      },
      disciplineHead,
    );
    const { room } = (await story.responder.queries.desk(supervisor, id, 'room')) as RoomDesk;
    const task = room!.minutes[0]!.tasks[0]!;
    await does('drop-task', id, { taskId: task.id, version: 1, reason: '凭证已取得' }, disciplineHead);
    const fact = {
      key: '拨付情况',
      text: '已拨付',
      asOf: isoLocal('2026-03-10 09:50'),
      source: '账册',
    };
    await does('propose-fact', id, fact, supervisor);
    const sheet = (await story.responder.queries.desk(disciplineHead, id, 'facts')) as {
      lines: { id: string; version: number }[];
    };
    const [line] = sheet.lines;
    await does('approve-fact', id, { lineId: line!.id, version: line!.version, approve: true }, disciplineHead);
  });

  it('find in their tasks what would have waited for it: a grave matter to be told upward, facts, 批示, who may be let in', async () => {
    const event = graveEvent('2026-03-10 09:40', { accused: accusedOf(['gov_office']) });
    await story.tell(event);
    const { id } = (await story.responder.queries.tickets(leader, { eventId: event.id })).items[0]!;
    const kinds = async (actor: Actor) =>
      (await story.responder.queries.tasks(actor, { ticketId: id })).map(({ kind, verb }) => `${kind}:${verb}`);
    for (const one of [secondDuty, supervisor]) expect(await kinds(one)).toContain('upward:send-upward');
    await does('draft-upward', id, {}, supervisor);
    for (const one of [secondDuty, supervisor]) expect(await kinds(one)).toContain('upward-draft:send-upward');
    const fact = { key: '死亡人数', text: '10人', asOf: isoLocal('2026-03-10 09:50'), source: '现场指挥部' };
    await does('propose-fact', id, fact, secondDuty);
    expect(await kinds(supervisor)).toContain('fact:approve-fact');
    const said = { leader: '分管领导', manner: 'oral', text: '请依规核查', at: isoLocal('2026-03-10 09:50') };
    await does('record-instruction', id, { ...said, readers: ['supervisor@supervision'] }, secondDuty);
    expect(await kinds(supervisor)).toContain('task-instruction:task-instruction');
    await does('propose-admission', id, { unit: 'gov_office', reason: '历年档案仅由该单位保管，须其提供' }, secondDuty);
    expect(await kinds(supervisor)).toContain('admission:confirm-admission');
    for (const own of [duty, dutyLeader]) expect(await kinds(own)).toEqual([]);
  });

  it('grant or refuse the time a unit asks for', async () => {
    const id = await ticketAgainst('gov_office');
    const moves = async (verb: VerbName, input: object, actor: Actor) => {
      const { revision } = (await story.responder.queries.ticket(actor, id)).ticket;
      return does(verb, id, { revision, ...input }, actor);
    };
    await moves('judge', { outcome: 'public_answer', dispositions: ['D-2'] }, secondDuty);
    await moves('dispatch', { lead: 'water_company', requirement: '核查' }, secondDuty);
    const unit = handlerOf('water_company');
    await moves('accept', {}, unit);
    const { clocks } = await story.responder.queries.ticket(unit, id);
    const clock = clocks.find(({ rule, state }) => rule.startsWith('L-07') && state === 'running')!;
    const until = new Date(new Date(clock.dueAt).getTime() + 3_600_000).toISOString();
    await moves('request-extension', { clockId: clock.id, until, reason: '需现场勘验' }, unit);
    const verbs = async (actor: Actor) =>
      (await story.responder.queries.tasks(actor, { ticketId: id })).map(({ verb }) => verb);
    for (const one of [secondDuty, supervisor]) expect(await verbs(one)).toContain('extend');
    for (const own of [duty, dutyLeader]) expect(await verbs(own)).toEqual([]);
    await moves('extend', { clockId: clock.id, until, reason: '同意' }, supervisor);
  });

  it('take over a room and 批示 of a lead body that is accused only later; it keeps neither', async () => {
    const event = anEvent('2026-03-10 09:40', { topic: 'other_civic', departments: [] });
    await story.tell(event);
    const { id } = (await story.ticketOf(event.id)).ticket;
    await does('open-room', id, { question: '如何办理', units: ['market'], reason: '涉及拨付' }, duty);
    const said = { leader: '分管领导', manner: 'oral', text: '请依规核查', at: isoLocal('2026-03-10 09:50') };
    await does('record-instruction', id, { ...said, readers: ['duty_leader@gov_office'] }, duty);
    expect(await opens(secondDuty, id, 'room')).toBe(false);
    await story.tell({ ...event, revision: 2, accused: accusedOf(['gov_office']) });
    for (const own of [duty, dutyLeader]) expect(await desksOf(own, id)).toEqual([]);
    const { room } = (await story.responder.queries.desk(secondDuty, id, 'room')) as RoomDesk;
    expect(room).toMatchObject({ state: 'open', question: '如何办理' });
    await does('close-room', id, { conclusion: '由市委网信办接办' }, secondDuty);
    const { instructions } = (await story.responder.queries.desk(supervisor, id, 'instructions')) as InstructionsDesk;
    expect(instructions.map(({ text }) => text)).toEqual(['请依规核查']);
    expect(await opens(handlerOf('market'), id, 'instructions')).toBe(false);
  });
});
