import { deskRow, open, openOrClosed, PUBLIC, type VerbRow } from '../tickets/verb-row.ts';

const DESK = 'release';
/** A wrong release is put right after closing, too. */
const after = openOrClosed;

/** Verbs of release drafts: gate, approval, publishing, correction. */
export const RELEASE_VERBS = [
  deskRow(DESK, 'plan-release', '列入发布计划', 'public', PUBLIC, ['message', 'speaker', 'channel', 'at'], open),
  deskRow(DESK, 'settle-plan', '计划完成或取消', 'public', PUBLIC, ['planId', 'outcome', 'reason'], after),
  deskRow(DESK, 'draft-release', '拟发布稿', 'public', PUBLIC, ['kind', 'title', 'facts'], after),
  deskRow(DESK, 'edit-release', '修改发布稿', 'public', PUBLIC, ['draftId', 'version'], after),
  deskRow(DESK, 'submit-release', '送审', 'public', PUBLIC, ['draftId', 'version'], after),
  deskRow(DESK, 'drop-release', '发布前撤回', 'public', PUBLIC, ['draftId', 'version', 'reason'], after),
  deskRow(DESK, 'judge-release', '表述时机方式研判', 'public', PUBLIC, ['draftId', 'version', 'judgements'], after),
  deskRow(
    DESK,
    'except-identity',
    '去标识化例外',
    'public',
    ['unit_head', 'spokesperson', 'duty_officer', 'duty_leader'],
    ['draftId', 'version', 'ground', 'words', 'basis'],
    after,
  ),
  deskRow(
    DESK,
    'approve-release',
    '发布审核',
    'public',
    ['unit_head', 'spokesperson', 'duty_officer', 'duty_leader'],
    ['draftId', 'version', 'approve'],
    after,
  ),
  deskRow(
    DESK,
    'register-delegation',
    '登记委托',
    'public',
    ['unit_head', 'duty_officer', 'duty_leader'],
    ['actorId', 'name', 'principal', 'scope', 'from', 'until'],
    after,
  ),
  deskRow(
    DESK,
    'end-delegation',
    '终止委托',
    'public',
    ['unit_head', 'duty_officer', 'duty_leader'],
    ['delegationId', 'reason'],
    after,
  ),
  deskRow(
    DESK,
    'sign-delegation',
    '补签委托',
    'public',
    ['unit_head', 'duty_officer', 'duty_leader'],
    ['delegationId', 'paper'],
    after,
  ),
  deskRow(
    DESK,
    'review-secrecy',
    '保密审查',
    'public',
    ['unit_head', 'duty_officer', 'duty_leader'],
    ['draftId', 'version', 'approve'],
    after,
  ),
  deskRow(DESK, 'publish-release', '交付发布', 'public', PUBLIC, ['draftId', 'version'], after),
  deskRow(DESK, 'confirm-channel', '登记渠道发布', 'public', PUBLIC, ['dispatchId', 'at'], {
    ...after,
    reviewed: ['released', 'reviewed'],
  }),
  deskRow(DESK, 'retry-channel', '重新推送', 'public', PUBLIC, ['dispatchId'], after),
  deskRow(DESK, 'correct-release', '更正', 'public', PUBLIC, ['releaseId', 'reason'], after),
  deskRow(
    DESK,
    'withdraw-release',
    '撤回已发布',
    'public',
    ['unit_head', 'spokesperson', 'duty_officer', 'duty_leader'],
    ['releaseId', 'reason'],
    after,
  ),
  deskRow(DESK, 'confirm-takedown', '登记已撤下', 'public', PUBLIC, ['dispatchId', 'proofs'], after),
] as const satisfies readonly VerbRow[];
