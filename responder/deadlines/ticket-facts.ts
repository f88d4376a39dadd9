import { wholeMinute } from '../../platform/runtime/local-time.ts';
import type { StopFact } from '../../config/schema/clocks.ts';
import { earliestDue, type AttachedOrder } from '../orders/order.ts';
import type { Clock, Ticket } from '../tickets/ticket.ts';
import { broughtIntakes, intakeKindsOf, intakesOf } from '../tickets/brought.ts';
import { machineLevel, setLevel } from '../tickets/levels.ts';
import { owesAnswer } from '../tickets/judgement.ts';
import { countingMarks, markInWords } from '../tickets/marks.ts';
import { reportedAt } from '../tickets/report-standing.ts';
import type { Moment, TicketFacts } from './facts.ts';
import type { ClockPlan } from './plans.ts';

const moment = (at: Date | null, source: string): Moment | null => (at === null ? null : { at, source });

/**
 * What the clock rules may ask about a ticket. `deliveredAt` = when the present (or last) unit received it; `orders` = those that hang on it.
 */
export function factsOf(ticket: Ticket, deliveredAt: Date | null, orders: readonly AttachedOrder[] = []): TicketFacts {
  const report = reportOf(ticket);
  const marks = countingMarks(ticket.marks);
  return {
    times: {
      event_occurred_at: moment(ticket.occurred_at, ticket.occurred_source ?? '人工填写'),
      first_public_post_at: moment(ticket.published_at, '首条公开信息'),
      detected_at: moment(ticket.detected_at, ticket.detected_by),
      report_received_at: report,
      received_at: moment(ticket.detected_at, ticket.detected_by),
      judged_at: moment(ticket.judged_at, '研判'),
      dispatched_at: moment(ticket.assigned_at, '交办'),
      delivered_at: moment(deliveredAt, '交办送达'),
      accepted_at: moment(ticket.accepted_at, '签收'),
      last_release_at: moment(ticket.last_release_at, '最近一次发布'),
      cadence_at: cadenceOf(ticket),
      closed_at: moment(ticket.closed_colour === null ? null : ticket.closed_at, '办结'),
    },
    level: setLevel(ticket),
    levelPossible: machineLevel(ticket.level_machine),
    provisionalEnded: ticket.level_provisional_ended,
    colour: colourOf(ticket),
    kind: ticket.kind,
    intakeKinds: intakeKindsOf(ticket),
    intakes: intakesMerged(ticket),
    ownDue: earliestDue(orders),
    undatedOrders: orders.some((order) => order.due_at === null),
    outcome: decidedOutcome(ticket),
    flags: [
      ...(ticket.verification === 'false' ? ['verified_false'] : []),
      ...(slowPollution(ticket, report) ? ['slow_pollution'] : []),
      ...toldFlags(ticket.event),
      ...marks.map(({ mark }) => mark),
    ],
    flagWhy: Object.fromEntries(marks.map((one) => [one.mark, markInWords(one)])),
    restarted: restartsOf(ticket),
    history: ticket.history,
  };
}

/** From a reopening, or from what came after the closing of the ticket before this one. */
function restartsOf({ restarted, reopened_at: reopened }: Ticket): Record<string, Moment> {
  const source = (at: Date): string => (reopened !== null && at >= reopened ? '人工重启' : '办结后又有来件');
  return Object.fromEntries(
    Object.entries(restarted).map(([family, text]) => {
      const at = new Date(text);
      return [family, { at, source: source(at) }];
    }),
  );
}

/** By which ways it came in and when, where some came with a ticket that was merged into it. */
function intakesMerged(ticket: Ticket): NonNullable<TicketFacts['intakes']> {
  if (broughtIntakes(ticket.brought).length === 0) return [];
  return intakesOf(ticket).map(({ kinds, receivedAt, acceptedAt }) => ({
    kinds,
    times: {
      received_at: { at: new Date(receivedAt), source: ticket.detected_by },
      accepted_at: acceptedAt === null ? null : { at: new Date(acceptedAt), source: '签收' },
    },
  }));
}

/** Reopened and not judged since: it is as open as a new one. */
const awaitsJudgement = ({ reopened_at: reopened, rejudged_at: judged }: Ticket): boolean =>
  reopened !== null && (judged === null || judged < reopened);

/** A non-answer that waits for its second person decides nothing yet, nor does one the matter was closed with and opened again: the 48 h go on. */
export function decidedOutcome(ticket: Ticket): Ticket['outcome'] {
  const { outcome, needs_second: second } = ticket;
  const isOpenAgain = outcome !== null && !owesAnswer(outcome) && awaitsJudgement(ticket);
  return second || isOpenAgain ? null : outcome;
}

/** Going on telling counts from the last release, or from when the watching that had replaced it was broken off. */
function cadenceOf({ last_release_at: last, cadence_resumed_at: resumed }: Ticket): Moment | null {
  const isLater = last !== null && resumed !== null && resumed > last;
  return isLater ? moment(resumed, '观察期内情况有变') : moment(last, '最近一次发布');
}

/** After closing the gravest one it had counts: by then nearly every matter has gone quiet. */
const colourOf = ({ colour, closed_at: closed, closed_colour: then }: Ticket): Ticket['colour'] =>
  closed === null || then === null ? colour : then === 'none' ? null : then;

/** By whom a registered matter came and how sensitive it is; the rulebook says what follows. */
const toldFlags = ({ registration, sensitivity }: Ticket['event']): string[] =>
  registration === null ? [] : [`told_${registration.toldVia}`, `told_sensitivity_${sensitivity}`];

/** 接报: when somebody told us, by quick registration. */
function reportOf({ event }: Ticket): Moment | null {
  const told = event.registration;
  return told === null ? null : { at: new Date(told.toldAt), source: `接报：${told.toldBy}` };
}

/**
 * Slow pollution counts from its first report (rules.md §0). The machine takes that start only where nobody knows when it happened and the
 * report is the earlier moment: it may tighten a clock, never loosen it.
 */
const slowPollution = (ticket: Ticket, report: Moment | null): boolean =>
  ticket.kind === 'environment' && ticket.occurred_at === null && report !== null && report.at < ticket.published_at;

/** Facts the product records today. A rule that only other facts could stop starts no clock, for nobody could stop it. */
const RECORDED: readonly StopFact[] = [
  'first_release',
  'conference',
  'answer',
  'follow_up_release',
  'reported_up_phone',
  'reported_up_written',
  'judged',
  'accepted',
  'manner_decided',
  'reported_back',
  'result_given',
  'evaluated',
];

export const isStoppable = (plan: ClockPlan): boolean =>
  plan.role !== 'wait' && plan.rule.satisfied_by.some(({ fact }) => RECORDED.includes(fact));

/** What stops a clock: a fact of the rulebook, or that the matter was closed. */
type StoppingFact = StopFact | 'closed';

/** When a fact was there; null = not yet. Only confirmed facts have a time on the ticket, plans never do. */
export function factTime(ticket: Ticket, fact: StoppingFact, startAt: Date): Date | null {
  switch (fact) {
    case 'first_release':
      return ticket.first_authoritative_at;
    case 'conference':
    case 'superior_conference':
      return ticket.conference_at;
    case 'answer':
      return isAfresh(ticket, startAt) ? after(ticket.last_release_at, startAt) : ticket.first_response_at;
    case 'follow_up_release':
      return after(ticket.last_release_at, startAt);
    case 'reported_up_phone':
      return ticket.reported_up_phone_at ?? ticket.reported_up_written_at;
    case 'reported_up_written':
      return ticket.reported_up_written_at;
    case 'judged':
      if (!isAfresh(ticket, startAt)) return ticket.judged_at;
      return awaitsJudgement(ticket) ? null : ticket.rejudged_at;
    case 'accepted':
      return ticket.accepted_at;
    case 'manner_decided':
      return mannerDecidedAt(ticket);
    case 'reported_back':
      return isAfresh(ticket, startAt) ? after(reportedAt(ticket), startAt) : reportedAt(ticket);
    case 'result_given':
      return repliedSince(ticket, startAt);
    // Not a result by itself: it ends what waits for one, and no withdrawn reply brings that back. A merge ends nothing: another ticket owes it now.
    case 'closed':
      return ticket.merged_into === null ? ticket.closed_at : null;
    case 'evaluated':
      return ticket.evaluated_at !== null && ticket.evaluated_at >= startAt ? ticket.evaluated_at : null;
    default:
      return null;
  }
}

/** What counts from a reopening is met only by what was done since: the answer of the first time is no answer to the second. */
const isAfresh = ({ reopened_at: reopened }: Ticket, startAt: Date): boolean =>
  reopened !== null && startAt >= reopened;
const after = (at: Date | null, since: Date): Date | null => (at !== null && at > since ? at : null);

/** What one caller was told before another asked, or before he asked again, is no result for that one. */
const repliedSince = ({ first_reply_at: first, last_reply_at: last }: Ticket, startAt: Date): Date | null =>
  [first, last].find((at) => at !== null && at >= wholeMinute(startAt)) ?? null;

/** The first fact that stops this clock, with its time. */
export function stopOf(
  ticket: Ticket,
  clock: Pick<Clock, 'rule' | 'start_at'>,
): { fact: StoppingFact; at: Date } | null {
  const named = clock.rule.satisfied_by.flatMap(({ fact }): StoppingFact[] =>
    fact === 'result_given' ? [fact, 'closed'] : [fact],
  );
  const facts = named.flatMap((fact) => {
    const at = factTime(ticket, fact, clock.start_at);
    return at === null ? [] : [{ fact, at }];
  });
  return facts.sort((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null;
}

function mannerDecidedAt(ticket: Ticket): Date | null {
  if (ticket.outcome === null || ticket.needs_second || ticket.judged_at === null) return null;
  return ticket.second_at ?? ticket.rejudged_at ?? ticket.judged_at;
}

export const STOP_TITLES: Partial<Record<StoppingFact, string>> = {
  closed: '办结',
  first_release: '首次权威信息发布',
  conference: '新闻发布会（经复核确认）',
  superior_conference: '上级召开的新闻发布会（经复核确认）',
  answer: '首次公开答复',
  follow_up_release: '后续发布',
  reported_up_phone: '电话首报',
  reported_up_written: '书面快报',
  judged: '研判',
  accepted: '签收',
  manner_decided: '已定回应方式',
  reported_back: '反馈',
  result_given: '告知结果',
  evaluated: '回应评估',
};
