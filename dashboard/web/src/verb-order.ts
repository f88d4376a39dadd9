import type { MyTask } from '../../api/schemas/tasks.ts';
import type { TicketDetail } from '../../api/schemas/tickets.ts';

type Verb = TicketDetail['allowedVerbs'][number];

/** The act that moves a ticket on from each state. */
const NEXT: Partial<Record<TicketDetail['ticket']['state'], string>> = {
  received: 'judge',
  judged: 'dispatch',
  dispatched: 'accept',
  accepted: 'start',
  handling: 'report',
  reported: 'review',
  reviewed: 'record-release',
  released: 'close',
  closed: 'archive',
};

/** Under which word of 更多 an act stands; what is named nowhere stands under the last. */
export const GROUPS: readonly { title: string; verbs: readonly string[] }[] = [
  { title: '研判定级', verbs: ['judge', 'second-judge', 'set-level', 'keep-provisional', 'end-provisional', 'verify'] },
  {
    title: '交办办理',
    verbs: [
      ...['dispatch', 'accept', 'accept-by-phone', 'countersign', 'start', 'report', 'review', 'return', 'rule'],
      ...[
        'reassign',
        'pass-down',
        'request-pass-down',
        'consent-pass-down',
        'refuse-pass-down',
        'split',
        'merge',
        'unmerge',
      ],
    ],
  },
  { title: '时限', verbs: ['request-extension', 'extend', 'refuse-extension'] },
  { title: '会商上报', verbs: ['consult', 'end-consult', 'report-up'] },
  { title: '回应', verbs: ['record-release', 'record-conference', 'confirm-release'] },
  { title: '督办', verbs: ['supervise', 'list', 'unlist', 'issue-draft', 'drop-draft'] },
  { title: '办结及其他', verbs: ['close', 'evaluate', 'archive', 'reopen', 'note'] },
];

/** Answers to one question: who may give the one is offered the other beside it. */
const BESIDE: Record<string, readonly string[]> = {
  'keep-provisional': ['end-provisional'],
  extend: ['refuse-extension'],
  'consent-pass-down': ['refuse-pass-down'],
  'issue-draft': ['drop-draft'],
  accept: ['return'],
};

export interface OrderedVerbs {
  /** What waits for this person first, then the ordinary next step; the first is the main button. */
  steps: Verb[];
  /** What else may be done now. */
  more: { title: string; verbs: Verb[] }[];
  /** What may not, with its reason. */
  blocked: Verb[];
}

/** Null = it stands until somebody decides: the second person, or who rules on a return. What is not to be answered is closed, not assigned. */
function nextOf({ ticket, judgement }: TicketDetail): string | undefined {
  if (ticket.flags.includes('returned') || ticket.flags.includes('needs_second')) return undefined;
  const isAnswered = judgement === null || ANSWERS.includes(judgement.outcome);
  return ticket.state === 'judged' && !isAnswered ? 'close' : NEXT[ticket.state];
}
const ANSWERS: readonly string[] = ['public_answer', 'direct_answer'];

/** Acts on the ticket itself; those of a desk stand on their own pages. The API says which have nothing to act on. */
export function orderVerbs(detail: TicketDetail, tasks: readonly MyTask[]): OrderedVerbs {
  const own = detail.allowedVerbs.filter((item) => item.desk === null);
  const ready = own.filter((item) => item.blocked === null);
  const waiting = tasks.flatMap(({ verb, desk }) => (verb === null || desk !== null ? [] : [verb]));
  const step = nextOf(detail);
  // Where the answer waits on the release desk, registering one beside it would pass every check by.
  const next = step === 'record-release' && tasks.some(({ desk }) => desk === 'release') ? undefined : step;
  const names = [...waiting, ...(next === undefined ? [] : [next])].flatMap((verb) => [verb, ...(BESIDE[verb] ?? [])]);
  const steps = [...new Set(names)].flatMap((name) => ready.find(({ verb }) => verb === name) ?? []);
  const rest = ready.filter((item) => !steps.includes(item));
  const last = GROUPS.at(-1)!;
  const more = GROUPS.map((group) => ({
    title: group.title,
    verbs: rest.filter(({ verb }) => (GROUPS.find(({ verbs }) => verbs.includes(verb)) ?? last) === group),
  }));
  return {
    steps,
    more: more.filter(({ verbs }) => verbs.length > 0),
    blocked: own.filter((item) => item.blocked !== null),
  };
}

/** How many things wait for this person on each page of the ticket; 'ticket' = its own. */
export function waitingByDesk(tasks: readonly MyTask[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { desk } of tasks) counts.set(desk ?? 'ticket', (counts.get(desk ?? 'ticket') ?? 0) + 1);
  return counts;
}
