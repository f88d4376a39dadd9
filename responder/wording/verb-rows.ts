import { DUTY, PUBLIC, UNIT, deskRow, openOrClosed } from '../tickets/verb-row.ts';
import type { Role } from '../../platform/runtime/kernel.ts';

const WORKING: readonly Role[] = [...UNIT, ...DUTY];
const APPROVING: readonly Role[] = ['unit_head', 'duty_leader'];

/** Verbs of what the public and the media ask, what was promised and what goes round. */
export const WORDING_VERBS = [
  deskRow('asks', 'add-ask', '登记群众关切', 'public', PUBLIC, ['text']),
  deskRow('asks', 'set-main-ask', '标为主要问题', 'public', PUBLIC, ['askId']),
  deskRow('asks', 'answer-ask', '登记答复出处', 'public', PUBLIC, ['askId', 'passage']),
  deskRow('asks', 'reason-ask', '说明不答理由', 'public', PUBLIC, ['askId', 'reasonKey']),
  deskRow('asks', 'conclude-investigation', '登记调查结论', 'public', WORKING, [
    'body',
    'paper',
    'concludedOn',
    'conclusion',
  ]),
  deskRow('asks', 'record-adoption', '登记意见采纳情况', 'public', WORKING, ['suggestion', 'outcome', 'how']),
  deskRow('asks', 'explain-difference', '说明前后不一', 'public', PUBLIC, ['key', 'reason']),
  deskRow('promises', 'register-promise', '登记承诺', 'public', PUBLIC, ['text', 'unit', 'dueAt'], openOrClosed),
  deskRow('promises', 'keep-promise', '登记承诺兑现', 'public', PUBLIC, ['promiseId', 'at', 'proof'], openOrClosed),
  deskRow(
    'promises',
    'move-promise',
    '承诺改期',
    'public',
    WORKING,
    ['promiseId', 'until', 'reason', 'proof'],
    openOrClosed,
  ),
  deskRow(
    'media',
    'register-media-question',
    '登记媒体关切',
    'public',
    PUBLIC,
    ['outlet', 'question', 'dueAt'],
    openOrClosed,
  ),
  deskRow('media', 'draft-media-reply', '拟答复媒体', 'public', PUBLIC, ['questionId', 'reply'], openOrClosed),
  deskRow('media', 'approve-media-reply', '审核媒体答复', 'public', APPROVING, ['questionId', 'approve'], openOrClosed),
  deskRow(
    'media',
    'send-media-reply',
    '登记已答复媒体',
    'public',
    PUBLIC,
    ['questionId', 'at', 'manner'],
    openOrClosed,
  ),
  deskRow('rumours', 'register-rumour', '登记网传信息', 'public', PUBLIC, ['claim']),
  deskRow(
    'rumours',
    'verify-rumour',
    '核实网传说法',
    'public',
    PUBLIC,
    ['rumourId', 'result', 'unit', 'post', 'at'],
    openOrClosed,
  ),
  deskRow('rumours', 'clarify-rumour', '关联澄清', 'public', PUBLIC, ['rumourId', 'releaseId'], openOrClosed),
] as const;
