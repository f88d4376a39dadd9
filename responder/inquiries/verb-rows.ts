import { DUTY, UNIT, deskRow, openOrClosed } from '../tickets/verb-row.ts';

const DESK = 'inquiries';

/** 核实函 to an accused unit, and how it is let take part after all. */
export const INQUIRY_VERBS = [
  {
    ...deskRow(
      DESK,
      'inquire-accused',
      '发核实函',
      'anyone_involved',
      [...DUTY, ...UNIT],
      ['unit', 'summary', 'questions', 'dueAt'],
    ),
    toAccused: true,
  },
  deskRow(
    DESK,
    'withdraw-inquiry',
    '撤回核实函',
    'anyone_involved',
    [...DUTY, ...UNIT],
    ['inquiryId', 'reason'],
    openOrClosed,
  ),
  { ...deskRow(DESK, 'propose-admission', '提请解除回避', 'coordinating', DUTY, ['unit', 'reason']), toAccused: true },
  deskRow(DESK, 'confirm-admission', '同意解除回避', 'coordinating', DUTY, ['overrideId', 'reason']),
] as const;
