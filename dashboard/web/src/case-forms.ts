import type { CasesList } from '../../api/schemas/cases.ts';
import { reason, type VerbForm, yesNo } from './verb-form.ts';

const named = (rows: readonly { key: string; name: string }[]) =>
  rows.map(({ key, name }) => ({ value: key, label: name }));

/** What each act on a case asks of the person. Keys are those of the API's request schema. */
export function caseForm(verb: string, choices: CasesList['choices']): VerbForm {
  const measures = [...named(choices.measures), { value: 'none', label: '不予追究' }];
  const bases = choices.bases.map(({ id, text }) => ({ value: id, label: text }));
  const forms: Record<string, VerbForm> = {
    'add-evidence': {
      fields: [
        {
          ...{ key: 'kind', label: '类型', kind: 'choice', required: true },
          options: [
            { value: 'link', label: '链接' },
            { value: 'paper', label: '文书、记录' },
          ],
        },
        { key: 'text', label: '证据内容（含文号或链接）', kind: 'long', required: true },
        { key: 'at', label: '事实发生时间', kind: 'time', required: true },
      ],
    },
    decide: {
      note: '须由立案人以外的人决定，并有证据和依据。系统不作认定。',
      fields: [
        { key: 'measure', label: '决定', kind: 'choice', required: true, options: measures },
        { key: 'basis', label: '依据（不予追究的可不填）', kind: 'choice', options: bases },
        reason(),
      ],
    },
    'issue-notice': { fields: [{ key: 'requirement', label: '整改或说明要求', kind: 'long', required: true }] },
    reply: { fields: [{ key: 'text', label: '情况说明', kind: 'long', required: true }] },
    appeal: {
      note: '申诉以一次为限，申诉期间整改期限顺延。',
      fields: [{ key: 'text', label: '申诉理由', kind: 'long', required: true }],
    },
    'rule-appeal': {
      note: '立案人、决定人不得裁定。',
      fields: [
        { key: 'uphold', label: '裁定', kind: 'choice', required: true, options: yesNo('维持原决定', '撤销原决定') },
        reason(),
      ],
    },
    'report-rectification': {
      fields: [
        { key: 'text', label: '整改情况', kind: 'long', required: true },
        { key: 'proof', label: '证明材料（文号、链接）', kind: 'text', required: true },
      ],
    },
    'accept-rectification': {
      fields: [
        { key: 'accept', label: '验收', kind: 'choice', required: true, options: yesNo('通过', '不通过，退回整改') },
        reason(),
      ],
    },
    'close-case': { fields: [{ key: 'conclusion', label: '结案意见', kind: 'long', required: true }] },
    'open-case': {
      note: '立案只是核查，不作认定。',
      fields: [
        { key: 'failure', label: '拟核查情形', kind: 'choice', required: true, options: named(choices.failures) },
        reason('立案理由'),
      ],
    },
  };
  return forms[verb] ?? { fields: [] };
}
