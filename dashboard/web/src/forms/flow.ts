import { verificationName } from '../labels.ts';
import { note, options, reason, type VerbForm, yesNo } from '../verb-form.ts';
import { askedForm, RESULTS } from './asked.ts';

/** Forms of the ways of an order, of the accused unit's letter, and of papers that leave. */
export const FLOW_FORMS: Record<string, VerbForm> = {
  verify: {
    note: '只写单位和岗位，不写个人姓名和电话。',
    fields: [
      {
        kind: 'choice',
        key: 'result',
        label: '核实情况',
        required: true,
        options: options(['verifying', 'true', 'partly_true', 'false', 'unverifiable', 'unverified'], verificationName),
      },
      ...askedForm({ key: 'result', is: [...RESULTS, 'verifying'] }),
      note,
    ],
  },
  'accept-by-phone': {
    note: '由值班员代承办单位登记。签收时限止于通话时间，承办单位须补签。号码只留掩码。',
    fields: [
      { kind: 'text', key: 'post', label: '接听岗位', required: true, hint: '如：总值班室' },
      { kind: 'text', key: 'number', label: '接听号码', required: true },
      { kind: 'time', key: 'at', label: '通话时间', required: true },
      note,
    ],
  },
  countersign: { note: '对此前的电话签收补签。', fields: [note] },
  'pass-down': {
    note: '只能转派本单位的下级单位；县级职责转由镇街办理的，须在履职清单内，或先“申请转派”经牵头单位同意。转派后由本单位审核反馈。',
    fields: [
      { kind: 'unit', key: 'to', label: '下级单位', required: true },
      { kind: 'long', key: 'requirement', label: '办理要求', required: true },
    ],
  },
  'request-pass-down': {
    note: '须经牵头单位同意方可转派的（县级职责转由镇街办理、已退回本件的单位），在此申请；批准前仍由本单位办理。',
    fields: [{ kind: 'unit', key: 'to', label: '拟转派的下级单位', required: true }, reason('申请理由')],
  },
  'consent-pass-down': { note: '同意承办单位所申请的转派。', fields: [reason()] },
  'refuse-pass-down': { note: '不同意转派的，仍由原承办单位办理。', fields: [reason()] },
  'request-extension': {
    note: '延期以规则所定次数和时长为限，不得超过对外时限；最晚可延至何时，见各时限后所注。',
    fields: [
      { kind: 'clock', key: 'clockId', label: '申请延期的时限', required: true, extendable: true },
      { kind: 'time', key: 'until', label: '延至', required: true },
      reason(),
    ],
  },
  'refuse-extension': { fields: [{ kind: 'clock', key: 'clockId', label: '时限', required: true }, reason()] },
  unlist: { fields: [{ kind: 'long', key: 'result', label: '整改结果', required: true }] },
  'issue-draft': {
    note: '时限逾期后系统拟出的催办、督办、通报稿，只发给承办单位，不对外发布。签发后编号并通知承办单位；通报由牵头单位的带班领导或督查人员签发。',
    fields: [
      { kind: 'pick', from: 'drafts', key: 'draftId', label: '待签发的催办、督办、通报稿', required: true },
      { kind: 'long', key: 'requirement', label: '要求' },
    ],
  },
  'drop-draft': {
    fields: [{ kind: 'pick', from: 'drafts', key: 'draftId', label: '文稿', required: true }, reason()],
  },
  split: {
    note: '拆出的部分另编号、另交办，时限从同一起点计算；两单互相关联，并回即撤销。',
    fields: [
      { kind: 'text', key: 'title', label: '拆出部分的事项', required: true },
      { kind: 'unit', key: 'lead', label: '主办单位', required: true },
      { kind: 'unit', key: 'coHandlers', label: '协办单位', many: true },
      { kind: 'long', key: 'requirement', label: '办理要求', required: true },
      reason(),
    ],
  },
  unmerge: {
    note: '恢复独立办理：所挂来件随之转回，时限按原起点计算。',
    fields: [{ kind: 'pick', from: 'merged', key: 'from', label: '已并入的工单', required: true }, reason()],
  },
  'inquire-accused': {
    note: '被反映单位只看到此函。须用自己的话概括：不得有链接、原文照录和任何个人信息。',
    fields: [
      { kind: 'unit', key: 'unit', label: '被反映单位', required: true, among: 'barred' },
      { kind: 'long', key: 'summary', label: '需核实的情况（概括）', required: true },
      { kind: 'long', key: 'questions', label: '需说明的问题', required: true },
      { kind: 'time', key: 'dueAt', label: '答复期限', required: true },
    ],
  },
  'withdraw-inquiry': { fields: [reason()] },
  'propose-admission': {
    note: '被反映单位确须参与的，由牵头单位两人先后同意方可解除回避。',
    fields: [{ kind: 'unit', key: 'unit', label: '被反映单位', required: true, among: 'barred' }, reason()],
  },
  'confirm-admission': { note: '提请人本人不能同意。', fields: [reason()] },
  'copy-to-units': {
    note: '对方看不到工单。材料中不得出现发布者身份信息。',
    fields: [
      { kind: 'unit', key: 'units', label: '抄告单位', required: true, many: true },
      {
        kind: 'choice',
        key: 'mode',
        label: '要求',
        required: true,
        options: [
          { value: 'read', label: '阅知' },
          { value: 'feedback', label: '需反馈' },
        ],
      },
      { kind: 'time', key: 'dueAt', label: '反馈期限', required: true, when: { key: 'mode', is: ['feedback'] } },
      { kind: 'text', key: 'subject', label: '事由', required: true },
      { kind: 'long', key: 'body', label: '内容', required: true },
    ],
  },
  'hand-over': {
    note: '移送材料写内容和出处，不写发布者身份。',
    fields: [
      { kind: 'text', key: 'subject', label: '事由', required: true },
      { kind: 'long', key: 'body', label: '内容', required: true },
    ],
  },
  'record-receipt': {
    fields: [
      { kind: 'choice', key: 'accepted', label: '结果', required: true, options: yesNo('已受理', '未受理') },
      { kind: 'text', key: 'number', label: '回执编号', required: true },
      { kind: 'time', key: 'at', label: '回执时间', required: true },
      { kind: 'text', key: 'post', label: '接收岗位', required: true },
      note,
    ],
  },
  'withdraw-transfer': { fields: [reason()] },
};
