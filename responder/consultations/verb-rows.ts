import { ALL_ACTING, deskRow, DUTY, openOrClosed, PUBLIC, type VerbRow } from '../tickets/verb-row.ts';

const MEMBERS = ALL_ACTING.filter((role) => role !== 'leader');

/** Verbs of 会商室 and its fact sheet, 批示, reports upward. */
export const CONSULTATION_VERBS = [
  deskRow('room', 'open-room', '开设会商室', 'coordinating', DUTY, ['question', 'units', 'reason']),
  deskRow('room', 'add-members', '增加会商成员', 'coordinating', DUTY, ['units', 'reason']),
  deskRow('room', 'remove-member', '移出会商成员', 'coordinating', DUTY, ['memberId', 'reason']),
  deskRow('room', 'add-minutes', '登记会商纪要', 'guest', MEMBERS, ['at', 'participants', 'agreed'], openOrClosed),
  // A room still open when its ticket ends, or is merged into another, is brought to its conclusion where its minutes lie.
  deskRow('room', 'close-room', '结束会商室', 'coordinating', DUTY, ['conclusion'], openOrClosed),
  deskRow('facts', 'propose-fact', '新增事实', 'guest', PUBLIC, ['key', 'text', 'asOf', 'source']),
  deskRow('facts', 'edit-fact', '修改事实', 'guest', PUBLIC, ['lineId', 'version', 'text', 'asOf', 'source']),
  deskRow('facts', 'agree-fact', '确定一致数据', 'coordinating', DUTY, [
    'lineId',
    'version',
    'text',
    'asOf',
    'source',
    'basis',
  ]),
  deskRow('facts', 'approve-fact', '审批事实', 'review', ['unit_head', ...DUTY], ['lineId', 'version', 'approve']),
  deskRow('facts', 'drop-fact', '删除事实', 'coordinating', DUTY, ['lineId', 'version', 'reason']),
  deskRow('upward', 'draft-upward', '起草上报', 'coordinating', DUTY),
  deskRow('upward', 'edit-upward', '修改上报材料', 'coordinating', DUTY, ['reportId', 'version', 'title', 'sections']),
  deskRow('upward', 'drop-upward', '作废上报草稿', 'coordinating', DUTY, ['reportId', 'version', 'reason']),
  deskRow('upward', 'send-upward', '报送', 'coordinating', DUTY, ['reportId', 'version', 'to', 'manner', 'at']),
  deskRow('upward', 'receipt-upward', '登记回执', 'coordinating', DUTY, ['reportId', 'post', 'at'], openOrClosed),
  deskRow('instructions', 'present', '呈阅', 'coordinating', DUTY, ['subject', 'at']),
  deskRow('instructions', 'give-instruction', '作出批示', 'guest', ['leader'], ['text']),
  deskRow('instructions', 'record-instruction', '登记批示', 'coordinating', DUTY, ['leader', 'manner', 'text', 'at']),
  deskRow(
    'instructions',
    'countersign-instruction',
    '补签批示',
    'coordinating',
    DUTY,
    ['instructionId', 'scan', 'at'],
    openOrClosed,
  ),
  deskRow('instructions', 'task-instruction', '批示分办', 'coordinating', DUTY, ['instructionId', 'tasks']),
  deskRow(
    'instructions',
    'report-on-instruction',
    '报告批示办理情况',
    'coordinating',
    DUTY,
    ['instructionId', 'text', 'at'],
    openOrClosed,
  ),
  deskRow('instructions', 'finish-task', '办结任务', 'guest', MEMBERS, ['taskId', 'version', 'report'], openOrClosed),
  deskRow('instructions', 'drop-task', '撤销任务', 'coordinating', DUTY, ['taskId', 'version', 'reason'], openOrClosed),
] as const satisfies readonly VerbRow[];
