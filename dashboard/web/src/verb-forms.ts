import type { TicketDetail } from '../../api/schemas/tickets.ts';
import { JUDGE_FORM } from './judge-form.ts';
import { CLOCK_FORMS } from './forms/clocks.ts';
import { SEALED_FORMS } from './forms/sealed.ts';
import { CONSULTATION_FORMS } from './forms/consultations.ts';
import { FLOW_FORMS } from './forms/flow.ts';
import { RECORD_FORMS } from './forms/records.ts';
import { RELEASE_FORMS } from './forms/releases.ts';
import { WORDING_FORMS } from './forms/wording.ts';
import { type Field, type VerbForm, yesNo, LEVELS, reason, OFFICIAL, note } from './verb-form.ts';

export type { Field, VerbForm } from './verb-form.ts';

/** A grave matter without a confirmed conference closes only on an approval that none is held: who, when, on what paper. */
const NOT_HELD: Field[] = [
  {
    ...{ kind: 'text', key: 'notHeld.by', label: '发布会经批准未召开：批准人或批准机关' },
    ...{ required: true, askedBy: 'closing', hint: 'Ⅰ、Ⅱ级事件没有经复核的新闻发布会的，须有批准' },
  },
  { kind: 'time', key: 'notHeld.at', label: '批准时间', required: true, askedBy: 'closing' },
  {
    ...{ kind: 'text', key: 'notHeld.paper', label: '批准文号', required: true, askedBy: 'closing' },
    hint: '没有文号的写明批准形式，如：市政府专题会议纪要、电话批准并补签',
  },
];

const requirementAgain: Field = {
  ...{ kind: 'long', key: 'requirement', label: '办理要求', hint: '不填则沿用原办理要求' },
};

/** What each verb asks of the person. Keys are those of the API's request schema. */
export const VERB_FORMS: Record<string, VerbForm> = {
  ...RELEASE_FORMS,
  ...RECORD_FORMS,
  ...WORDING_FORMS,
  ...CONSULTATION_FORMS,
  ...FLOW_FORMS,
  ...CLOCK_FORMS,
  ...SEALED_FORMS,
  judge: JUDGE_FORM,
  'second-judge': {
    note: '黄色及以上事项不公开回应，须由研判人以外的第二人确认。',
    fields: [
      {
        kind: 'choice',
        key: 'agree',
        label: '确认意见',
        required: true,
        options: yesNo('同意', '不同意，退回重新研判'),
      },
      { kind: 'long', key: 'reason', label: '理由', requiredIf: { key: 'agree', is: [false] } },
    ],
  },
  'set-level': {
    fields: [
      { kind: 'choice', key: 'level', label: '级别', required: true, options: LEVELS },
      {
        kind: 'choice',
        key: 'stage',
        label: '认定阶段',
        required: true,
        options: [
          { value: 'duty', label: '值班初判' },
          { value: 'official', label: '主管部门认定' },
        ],
      },
      { kind: 'text', key: 'body', label: '认定机关', when: OFFICIAL },
      { kind: 'text', key: 'paper', label: '文号', when: OFFICIAL },
      { kind: 'time', key: 'decidedAt', label: '认定时间', when: OFFICIAL },
      reason(),
    ],
  },
  'keep-provisional': {
    note: '确认按重大事件计时，即初判为Ⅰ级或Ⅱ级。',
    fields: [
      {
        ...{ kind: 'choice', key: 'level', label: '值班初判级别', required: true },
        options: LEVELS.filter(({ value }) => value === 'I' || value === 'II'),
      },
      { kind: 'long', key: 'reason', label: '理由' },
    ],
  },
  'end-provisional': { note: '终止暂按重大计时的时限，须写明理由。', fields: [reason()] },
  dispatch: {
    note: '被反映单位不得作为主办单位。交办即开始计算签收时限。尚未研判的，须写明紧急情由，事后补研判。',
    fields: [
      { kind: 'unit', key: 'lead', label: '主办单位', required: true },
      { kind: 'unit', key: 'coHandlers', label: '协办单位', many: true },
      { kind: 'unit', key: 'coordinator', label: '协调单位' },
      { kind: 'long', key: 'requirement', label: '办理要求', required: true },
      { kind: 'long', key: 'emergency', label: '紧急情由（先交办后研判）', required: true, beforeJudgement: true },
    ],
  },
  accept: { note: '签收后由本单位办理；确不属本单位职责的请用“退回”。', fields: [note] },
  return: {
    note: '退回次数有限，超过后由牵头单位裁定，裁定后不得再退。签收时限不停。',
    fields: [
      {
        kind: 'choice',
        key: 'reason',
        label: '退回理由',
        required: true,
        options: [
          { value: 'not_our_duty', label: '不属本单位职责' },
          { value: 'not_our_place', label: '不属本辖区' },
          { value: 'already_handled', label: '已办理' },
          { value: 'wrong_facts', label: '基本事实有误' },
          { value: 'needs_other_lead', label: '应由其他单位牵头' },
        ],
      },
      { kind: 'long', key: 'explanation', label: '说明', required: true },
      { kind: 'unit', key: 'suggestedUnit', label: '建议单位' },
    ],
  },
  rule: {
    fields: [
      {
        kind: 'choice',
        key: 'uphold',
        label: '裁定',
        required: true,
        options: yesNo('维持原交办，由原单位办理', '退回理由成立，改派'),
      },
      { kind: 'unit', key: 'lead', label: '改派主办单位', required: true, when: { key: 'uphold', is: [false] } },
      { kind: 'unit', key: 'coHandlers', label: '协办单位', many: true, hint: '不填则原协办单位继续协办' },
      requirementAgain,
      reason(),
    ],
  },
  reassign: {
    fields: [
      { kind: 'unit', key: 'lead', label: '改派主办单位', required: true },
      { kind: 'unit', key: 'coHandlers', label: '协办单位', many: true },
      requirementAgain,
      reason(),
    ],
  },
  start: { fields: [note] },
  consult: {
    fields: [
      { kind: 'unit', key: 'units', label: '会商单位', required: true, many: true },
      { kind: 'long', key: 'question', label: '会商事项', required: true },
    ],
  },
  'end-consult': { fields: [{ kind: 'long', key: 'conclusion', label: '会商结论', required: true }] },
  extend: {
    note: '批准承办单位的延期申请；不得晚于申请时间和下列最晚时间。',
    fields: [
      { kind: 'clock', key: 'clockId', label: '批准延期的时限', required: true, extendable: true },
      { kind: 'time', key: 'until', label: '延至', required: true },
      reason(),
    ],
  },
  report: {
    fields: [
      { kind: 'long', key: 'facts', label: '核实的事实', required: true },
      { kind: 'long', key: 'measures', label: '采取的措施', required: true },
      {
        ...{ kind: 'long', key: 'result', label: '办理结果', requiredFor: 'D-2' },
        hint: '处置类型为 D-2 的，办结须有解决结果；尚未办毕的，写明进展',
      },
      { kind: 'part', part: 'pictures', key: 'attachments', label: '附件（现场照片、文书扫描件）' },
    ],
  },
  review: {
    note: '起草人与审核人不得为同一人。',
    fields: [
      { kind: 'choice', key: 'approve', label: '审核意见', required: true, options: yesNo('通过', '退回修改') },
      { kind: 'long', key: 'note', label: '意见', requiredIf: { key: 'approve', is: [false] } },
    ],
  },
  supervise: { fields: [reason('督办原因'), { kind: 'long', key: 'requirement', label: '督办要求' }] },
  list: { fields: [reason('挂牌督办原因'), { kind: 'time', key: 'until', label: '整改期限' }] },
  close: {
    note: '公开回应、点对点答复的事项，须已登记相应发布方可办结。',
    fields: [
      { kind: 'long', key: 'conclusion', label: '办结意见', required: true },
      { kind: 'long', key: 'transfer', label: '未移送涉嫌违法线索的原因（D-6）', required: true, askedBy: 'closing' },
      ...NOT_HELD,
      {
        kind: 'choice',
        key: 'sampled',
        label: '列入抽样评估',
        hint: '曾为红色、橙色的必须评估，不必选',
        options: yesNo('列入', '不列入'),
      },
    ],
  },
  evaluate: {
    note: '办结后登记回应效果。再次办结的，重新评估。',
    fields: [
      { kind: 'long', key: 'effect', label: '回应效果', required: true },
      { kind: 'long', key: 'problems', label: '存在问题' },
      { kind: 'long', key: 'improvements', label: '改进措施' },
    ],
  },
  merge: {
    note: '本工单并入主工单后办结，时间线保留。',
    fields: [{ kind: 'ticket', key: 'into', label: '主工单', required: true }, reason()],
  },
  'report-up': {
    fields: [
      {
        kind: 'choice',
        key: 'manner',
        label: '方式',
        required: true,
        options: [
          { value: 'phone', label: '电话首报' },
          { value: 'written', label: '书面快报' },
        ],
      },
      { kind: 'time', key: 'at', label: '上报时间', required: true },
      { kind: 'text', key: 'to', label: '报送机关', required: true },
      note,
    ],
  },
  archive: {
    note: '归档后工单不再办理；情况有变的，可重启。',
    fields: [
      {
        ...{ kind: 'long', key: 'early', label: '观察期未满即归档的理由', required: true, askedBy: 'archiving' },
        hint: '一般应待观察期满后归档',
      },
      note,
    ],
  },
  reopen: { fields: [reason()] },
  note: { fields: [{ kind: 'long', key: 'text', label: '内容', required: true }] },
};

/** The form as it is asked of this very ticket. */
export function formOf(
  verb: string,
  detail: Partial<Pick<TicketDetail, 'closing' | 'archiving' | 'judgement'>> & {
    times?: Pick<TicketDetail['times'], 'judgedAt'>;
  },
  known: object = {},
): VerbForm {
  const form = VERB_FORMS[verb] ?? { fields: [] };
  const isAsked = ({ key, askedBy, ifBegun, beforeJudgement }: Field): boolean =>
    (!askedBy || detail[askedBy]?.asks.includes(key.split('.')[0]!) === true) &&
    (!ifBegun || key in known) &&
    (!beforeJudgement || detail.times?.judgedAt == null);
  const isOwed = ({ requiredFor }: Field): boolean =>
    requiredFor !== undefined && detail.judgement?.dispositions.includes(requiredFor) === true;
  return {
    ...form,
    fields: form.fields.filter(isAsked).map((field) => (isOwed(field) ? { ...field, required: true } : field)),
  };
}
