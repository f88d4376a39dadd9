import {
  EVENT_KINDS,
  colourName,
  dispositionName,
  kindName,
  legalChannelName,
  outcomeName,
  verificationName,
} from './labels.ts';
import { askedForm, RESULTS } from './forms/asked.ts';
import { MARK_FIELDS } from './forms/marks.ts';
import { type VerbForm, options, LEVELS } from './verb-form.ts';

/** What judging asks: outcome, levels, facts, occurrence and disposition in one form. */
export const JUDGE_FORM: VerbForm = {
  note: '研判结果只取一项。定为Ⅰ、Ⅱ级即确认5小时、24小时时限；不定为重大则须写明理由。',
  fields: [
    {
      kind: 'choice',
      key: 'outcome',
      label: '研判结果',
      required: true,
      options: options(
        [
          'public_answer',
          'direct_answer',
          'prepared_line',
          'legal_channel',
          'not_ours',
          'already_answered',
          'keep_watching',
          'no_answer',
        ],
        outcomeName,
      ),
    },
    { kind: 'choice', key: 'level', label: '事件级别（值班初判）', options: LEVELS },
    { kind: 'choice', key: 'kind', label: '事件类型', options: options(EVENT_KINDS, kindName) },
    {
      kind: 'choice',
      key: 'colour',
      label: '舆情等级（不选即沿用机器建议）',
      options: options(['red', 'orange', 'yellow', 'blue'], colourName),
    },
    {
      kind: 'choice',
      key: 'verification',
      label: '核实情况',
      hint: '不选即沿用已登记的结果',
      options: options(['unverified', 'verifying', ...RESULTS], verificationName),
    },
    ...askedForm({ key: 'verification', is: RESULTS }, 'asked.'),
    { kind: 'occurrence', key: 'occurredAt', label: '事发时间及来源' },
    {
      kind: 'choice',
      key: 'dispositions',
      label: '处置类型（可多选）',
      required: true,
      when: { key: 'outcome', is: ['public_answer', 'direct_answer'] },
      many: true,
      hint: 'D-6 须经核实，正在核实的，核实情况选“核实中”',
      options: options(['D-1', 'D-2', 'D-3', 'D-4', 'D-5', 'D-6'], dispositionName),
    },
    {
      kind: 'choice',
      key: 'channel',
      label: '法定渠道',
      required: true,
      when: { key: 'outcome', is: ['legal_channel'] },
      options: options(['12345', 'petition', 'discipline', 'litigation', 'disclosure'], legalChannelName),
    },
    {
      kind: 'link',
      key: 'link',
      label: '已有答复的链接',
      required: true,
      when: { key: 'outcome', is: ['already_answered'] },
    },
    {
      kind: 'time',
      key: 'reviewAt',
      label: '复看时间',
      required: true,
      when: { key: 'outcome', is: ['keep_watching'] },
    },
    {
      ...{ kind: 'long', key: 'reason', label: '研判意见与理由', ifChanged: ['outcome', 'dispositions'] },
      requiredIf: { key: 'outcome', is: ['no_answer', 'not_ours'] },
      hint: '不作回应、移送非属地的，改变原研判结果、取消原处置类型的，须写明理由',
    },
    ...MARK_FIELDS,
    { kind: 'sheet', key: 'sheet', label: '研判单' },
  ],
};
