import { yesNo, type Field } from '../verb-form.ts';

const mark = (key: string, label: string, hint: string): Field[] => [
  { kind: 'choice', key, label, hint, options: yesNo('是', '否') },
  { kind: 'text', key: `${key}Reason`, label: `${label}：理由`, required: true, when: { key, is: [true, false] } },
];

/** What a person says of a matter that gives it another deadline; not chosen = as it stands. */
export const MARK_FIELDS: Field[] = [
  ...mark('leftover', '历史遗留问题', '核实反馈改按5个工作日；不选即沿用'),
  ...mark('complex', '复杂疑难事项', '办结改按15个工作日，须告知来件人；不选即沿用'),
  {
    kind: 'text',
    key: 'complexNotice',
    label: '告知来件人的时间、方式',
    hint: '有咨询、投诉、建议来件的必填',
    when: { key: 'complex', is: [true] },
  },
  ...mark('concluded', '转入观察（Ⅰ、Ⅱ级）', '已无新情况可发：不再每24小时持续发布，观察期满办结；情况有变即恢复'),
];
