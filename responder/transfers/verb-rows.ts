import { DUTY, deskRow, openOrClosed } from '../tickets/verb-row.ts';

const DESK = 'transfers';

/** 抄告 and 移送. */
export const TRANSFER_VERBS = [
  deskRow(DESK, 'copy-to-units', '抄告', 'coordinating', DUTY, ['units', 'mode', 'subject', 'body'], openOrClosed),
  deskRow(DESK, 'hand-over', '移送', 'coordinating', DUTY, ['to', 'basis', 'subject', 'body']),
  deskRow(
    DESK,
    'record-receipt',
    '登记回执',
    'coordinating',
    DUTY,
    ['transferId', 'number', 'at', 'post', 'accepted'],
    openOrClosed,
  ),
  deskRow(DESK, 'withdraw-transfer', '撤回', 'coordinating', DUTY, ['transferId', 'reason'], openOrClosed),
] as const;
