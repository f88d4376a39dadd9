import { options, reason, type VerbForm, yesNo } from '../verb-form.ts';

const CLAIM_RESULTS: Record<string, string> = {
  ...{ verifying: '核实中', true: '属实', partly_true: '部分属实', false: '不实', unverifiable: '无法核实' },
};
const ADOPTIONS: Record<string, string> = { adopted: '采纳', partly: '部分采纳', not_adopted: '未采纳' };

/** Which question, promise or claim it is, and at which version, the page knows and sends along. */
export const WORDING_FORMS: Record<string, VerbForm> = {
  'add-ask': {
    note: '写公众真正在问的问题，一条一问。',
    fields: [
      { kind: 'text', key: 'text', label: '问题', required: true },
      { kind: 'choice', key: 'main', label: '是否主要问题', options: yesNo('主要问题', '一般问题') },
    ],
  },
  'set-main-ask': { note: '每件事项只有一个主要问题，回应文稿须正面回答。', fields: [] },
  'answer-ask': {
    note: '照原文摘录作出回答的那一段；文稿改动后这段文字不在了，会再次提示。',
    fields: [{ kind: 'long', key: 'passage', label: '作出回答的原文', required: true }],
  },
  'reason-ask': { fields: [{ kind: 'long', key: 'reason', label: '说明', hint: '选“其他”的必填' }] },
  'conclude-investigation': {
    note: '登记调查结论之后，文稿方可表述原因和责任（速报事实、慎报原因）。',
    fields: [
      { kind: 'text', key: 'body', label: '作出结论的机关或调查组', required: true },
      { kind: 'text', key: 'paper', label: '文号或报告名称', required: true },
      { kind: 'day', key: 'concludedOn', label: '结论日期', required: true, hint: '不晚于今天' },
      { kind: 'long', key: 'conclusion', label: '结论要点', required: true },
    ],
  },
  'record-adoption': {
    fields: [
      { kind: 'text', key: 'suggestion', label: '意见建议', required: true },
      {
        ...{ kind: 'choice', key: 'outcome', label: '采纳情况', required: true },
        options: options(Object.keys(ADOPTIONS), (key) => ADOPTIONS[key] ?? key),
      },
      { kind: 'long', key: 'how', label: '如何采纳或为何未采纳', required: true },
    ],
  },
  'explain-difference': {
    note: '只对这一处的这两个说法有效；文稿再改动的，须重新说明。',
    fields: [reason('不一致的原因')],
  },
  'register-promise': {
    note: '系统只提示，由人登记。',
    fields: [
      { kind: 'long', key: 'text', label: '承诺内容', required: true },
      { kind: 'unit', key: 'unit', label: '责任单位', required: true, among: 'promisers' },
      { kind: 'time', key: 'dueAt', label: '承诺期限', required: true },
      { kind: 'text', key: 'saidIn', label: '出处', hint: '未关联已发布内容的必填，如：3月10日现场会' },
    ],
  },
  'keep-promise': {
    note: '超过承诺期限兑现的，仍记为逾期。',
    fields: [
      { kind: 'time', key: 'at', label: '兑现时间', required: true },
      { kind: 'text', key: 'proof', label: '凭据', required: true, hint: '链接、文号或验收记录' },
    ],
  },
  'move-promise': {
    note: '原期限保留在台账上。',
    fields: [
      { kind: 'time', key: 'until', label: '新的期限', required: true },
      reason('改期原因'),
      { kind: 'text', key: 'proof', label: '已向公众说明的凭据', required: true },
    ],
  },
  'register-media-question': {
    note: '只登记媒体机构和问题，不登记记者个人信息。',
    fields: [
      { kind: 'text', key: 'outlet', label: '媒体', required: true },
      { kind: 'long', key: 'question', label: '问题', required: true },
      { kind: 'time', key: 'askedAt', label: '问询时间', hint: '不填为现在' },
      { kind: 'time', key: 'dueAt', label: '答复期限', required: true },
    ],
  },
  'draft-media-reply': {
    note: '答复须经单位负责人审核。',
    fields: [{ kind: 'long', key: 'reply', label: '答复内容', required: true }],
  },
  'approve-media-reply': {
    fields: [
      { kind: 'choice', key: 'approve', label: '审核意见', required: true, options: yesNo('同意', '退回修改') },
      { kind: 'long', key: 'note', label: '意见', hint: '退回修改的必填' },
    ],
  },
  'send-media-reply': {
    fields: [
      { kind: 'time', key: 'at', label: '答复时间', required: true },
      { kind: 'text', key: 'manner', label: '方式', required: true, hint: '如：书面传真、发布会现场，可附链接' },
    ],
  },
  'register-rumour': {
    note: '只记网传的说法本身，记事不记人；核实之前不作真假判断。',
    fields: [
      { kind: 'long', key: 'claim', label: '网传说法（原话）', required: true },
      { kind: 'time', key: 'firstSeenAt', label: '首见时间', hint: '不填取首条公开信息时间' },
    ],
  },
  'verify-rumour': {
    note: '只核实这一说法；事件本身属实，不等于说法属实。',
    fields: [
      {
        ...{ kind: 'choice', key: 'result', label: '核实结果', required: true },
        options: options(Object.keys(CLAIM_RESULTS), (key) => CLAIM_RESULTS[key] ?? key),
      },
      { kind: 'text', key: 'unit', label: '向哪个单位核实', required: true },
      { kind: 'text', key: 'post', label: '岗位', required: true },
      { kind: 'time', key: 'at', label: '核实时间', required: true },
      { kind: 'long', key: 'note', label: '核实要点' },
    ],
  },
  'clarify-rumour': { note: '关联已经发布的澄清，此后跟踪其前后的传播量。', fields: [] },
};
