import type { Actor, Role } from '../../../platform/runtime/kernel.ts';
import type { TicketView, VerbName } from '../../../responder/index.ts';
import type { Random } from '../random.ts';

/** What one worker tries: whether it may is for the responder to say. */
export interface Move {
  verb: VerbName;
  actor: Actor;
  input: Record<string, unknown>;
}

/** What a worker knows when it chooses. */
export interface Seen {
  ticket: TicketView;
  /** Ids of all tickets of the run. */
  tickets: readonly string[];
  now: Date;
}

const person = (name: string, unitId: string, ...roles: Role[]): Actor => ({ id: name, name, unitId, roles });
const DUTY = person('值班甲', 'gov_office', 'duty_officer', 'duty_leader');
const SECOND = person('值班乙', 'cyberspace', 'duty_officer', 'duty_leader');
const SUPERVISOR = person('督查甲', 'gov_office', 'supervisor');
const UNITS = ['chengdong', 'heping_street', 'water_company', 'housing', 'education'] as const;
const staffOf = (unit: string): Actor => person(`经办@${unit}`, unit, 'handler');
const headOf = (unit: string): Actor => person(`负责人@${unit}`, unit, 'unit_head', 'handler');

const REASON = '并发试验所需理由';
type Make = (random: Random, seen: Seen) => [Actor, Record<string, unknown>];

const duty = (random: Random): Actor => random.pick([DUTY, SECOND]);
/** Mostly people of the unit that has it, sometimes of another. */
const unitStaff = (random: Random, { ticket }: Seen): Actor => {
  const unit = random.chance(0.85) ? (ticket.lead?.id ?? random.pick(UNITS)) : random.pick(UNITS);
  return random.chance(0.5) ? staffOf(unit) : headOf(unit);
};
const ordered = (random: Random) => ({
  lead: random.pick(UNITS),
  coHandlers: random.chance(0.3) ? [random.pick(UNITS)] : [],
});
const SHEET = { asks: '诉求', confirmed: '已证实', unconfirmed: '未证实', risks: '风险', control: '措施' };

const JUDGEMENTS: readonly Record<string, unknown>[] = [
  { outcome: 'public_answer', dispositions: ['D-4'] },
  { outcome: 'direct_answer', dispositions: ['D-2'] },
  { outcome: 'no_answer' },
  { outcome: 'not_ours' },
  { outcome: 'prepared_line' },
];

export const MOVES: Partial<Record<VerbName, Make>> = {
  judge: (random) => [
    duty(random),
    { ...random.pick(JUDGEMENTS), reason: REASON, sheet: SHEET, level: random.pick(['IV', 'III', 'II']) },
  ],
  'second-judge': (random) => [duty(random), { agree: random.chance(0.7), reason: REASON }],
  'set-level': (random) => [duty(random), { level: random.pick(['IV', 'III', 'II']), stage: 'duty', reason: REASON }],
  'keep-provisional': (random) => [duty(random), {}],
  'end-provisional': (random) => [duty(random), { reason: REASON }],
  dispatch: (random) => [duty(random), { ...ordered(random), requirement: '核实', emergency: REASON }],
  accept: (random, seen) => [unitStaff(random, seen), {}],
  'accept-by-phone': (random, { now }) => [
    duty(random),
    { post: '值班室', number: '0571-12345678', at: now.toISOString() },
  ],
  countersign: (random, seen) => [unitStaff(random, seen), {}],
  return: (random, seen) => [unitStaff(random, seen), { reason: 'not_our_duty', explanation: REASON }],
  rule: (random) => [duty(random), { uphold: random.chance(0.5), lead: random.pick(UNITS), reason: REASON }],
  reassign: (random) => [duty(random), { ...ordered(random), reason: REASON }],
  start: (random, seen) => [unitStaff(random, seen), {}],
  'pass-down': (random, seen) => [unitStaff(random, seen), { to: random.pick(UNITS), requirement: '核实' }],
  'request-pass-down': (random, seen) => [unitStaff(random, seen), { to: 'heping_street', reason: REASON }],
  'consent-pass-down': (random) => [duty(random), { reason: REASON }],
  'refuse-pass-down': (random) => [duty(random), { reason: REASON }],
  verify: (random) => [duty(random), { result: 'unverified' }],
  'request-extension': (random, seen) => [unitStaff(random, seen), extension(random, seen)],
  extend: (random, seen) => [duty(random), extension(random, seen)],
  report: (random, seen) => [unitStaff(random, seen), { facts: '事实', measures: '措施', result: '结果' }],
  review: (random, seen) => [
    random.chance(0.5) ? duty(random) : unitStaff(random, seen),
    { approve: random.chance(0.8), note: REASON },
  ],
  supervise: (random) => [random.pick([DUTY, SUPERVISOR]), { reason: REASON }],
  list: () => [SUPERVISOR, { reason: REASON }],
  unlist: () => [SUPERVISOR, { result: REASON }],
  consult: (random) => [duty(random), { units: [random.pick(UNITS)], question: '如何办理' }],
  'end-consult': (random) => [duty(random), { conclusion: '按职责办理' }],
  close: (random, { now }) => [
    duty(random),
    { conclusion: '办结', notHeld: { by: '市长', at: now.toISOString(), paper: REASON }, transfer: REASON },
  ],
  archive: (random) => [duty(random), random.chance(0.5) ? {} : { early: REASON }],
  reopen: (random) => [duty(random), { reason: REASON }],
  merge: (random, { tickets }) => [duty(random), { into: random.pick(tickets), reason: REASON }],
  unmerge: (random, { tickets }) => [duty(random), { from: random.pick(tickets), reason: REASON }],
  note: (random) => [duty(random), { text: '备注' }],
};

function extension(random: Random, { ticket, now }: Seen): Record<string, unknown> {
  const clock = ticket.clocks.find(({ rule }) => rule.startsWith('L-07')) ?? ticket.clocks[0];
  const until = new Date(now.getTime() + (47 + random.int(3)) * 3_600_000).toISOString();
  return { clockId: clock?.id ?? '01900000-0000-7000-8000-000000000000', until, reason: REASON };
}

const VERBS = Object.keys(MOVES) as VerbName[];
/** So seldom that the tickets stay in use. */
const RARE: readonly VerbName[] = ['merge', 'archive', 'close'];

export function chooseMove(random: Random, seen: Seen): Move {
  const verb = random.pick(VERBS);
  if (RARE.includes(verb) && random.chance(0.7)) return chooseMove(random, seen);
  const [actor, input] = MOVES[verb]!(random, seen);
  return { verb, actor, input };
}
