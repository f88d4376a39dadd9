import type { EventSnapshot } from '../../analyzer/messages.ts';

/** How the kinds of intake are called on a ticket. */
export const INTAKE_TITLES: Record<EventSnapshot['intakeKinds'][number], string> = {
  opinion: '舆情',
  consultation: '咨询',
  complaint: '投诉举报',
  suggestion: '建议',
  correction: '纠错',
  petition: '信访',
  disclosure: '依申请公开',
  emergency: '应急',
};
