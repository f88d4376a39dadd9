import { halfSaid } from '../release-told.ts';
import { type Field, reason, type VerbForm, yesNo } from '../verb-form.ts';

const KINDS = [
  { value: 'first_information', label: '首次权威信息' },
  { value: 'clarification', label: '澄清说明' },
  { value: 'follow_up', label: '持续发布' },
  { value: 'reply', label: '答复' },
];
const content: Field[] = [
  { kind: 'text', key: 'title', label: '标题', required: true },
  { kind: 'long', key: 'facts', label: '事实', required: true, hint: '已查明的情况；数字须在事实清单内' },
  { kind: 'long', key: 'policy', label: '政策', hint: '适用的法规政策' },
  { kind: 'long', key: 'result', label: '结果', hint: '处理结果或下一步安排；原因、责任未经调查认定的不写' },
  { kind: 'part', part: 'fact-lines', key: 'factLines', label: '所依据的经批准的事实' },
  {
    kind: 'choice',
    key: 'scope',
    label: '公开范围',
    options: [
      { value: 'public', label: '公开' },
      { value: 'hotline', label: '经12345答复' },
      { value: 'named', label: '指定对象' },
      { value: 'internal', label: '内部' },
    ],
  },
  { kind: 'part', part: 'names', key: 'recipients', label: '指定的对象', when: { key: 'scope', is: ['named'] } },
  { kind: 'part', part: 'release-channels', key: 'channels', label: '渠道（送审前须选定）' },
  { kind: 'time', key: 'plannedAt', label: '计划发布时间（计划不停止时限）' },
  {
    kind: 'choice',
    key: 'pictures',
    label: '配图',
    options: [
      { value: 'none', label: '无配图' },
      { value: 'unchecked', label: '有配图，未核' },
      { value: 'faces_hidden', label: '有配图，已逐张确认人脸遮挡' },
    ],
  },
];
const agree: Field = {
  kind: 'choice',
  key: 'approve',
  label: '意见',
  required: true,
  options: yesNo('同意', '不同意，退回修改'),
};
const opinion: Field = { kind: 'long', key: 'reason', label: '说明（不同意须写明）' };
const proofs = (key: string, label: string): Field => ({ kind: 'proofs', key, label });

export const RELEASE_FORMS: Record<string, VerbForm> = {
  'plan-release': {
    note: '计划不停止时限；到时未发布的，提示值班。',
    fields: [
      { kind: 'text', key: 'message', label: '发布内容', required: true },
      { kind: 'text', key: 'speaker', label: '发布人', required: true },
      { kind: 'text', key: 'channel', label: '渠道', required: true },
      { kind: 'time', key: 'at', label: '时间', required: true },
      { kind: 'text', key: 'followUp', label: '后续安排' },
    ],
  },
  'settle-plan': {
    fields: [
      {
        kind: 'choice',
        key: 'outcome',
        label: '情况',
        required: true,
        options: [
          { value: 'done', label: '已完成' },
          { value: 'dropped', label: '取消' },
        ],
      },
      reason('说明'),
    ],
  },
  'draft-release': {
    note: '负责处置的单位是信息发布的第一责任人；改由其他单位发布须写明理由。',
    fields: [
      { kind: 'choice', key: 'kind', label: '类型', required: true, options: KINDS },
      ...content,
      { kind: 'unit', key: 'unit', label: '发布责任单位（不填为主办单位）' },
      { kind: 'text', key: 'unitReason', label: '改由其他单位发布的理由' },
    ],
  },
  'edit-release': { note: '修改后此前的研判、审核、保密审查作废，须重新办理。', fields: content },
  'submit-release': {
    note: '送审后按级别依次或会签审核；拟稿、审核、保密审查须为不同的人。审查未通过的，请先修改；数字与事实清单不一致的不得送审。',
    fields: [
      {
        ...{ kind: 'long', key: 'explanation', label: '审查未通过仍要送审的理由', required: true },
        ...{ hint: '审核人将看到；未通过的各项补齐前不能交付发布', ifBegun: true },
      },
    ],
  },
  'drop-release': {
    fields: [
      reason('撤回原因'),
      { kind: 'long', key: 'checked', label: '核对情况', hint: '已向渠道推送过的必填：何人何时怎样核对，确未发布' },
    ],
  },
  'judge-release': {
    note: '由拟稿人以外的人研判；每项须写明结论和理由，可一次办完，也可只办其中几项。',
    fields: [
      {
        ...{ kind: 'part', part: 'judgements', key: 'judgements', label: '研判', required: true },
        lacks: (value) => halfSaid(value as Parameters<typeof halfSaid>[0]),
      },
      { kind: 'part', part: 'seen', key: 'seen', label: '已有不同意见（须勾选看过）', required: true, ifBegun: true },
    ],
  },
  'except-identity': {
    note: '只有惩戒公示、强制性信息披露可以保留可识别个人的信息，且仅限所列文字。',
    fields: [
      {
        kind: 'choice',
        key: 'ground',
        label: '例外情形',
        required: true,
        options: [
          { value: 'punishment', label: '惩戒公示' },
          { value: 'mandatory', label: '强制性信息披露' },
          { value: 'not_personal', label: '核定为非个人信息' },
        ],
      },
      { kind: 'part', part: 'names', key: 'words', label: '保留的文字', required: true },
      { kind: 'long', key: 'basis', label: '法律依据或理由', required: true },
    ],
  },
  'approve-release': {
    fields: [agree, opinion],
  },
  'register-delegation': {
    note: '发布单位负责人委托他人代审发布。由受委托人以外的人登记。没有书面文号的按口头委托登记，最长72小时，须补签。',
    fields: [
      { kind: 'person', key: 'actorId', nameKey: 'name', label: '受委托人', required: true },
      {
        ...{ kind: 'text', key: 'principal', label: '委托人（姓名）', required: true },
        hint: '须为发布单位在册的负责人，只填姓名',
      },
      { kind: 'unit', key: 'unit', label: '发布单位', hint: '不选即主办单位；由协办单位发布的，选该单位' },
      {
        kind: 'choice',
        key: 'scope',
        label: '范围',
        required: true,
        options: [
          { value: 'ticket', label: '仅本工单' },
          { value: 'unit', label: '本单位的全部发布' },
        ],
      },
      { kind: 'time', key: 'from', label: '自', required: true },
      { kind: 'time', key: 'until', label: '至', required: true },
      { kind: 'text', key: 'paper', label: '委托书文号', hint: '不填即口头委托，待补签' },
    ],
  },
  'end-delegation': { note: '此前凭该委托所作的审核仍然有效。', fields: [reason('终止原因')] },
  'sign-delegation': { fields: [{ kind: 'text', key: 'paper', label: '委托书文号', required: true }] },
  'review-secrecy': { note: '按信息公开保密审查制度，审查是否可以公开。', fields: [agree, opinion] },
  'publish-release': {
    note: '将审核签发后的发布稿交付各渠道推送或由专人发布；实际发布并登记链接后方停止时限。',
    fields: [],
  },
  'confirm-channel': {
    fields: [
      { kind: 'time', key: 'at', label: '实际发布时间', required: true },
      { kind: 'link', key: 'url', label: '链接' },
      proofs('proofs', '其他证明'),
    ],
  },
  'retry-channel': { fields: [] },
  'correct-release': {
    note: '原发布保留并标注，更正稿按同样程序审核发布。',
    fields: [reason('哪里有误'), proofs('proofs', '更正前的证明（截图等）')],
  },
  'withdraw-release': {
    note: '由系统推送的渠道，可不附证明，系统通知对方撤回；其余渠道请先撤下再登记。原文保留备查。',
    fields: [
      reason('撤回原因'),
      proofs('proofs', '撤回前的证明'),
      { ...proofs('afterProofs', '撤下后的证明'), requiredIfBegun: true, hint: '由系统通知渠道撤回的，可不填' },
    ],
  },
  'confirm-takedown': {
    note: '渠道系统没有撤回的，请人工撤下后登记。',
    fields: [{ ...proofs('proofs', '撤下后的证明'), required: true }],
  },
};
