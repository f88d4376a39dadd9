import type { Actor } from '../../platform/runtime/kernel.ts';
import type { TicketState } from '../messages.ts';
import { owesAnswer } from './judgement.ts';
import { levelTitle, machineLevel, provisionalDue } from './levels.ts';
import { coordinatesHere, unitName, whyNotAllowed, type TicketParties, type Units } from './permissions.ts';
import { sentBack } from './report-standing.ts';
import type { VerbName } from './states.ts';
import type { Ticket } from './ticket.ts';

/** What the steps read of a ticket. */
export type StepTicket = Pick<
  Ticket,
  | 'state'
  | 'origin'
  | 'history'
  | 'outcome'
  | 'needs_second'
  | 'judged_by'
  | 'rejudge_due'
  | 'rejudge_why'
  | 'review_at'
  | 'return_pending'
  | 'return_ruled'
  | 'judged_at'
  | 'countersign_due'
  | 'pass_down_request'
  | 'report'
  | 'accepted_at'
  | 'reopened_at'
  | 'lead_unit'
  | 'co_units'
  | 'via_units'
  | 'coordinator_unit'
  | 'owner_unit'
  | 'level_official'
  | 'level_duty'
  | 'level_machine'
  | 'level_provisional_ended'
  | 'first_response_at'
  | 'first_authoritative_at'
> &
  Pick<TicketParties, 'review_unit'> &
  Partial<Pick<TicketParties, 'accused'>>;
/**
 * Whose step it is: the lead body that coordinates, the unit that answers, who reviews its report, all who may publish, or for the level the lead
 * body and every leader on duty besides.
 */
type Whose = 'coordinator' | 'lead' | 'reviewer' | 'publisher' | 'level';
interface Now {
  ticket: StepTicket;
  actor: Pick<Actor, 'id'>;
  now: Date;
}

/**
 * Its deadline: that of the facts it brings about; where no clock waits for those, the next of the ticket still to come. A deadline missed before the
 * step arose is not its own. None = no deadline hangs on it; review = the time somebody set himself to look again.
 */
export type StepDue = readonly string[] | 'next' | 'none' | 'review';

/** A step of the ordinary way, or a question of a unit, that stands still until somebody acts. */
interface Step {
  verb: VerbName;
  kindTitle: string;
  text: string | ((ticket: StepTicket, units: Units) => string);
  whose: Whose;
  due: StepDue;
  when: (now: Now) => boolean;
}

const inState =
  (...states: TicketState[]) =>
  ({ ticket }: Now): boolean =>
    states.includes(ticket.state) && !ticket.return_pending;
/** Assigned before it was judged: an emergency. */
const WORKED_ON = inState('dispatched', 'accepted', 'handling', 'reported', 'reviewed', 'released');
/** Facts make Ⅱ possible and no person has said how grave it is. */
const levelOpen = (ticket: StepTicket): boolean => !ticket.history && provisionalDue(ticket);
/** What rests on a machine's estimate is never shown without saying so. */
export const possibly = ({ level_machine }: Pick<StepTicket, 'level_machine'>): string =>
  `可能达到${levelTitle(machineLevel(level_machine))}，机器估算、未经人工核实`;
const answers = (ticket: StepTicket): boolean => ticket.outcome !== null && owesAnswer(ticket.outcome);

/** What a published answer settles. */
const PUBLIC_FACTS = ['first_release', 'answer', 'clarification', 'follow_up_release'] as const;

/** One line for each step; the first that fits a verb counts. */
export const STEPS: readonly Step[] = [
  {
    ...{ verb: 'judge', kindTitle: '待研判', whose: 'coordinator', due: ['judged'] },
    text: '填写研判单，作出研判结论',
    when: inState('received'),
  },
  {
    ...{ verb: 'judge', kindTitle: '待补研判', whose: 'coordinator', due: ['judged'] },
    text: '已按紧急情由先行交办，补填研判单，作出研判结论',
    when: (now) => WORKED_ON(now) && now.ticket.judged_at === null,
  },
  {
    ...{ verb: 'judge', kindTitle: '待重新研判', whose: 'coordinator', due: ['judged'] },
    text: ({ rejudge_why: why }) => (why === null ? '情况有变，重新研判' : `重新研判：${why}`),
    when: ({ ticket }) => ticket.rejudge_due,
  },
  {
    ...{ verb: 'judge', kindTitle: '待复看', whose: 'coordinator', due: 'review' },
    text: '到复看时间重新研判是否回应',
    when: ({ ticket }) => ticket.review_at !== null && !ticket.needs_second,
  },
  {
    ...{ verb: 'second-judge', kindTitle: '待第二人确认', whose: 'coordinator', due: 'next' },
    text: '复核不公开回应的研判结论',
    when: ({ ticket, actor }) => ticket.needs_second && ticket.judged_by?.id !== actor.id,
  },
  {
    ...{ verb: 'keep-provisional', kindTitle: '待定级', whose: 'level', due: 'next' },
    text: (ticket) => `${possibly(ticket)}：确认或终止暂按重大事件计算的时限`,
    when: ({ ticket }) => levelOpen(ticket),
  },
  {
    ...{ verb: 'rule', kindTitle: '待裁定', whose: 'coordinator', due: 'none' },
    text: '裁定承办单位的退回',
    when: ({ ticket }) => ticket.return_pending,
  },
  {
    ...{ verb: 'dispatch', kindTitle: '待交办', whose: 'coordinator', due: 'next' },
    text: '确定主办单位并交办',
    when: (now) => inState('judged')(now) && answers(now.ticket) && !now.ticket.needs_second,
  },
  {
    ...{ verb: 'consent-pass-down', kindTitle: '待批转派', whose: 'coordinator', due: 'next' },
    text: ({ pass_down_request: request }, units) => `审批转派${unitName(units, request?.to ?? null)}的申请`,
    when: ({ ticket, actor }) => ticket.pass_down_request !== null && ticket.pass_down_request.by.id !== actor.id,
  },
  {
    ...{ verb: 'accept', kindTitle: '待签收', whose: 'lead', due: ['accepted'] },
    text: ({ return_ruled: ruled }) => (ruled ? '已裁定由贵单位承办，请签收' : '签收，或写明理由退回'),
    when: inState('dispatched'),
  },
  {
    ...{ verb: 'countersign', kindTitle: '待补签', whose: 'lead', due: 'none' },
    text: '补签此前的电话签收',
    when: ({ ticket }) => ticket.countersign_due,
  },
  {
    ...{ verb: 'start', kindTitle: '待办理', whose: 'lead', due: ['reported_back'] },
    text: '开始办理',
    when: inState('accepted'),
  },
  {
    ...{ verb: 'report', kindTitle: '待反馈', whose: 'lead', due: ['reported_back'] },
    text: (ticket) => {
      const back = sentBack(ticket);
      return back === null ? '反馈核实的事实和采取的措施' : `${back.by.name}审核退回修改：${back.reason}`;
    },
    when: inState('handling'),
  },
  {
    ...{ verb: 'review', kindTitle: '待审核', whose: 'reviewer', due: 'next' },
    text: '审核承办单位的反馈',
    when: (now) => inState('reported')(now) && now.ticket.report?.by.id !== now.actor.id,
  },
  {
    ...{ verb: 'record-release', kindTitle: '待回应', whose: 'publisher', due: PUBLIC_FACTS },
    text: '发布回应并登记',
    when: (now) => (inState('reviewed')(now) && answers(now.ticket)) || isUnanswered(now),
  },
  {
    ...{ verb: 'close', kindTitle: '待办结', whose: 'coordinator', due: 'next' },
    text: '核对办结条件后办结',
    when: (now) =>
      !now.ticket.rejudge_due &&
      ((inState('released')(now) && !isUnanswered(now)) ||
        (inState('judged', 'reviewed')(now) && isSettled(now.ticket) && !now.ticket.needs_second && !isWatched(now))),
  },
];
/** Published, and what answered was taken back since. */
const isUnanswered = (now: Now): boolean =>
  inState('released')(now) &&
  answers(now.ticket) &&
  (now.ticket.outcome === 'public_answer' ? now.ticket.first_authoritative_at : now.ticket.first_response_at) === null;
/** To be looked at again at a time that is still to come. */
const isWatched = ({ ticket, now }: Now): boolean => ticket.review_at !== null && ticket.review_at > now;
const isSettled = (ticket: StepTicket): boolean => ticket.outcome !== null && !answers(ticket);

/** Who coordinates: the body named in the order, else the one the ticket belongs to. */
export const coordinatorOf = (ticket: Pick<Ticket, 'coordinator_unit' | 'owner_unit'>): string =>
  ticket.coordinator_unit ?? ticket.owner_unit;

/**
 * Of the lead body that coordinates this very ticket; staff of the other one may act, but nothing waits for them. Where that body is accused, it
 * waits for all who keep the ticket in its place.
 */
export const coordinates = (
  actor: Actor,
  ticket: Pick<Ticket, 'coordinator_unit' | 'owner_unit'> & Partial<Pick<TicketParties, 'accused'>>,
  units: Units,
): boolean => {
  const accused = ticket.accused ?? [];
  const office = coordinatorOf(ticket);
  return coordinatesHere(actor, { accused }, units) && (actor.unitId === office || accused.includes(office));
};

/** Null = it is not this person's step; else why it is. Role and unit are those of the verb table. */
function whyMine(whose: Whose, actor: Actor, ticket: StepTicket, units: Units): string | null {
  const isOffice = coordinates(actor, ticket, units);
  switch (whose) {
    case 'coordinator':
      return isOffice ? '本工单由贵单位牵头' : null;
    case 'level':
      return isOffice ? '本工单由贵单位牵头' : actor.roles.includes('duty_leader') ? '由带班领导确认等级' : null;
    case 'lead':
      return ticket.lead_unit === actor.unitId ? '贵单位为主办单位' : null;
    case 'reviewer':
      return isOffice
        ? '本工单由贵单位牵头'
        : coordinatesHere(actor, { accused: ticket.accused ?? [] }, units)
          ? null
          : '由您审核本单位或下级单位的反馈';
    case 'publisher':
      if (ticket.lead_unit === actor.unitId) return '贵单位为主办单位';
      return isOffice ? '本工单由贵单位牵头' : actor.roles.includes('spokesperson') ? '由新闻发言人组织发布' : null;
  }
}

/** A step that waits for this person. */
export interface WaitingStep {
  verb: VerbName;
  kindTitle: string;
  text: string;
  why: string;
  due: StepDue;
}

/** Which steps of a ticket wait for this person, in the order of the table; at most one for each act. */
export function stepsFor(ticket: StepTicket, actor: Actor, units: Units, now: Date): WaitingStep[] {
  const found: WaitingStep[] = [];
  for (const { verb, kindTitle, text, whose, due, when } of STEPS) {
    if (found.some((step) => step.verb === verb) || !when({ ticket, actor, now })) continue;
    if (whyNotAllowed(verb, actor, { accused: [], ...ticket }, units) !== null) continue;
    const why = whyMine(whose, actor, ticket, units);
    if (why === null) continue;
    found.push({ verb, kindTitle, why, due, text: typeof text === 'string' ? text : text(ticket, units) });
  }
  return oneActOnLevel(found, ticket, actor);
}

/**
 * 研判 says how grave it is, too: where both wait they are one act. It is the officer's to judge; of a leader, who judges nothing himself, it is
 * the level.
 */
function oneActOnLevel(steps: WaitingStep[], ticket: StepTicket, actor: Actor): WaitingStep[] {
  const [judging, level] = ['judge', 'keep-provisional'].map((verb) => steps.find((step) => step.verb === verb));
  if (!judging || !level) return steps;
  if (actor.roles.includes('duty_leader') && !actor.roles.includes('duty_officer'))
    return steps.filter((step) => step !== judging);
  const both: WaitingStep = {
    ...judging,
    kindTitle: judging.kindTitle === '待研判' ? '待研判定级' : judging.kindTitle,
    text: `${judging.text}，并定级（${possibly(ticket)}）`,
  };
  return steps.flatMap((step) => (step === judging ? [both] : step === level ? [] : [step]));
}
