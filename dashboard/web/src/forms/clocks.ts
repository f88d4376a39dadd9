import type { VerbForm } from '../verb-form.ts';
import { reason } from '../verb-form.ts';

/** Which clock or rule it is, the page knows and sends along. */
export const CLOCK_FORMS: Record<string, VerbForm> = {
  'start-clock': {
    note: '系统不会自行起算的法定时限（事故逐级报告、调查、依申请公开等），由值班人员按事实起算。',
    fields: [
      { kind: 'time', key: 'startAt', label: '起算时间', required: true },
      { kind: 'text', key: 'source', label: '起算时间的来源', required: true, hint: '如：110 接报记录、批复文号' },
      reason(),
    ],
  },
  'meet-clock': {
    note: '逾期履行的，仍按逾期记载。',
    fields: [
      { kind: 'time', key: 'at', label: '履行时间', required: true },
      { kind: 'text', key: 'proof', label: '凭据', required: true, hint: '文号、链接或记录' },
    ],
  },
  'pause-clock': {
    note: '仅限规则允许停计的情形，如征求第三方意见。自然小时时限一律不停。',
    fields: [{ kind: 'text', key: 'proof', label: '凭据', required: true, hint: '如：征求意见函文号' }, reason()],
  },
  'resume-clock': { fields: [reason()] },
  'rebase-clock': {
    note: '规则修改不影响在走的时限；确需改按现行规则计算的，原规则与原截止时间一并留存。',
    fields: [reason()],
  },
};
