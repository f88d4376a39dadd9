import { TICKET_STATES } from "../messages.js";
export const OPEN_STATES = TICKET_STATES.filter((state) => state !== 'closed' && state !== 'archived');
export const isOpen = (state) => OPEN_STATES.includes(state);
const stay = (...states) => Object.fromEntries(states.map((state) => [state, [state]]));
const open = stay(...OPEN_STATES);
const judgedOn = stay(...OPEN_STATES.filter((state) => state !== 'received'));
const all = (states, to) => Object.fromEntries(states.map((state) => [state, to]));
const DUTY = ['duty_officer', 'duty_leader'];
const UNIT = ['handler', 'unit_head'];
const PUBLIC = ['spokesperson', 'handler', 'unit_head', 'duty_officer', 'duty_leader'];
const ALL_ACTING = [...PUBLIC, 'leader', 'supervisor'];
const row = (name, title, reach, roles, moves, required = []) => ({ name, title, reach, roles, moves, required });
/** The whole state machine (DESIGN §3). Side states are facts on the row, not states: a ticket may be extended and supervised at once. */
export const VERB_TABLE = [
    row('judge', '研判', 'coordinating', DUTY, { ...open, received: ['judged'] }, ['outcome']),
    row('second-judge', '二次研判确认', 'coordinating', DUTY, { ...judgedOn, judged: ['judged', 'received'] }, ['agree']),
    row('set-level', '定级', 'coordinating', DUTY, { ...open, closed: ['closed'] }, ['level', 'stage', 'reason']),
    row('keep-provisional', '保留暂计时限', 'coordinating', DUTY, open),
    row('end-provisional', '终止暂计时限', 'coordinating', DUTY, open, ['reason']),
    row('dispatch', '交办', 'coordinating', DUTY, all(['received', 'judged'], ['dispatched']), ['lead', 'requirement']),
    row('accept', '签收', 'lead', UNIT, { dispatched: ['accepted'] }),
    row('return', '退回', 'lead', UNIT, all(['dispatched', 'accepted'], ['judged', 'received']), [
        'reason',
        'explanation',
    ]),
    row('rule', '裁定', 'coordinating', DUTY, all(['received', 'judged'], ['dispatched']), ['uphold', 'reason']),
    row('reassign', '改派', 'coordinating', DUTY, all(['received', 'judged', 'dispatched', 'accepted', 'handling', 'reported'], ['dispatched']), ['lead', 'reason']),
    row('start', '开始办理', 'lead', UNIT, { accepted: ['handling'] }),
    row('consult', '会商', 'anyone_involved', ALL_ACTING, open, ['units', 'question']),
    row('end-consult', '结束会商', 'anyone_involved', ALL_ACTING, open, ['conclusion']),
    row('extend', '延期', 'coordinating', ['duty_leader', 'duty_officer'], judgedOn, ['clockId', 'until', 'reason']),
    row('report', '反馈', 'involved', UNIT, { handling: ['reported'] }, ['facts', 'measures']),
    row('review', '审核', 'review', ['unit_head', 'duty_officer', 'duty_leader'], { reported: ['reviewed', 'handling'] }, ['approve']),
    row('record-release', '登记回应', 'public', PUBLIC, { ...open, reviewed: ['released'] }, [
        'kind',
        'at',
        'title',
        'channel',
    ]),
    row('record-conference', '登记发布会', 'public', PUBLIC, open, ['state', 'title']),
    row('confirm-release', '复核确认', 'public', [...PUBLIC, 'supervisor'], open, ['releaseId']),
    row('supervise', '督办', 'supervising', ['duty_officer', 'duty_leader', 'supervisor', 'leader'], open, ['reason']),
    row('list', '挂牌督办', 'supervising', ['duty_leader', 'supervisor', 'leader'], open, ['reason']),
    row('close', '办结', 'coordinating', DUTY, all(OPEN_STATES.filter((state) => state !== 'received'), ['closed']), ['conclusion']),
    row('archive', '归档', 'coordinating', DUTY, { closed: ['archived'] }),
    row('reopen', '重启', 'coordinating', DUTY, all(['closed', 'archived'], ['judged', 'handling']), ['reason']),
    row('merge', '合并', 'coordinating', DUTY, all(OPEN_STATES, ['closed']), ['into', 'reason']),
    row('report-up', '上报', 'coordinating', DUTY, open, ['manner', 'at', 'to']),
    row('note', '备注', 'anyone_involved', ALL_ACTING, { ...open, closed: ['closed'] }, ['text']),
];
const byName = new Map(VERB_TABLE.map((verb) => [verb.name, verb]));
export function verbRow(name) {
    const found = byName.get(name);
    if (!found)
        throw new Error(`no verb ${name}`);
    return found;
}
/** May `name` start in this state at all? */
export const isLegal = (name, from) => verbRow(name).moves[from] !== undefined;
/**
 * The state after a verb; `wanted` picks among several ways out.
 * @returns null when the move is not in the table.
 */
export function nextState(name, from, wanted) {
    const targets = verbRow(name).moves[from];
    if (!targets)
        return null;
    if (wanted === undefined)
        return targets[0] ?? null;
    return targets.includes(wanted) ? wanted : null;
}
export const STATE_TITLES = {
    received: '已接报',
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
//# sourceMappingURL=states.js.map