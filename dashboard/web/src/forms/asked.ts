import type { Field } from '../verb-form.ts';

/** Results of a verification that rest on somebody's answer. */
export const RESULTS = ['true', 'partly_true', 'false', 'unverifiable'];

/** Whom we asked, how and when. `group`: they go under this key of the body. */
export const askedForm = (when: { key: string; is: string[] }, group = ''): Field[] => [
  { kind: 'text', key: `${group}unit`, label: '核实单位', required: true, when },
  { kind: 'text', key: `${group}post`, label: '核实岗位', required: true, hint: '如：调度室', when },
  {
    kind: 'choice',
    key: `${group}manner`,
    label: '核实方式',
    required: true,
    when,
    options: [
      { value: 'phone', label: '电话' },
      { value: 'on_site', label: '现场' },
      { value: 'written', label: '书面' },
      { value: 'system', label: '业务系统' },
      { value: 'video', label: '视频、监控' },
    ],
  },
  { kind: 'time', key: `${group}at`, label: '核实时间', required: true, when },
];
