import { TICKET_STATES, type TicketState } from '../messages.ts';
import { CONSULTATION_VERBS } from '../consultations/verb-rows.ts';
import { SEALED_VERBS } from '../sealed/verb-rows.ts';
import { CLOCK_VERBS } from '../deadlines/verb-rows.ts';
import { INQUIRY_VERBS } from '../inquiries/verb-rows.ts';
import { RELEASE_VERBS } from '../releases/verb-rows.ts';
import { TRANSFER_VERBS } from '../transfers/verb-rows.ts';
import { WORDING_VERBS } from '../wording/verb-rows.ts';
import {
  DUTY,
  UNIT,
  PUBLIC,
  ALL_ACTING,
  OPEN_STATES,
  all,
  isOpen,
  judgedOn,
  open,
  row,
  stay,
  type VerbRow,
} from './verb-row.ts';

export { OPEN_STATES, isOpen, type Reach, type VerbRow } from './verb-row.ts';

/** The whole state machine (docs/rules.md §6). Side states are facts on the row, not states: a ticket may be extended and supervised at once. */
const TICKET_VERBS = [
  row('judge', '研判', 'coordinating', DUTY, { ...open, received: ['judged'] }, ['outcome']),
  row(
    'second-judge',
    '第二人确认',
    'coordinating',
    DUTY,
    { ...judgedOn, judged: ['judged', 'received'] },
    ['agree'],
    'secondPerson',
  ),
  row('set-level', '定级', 'coordinating', DUTY, { ...open, closed: ['closed'] }, ['level', 'stage', 'reason']),
  row('keep-provisional', '保留暂计时限', 'coordinating', DUTY, open, [], 'provisional'),
  row('end-provisional', '终止暂计时限', 'coordinating', DUTY, open, ['reason'], 'provisional'),
  row('dispatch', '交办', 'coordinating', DUTY, all(['received', 'judged'], ['dispatched']), ['lead', 'requirement']),
  row('verify', '核实', 'anyone_involved', [...DUTY, ...UNIT], open, ['result']),
  row('accept', '签收', 'lead', UNIT, { dispatched: ['accepted'] }),
  row('accept-by-phone', '电话签收', 'coordinating', DUTY, { dispatched: ['accepted'] }, ['post', 'number', 'at']),
  row('countersign', '补签', 'lead', UNIT, open, [], 'phoneSigning'),
  row('pass-down', '转派下级', 'lead', UNIT, all(['accepted', 'handling'], ['dispatched']), ['to', 'requirement']),
  row('request-pass-down', '申请转派', 'lead', UNIT, stay('accepted', 'handling'), ['to', 'reason']),
  row('consent-pass-down', '同意转派', 'coordinating', DUTY, open, ['reason'], 'passDownRequest'),
  row('refuse-pass-down', '不同意转派', 'coordinating', DUTY, open, ['reason'], 'passDownRequest'),
  row(
    'return',
    '退回',
    'lead',
    UNIT,
    all(['dispatched', 'accepted'], ['judged', 'received', 'dispatched']),
    ['reason', 'explanation'],
    'mayReturn',
  ),
  row(
    'rule',
    '裁定',
    'coordinating',
    DUTY,
    all(['received', 'judged'], ['dispatched']),
    ['uphold', 'reason'],
    'returned',
  ),
  row(
    'reassign',
    '改派',
    'coordinating',
    DUTY,
    all(['received', 'judged', 'dispatched', 'accepted', 'handling', 'reported'], ['dispatched']),
    ['lead', 'reason'],
  ),
  row('start', '开始办理', 'lead', UNIT, { accepted: ['handling'] }),
  row('consult', '会商', 'anyone_involved', ALL_ACTING, open, ['units', 'question']),
  row('end-consult', '结束会商', 'anyone_involved', ALL_ACTING, open, ['conclusion'], 'consultation'),
  row('request-extension', '申请延期', 'lead', UNIT, judgedOn, ['clockId', 'until', 'reason'], 'extendable'),
  row('refuse-extension', '不同意延期', 'coordinating', DUTY, judgedOn, ['clockId', 'reason'], 'extensionRequest'),
  row(
    'extend',
    '延期',
    'coordinating',
    ['duty_leader', 'duty_officer'],
    judgedOn,
    ['clockId', 'until', 'reason'],
    'othersExtensionRequest',
  ),
  row('report', '反馈', 'involved', UNIT, { handling: ['reported'] }, ['facts', 'measures']),
  row(
    'review',
    '审核',
    'review',
    ['unit_head', 'duty_officer', 'duty_leader'],
    { reported: ['reviewed', 'handling'] },
    ['approve'],
    'othersReport',
  ),
  row('record-release', '登记回应', 'public', PUBLIC, { ...open, reviewed: ['released'] }, [
    'kind',
    'at',
    'title',
    'channel',
  ]),
  row('record-conference', '登记发布会', 'public', PUBLIC, open, ['state', 'title']),
  row('confirm-release', '复核确认', 'public', [...PUBLIC, 'supervisor'], open, ['releaseId'], 'conference'),
  row('supervise', '督办', 'supervising', ['duty_officer', 'duty_leader', 'supervisor', 'leader'], open, ['reason']),
  row('list', '挂牌督办', 'supervising', ['duty_leader', 'supervisor', 'leader'], open, ['reason'], 'mayList'),
  row(
    'unlist',
    '解除挂牌',
    'supervising',
    ['duty_leader', 'supervisor', 'leader'],
    { ...open, closed: ['closed'] },
    ['result'],
    'listed',
  ),
  row(
    'issue-draft',
    '签发督办文稿',
    'supervising',
    ['duty_officer', 'duty_leader', 'supervisor'],
    open,
    ['draftId'],
    'draft',
  ),
  row(
    'drop-draft',
    '不予签发督办文稿',
    'supervising',
    ['duty_officer', 'duty_leader', 'supervisor'],
    open,
    ['draftId', 'reason'],
    'draft',
  ),
  row('split', '拆分', 'coordinating', DUTY, judgedOn, ['title', 'lead', 'requirement', 'reason']),
  row('unmerge', '撤销合并', 'coordinating', DUTY, open, ['from', 'reason'], 'merged'),
  row(
    'close',
    '办结',
    'coordinating',
    DUTY,
    all(
      OPEN_STATES.filter((state) => state !== 'received'),
      ['closed'],
    ),
    ['conclusion'],
  ),
  row('archive', '归档', 'coordinating', DUTY, { closed: ['archived'] }),
  row('evaluate', '登记评估', 'coordinating', DUTY, { closed: ['closed'], archived: ['archived'] }, ['effect']),
  row('reopen', '重启', 'coordinating', DUTY, all(['closed', 'archived'], ['judged', 'handling']), ['reason']),
  row('merge', '合并', 'coordinating', DUTY, all(OPEN_STATES, ['closed']), ['into', 'reason']),
  row('report-up', '上报', 'coordinating', DUTY, open, ['manner', 'at', 'to']),
  row('note', '备注', 'anyone_involved', ALL_ACTING, { ...open, closed: ['closed'] }, ['text']),
] as const;

/** Everything a person can do with a ticket: its own moves, and what is done at its desks. */
export const VERB_TABLE = [
  ...TICKET_VERBS,
  ...RELEASE_VERBS,
  ...WORDING_VERBS,
  ...CONSULTATION_VERBS,
  ...CLOCK_VERBS,
  ...SEALED_VERBS,
  ...INQUIRY_VERBS,
  ...TRANSFER_VERBS,
] as const satisfies readonly VerbRow[];

export type VerbName = (typeof VERB_TABLE)[number]['name'];

const byName = new Map<string, VerbRow>(VERB_TABLE.map((verb) => [verb.name, verb]));

export function verbRow(name: VerbName): VerbRow {
  const found = byName.get(name);
  if (!found) throw new Error(`no verb ${name}`);
  return found;
}

/** May `name` start in this state at all? */
export const isLegal = (name: VerbName, from: TicketState): boolean => verbRow(name).moves[from] !== undefined;

/**
 * The state after a verb; `wanted` picks among several ways out.
 * @returns null when the move is not in the table.
 */
export function nextState(name: VerbName, from: TicketState, wanted?: TicketState): TicketState | null {
  const targets = verbRow(name).moves[from];
  if (!targets) return null;
  if (wanted === undefined) return targets[0] ?? null;
  return targets.includes(wanted) ? wanted : null;
}

export const STATE_TITLES: Record<TicketState, string> = {
  received: '接报',
  judged: '已研判',
  dispatched: '已交办',
  accepted: '已签收',
  handling: '办理中',
  reported: '已反馈',
  reviewed: '已审核',
  released: '已发布',
  closed: '已办结',
  archived: '已归档',
};

/** The ordinary way forward, in its order; side acts are never named as the next step. */
const ORDINARY: readonly VerbName[] = [
  'judge',
  'dispatch',
  'accept',
  'start',
  'report',
  'review',
  'record-release',
  'close',
  'reopen',
];

/**
 * May it be done on a ticket that was merged into another? Only what acts on a paper that lies there (a promise, a release, a task, its one room,
 * what is under seal): papers stay with their ticket, so that an undone merge finds them in place; what is new belongs on the main ticket.
 */
export function goesOnMerged(name: VerbName): boolean {
  const { aside, moves, required, desk } = verbRow(name);
  if (aside !== true || moves.closed === undefined) return false;
  return desk === 'sealed' || desk === 'room' || required.some((field) => field.endsWith('Id'));
}

/** Why a verb cannot be done in this state, and what to do instead; null = it can. */
export function whyNotNow(name: VerbName, state: TicketState): string | null {
  const { moves, title } = verbRow(name);
  if (moves[state] !== undefined) return null;
  const why = `工单处于“${STATE_TITLES[state]}”，不能执行“${title}”`;
  if (state === 'archived') return `${why}；如须继续办理，请先“重启”`;
  const last = Math.max(...TICKET_STATES.filter((each) => moves[each] !== undefined).map(rankOf));
  if (isOpen(state) && last < rankOf(state)) return `${why}；这一步已经过去，请继续办理后面的环节`;
  const first = firstStep(state, moves);
  return first === null ? why : `${why}；请先“${verbRow(first).title}”`;
}

const rankOf = (state: TicketState): number => TICKET_STATES.indexOf(state);

/** First verb of the shortest ordinary way from here to where the moves begin. */
function firstStep(from: TicketState, moves: VerbRow['moves']): VerbName | null {
  const seen = new Set([from]);
  let edge: { state: TicketState; first: VerbName | null }[] = [{ state: from, first: null }];
  while (edge.length > 0) {
    const next: typeof edge = [];
    for (const { state, first } of edge) {
      if (moves[state] !== undefined) return first;
      for (const verb of ORDINARY) {
        const to = nextState(verb, state);
        if (to === null || seen.has(to)) continue;
        seen.add(to);
        next.push({ state: to, first: first ?? verb });
      }
    }
    edge = next;
  }
  return null;
}
