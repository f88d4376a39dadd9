import { tasksLack } from '../task-rows.ts';
import { type Field, reason, type VerbForm, yesNo } from '../verb-form.ts';

const at = (label: string): Field => ({ kind: 'time', key: 'at', label, required: true });
const long = (key: string, label: string, hint?: string): Field => ({
  ...{ kind: 'long', key, label, required: true },
  ...(hint && { hint }),
});
const FACT: Field[] = [
  { kind: 'text', key: 'text', label: '表述', required: true, hint: '可以对外使用的一句话' },
  { kind: 'part', part: 'number', key: 'low', label: '数字', hint: '人数、损失须填写；范围的填下限' },
  { kind: 'part', part: 'number', key: 'high', label: '上限（范围时填写）' },
  { kind: 'choice', key: 'atLeast', label: '是否“至少”', options: yesNo('至少此数', '就是此数或此范围') },
  { kind: 'text', key: 'unit', label: '单位（人、户、元）' },
  { kind: 'time', key: 'asOf', label: '截至时间', required: true },
  { kind: 'text', key: 'source', label: '来源', required: true, hint: '谁掌握的数据，如：现场指挥部' },
];
const TASKS: Field = { kind: 'part', part: 'tasks', key: 'tasks', label: '任务', lacks: tasksLack };

/** Which paper it is and its version, the page knows and sends along. */
export const CONSULTATION_FORMS: Record<string, VerbForm> = {
  'open-room': {
    note: '只有成员能进入会商室；未承办本工单的成员单位仅可见工单概要、会商室和事实清单。被反映单位不得进入。',
    fields: [
      long('question', '会商事项'),
      { kind: 'unit', key: 'units', label: '成员单位', required: true, many: true },
      reason('邀请理由'),
    ],
  },
  'add-members': {
    fields: [
      { kind: 'unit', key: 'units', label: '单位', required: true, many: true },
      {
        kind: 'choice',
        key: 'role',
        label: '限于岗位（不选则为该单位参与办理的人员）',
        options: [
          { value: 'handler', label: '经办' },
          { value: 'unit_head', label: '负责人' },
          { value: 'spokesperson', label: '新闻发言人' },
          { value: 'duty_officer', label: '值班员' },
          { value: 'duty_leader', label: '带班领导' },
        ],
      },
      reason(),
    ],
  },
  'remove-member': { fields: [reason()] },
  'add-minutes': {
    note: '参加人员按岗位登记，不必记姓名。任务期限只能早于、不能晚于公开时限。',
    fields: [at('会商时间'), long('participants', '参加岗位', '一行一个'), long('agreed', '议定事项'), TASKS],
  },
  'close-room': { note: '结束后成员仍可查阅，议定的任务继续有效。', fields: [long('conclusion', '会商结论')] },
  'propose-fact': {
    note: '一事一行，须写明截至时间和来源；由另一人批准后方可对外使用。其他单位已填报该项而数据不同的，照本单位掌握的填写，两种说法并列，会商一致。',
    fields: [
      { kind: 'part', part: 'fact-key', key: 'key', label: '事实', required: true },
      ...FACT,
      { kind: 'text', key: 'place', label: '地点（仅指局部时填写）' },
    ],
  },
  'edit-fact': {
    note: '原批准的数字在新数字批准前继续有效；与其他单位待批准的数字不同的，两种说法并列，须会商一致。',
    fields: FACT,
  },
  'agree-fact': {
    note: '会商一致后确定一个版本，原有说法留存。须由另一人批准。',
    fields: [...FACT, { kind: 'long', key: 'basis', label: '一致依据', required: true }],
  },
  'approve-fact': {
    note: '填写人不能批准自己填写的事实。',
    fields: [
      { kind: 'choice', key: 'approve', label: '审批意见', required: true, options: yesNo('批准', '不予批准') },
      { kind: 'long', key: 'reason', label: '理由' },
    ],
  },
  'drop-fact': { fields: [reason()] },
  'draft-upward': {
    note: '按快报、续报、终报的体例起草，数据取自已批准的事实。终报报告处置结果：核实有结果、办理单位已反馈、各方数字一致后才起草。',
    fields: [
      {
        kind: 'choice',
        key: 'kind',
        label: '种类',
        options: [
          { value: 'first', label: '快报（首报）' },
          { value: 'continued', label: '续报' },
          { value: 'final', label: '终报' },
        ],
      },
    ],
  },
  'edit-upward': {
    fields: [
      { kind: 'text', key: 'title', label: '标题', required: true },
      { kind: 'part', part: 'sections', key: 'sections', label: '正文', required: true },
    ],
  },
  'drop-upward': { fields: [reason()] },
  'send-upward': {
    note: '与事实清单不一致的不得报送。报送后即为首报登记，不必另行登记上报。',
    fields: [
      { kind: 'text', key: 'to', label: '报送机关', required: true },
      {
        kind: 'choice',
        key: 'manner',
        label: '方式',
        required: true,
        options: [
          { value: 'written', label: '书面' },
          { value: 'phone', label: '电话' },
        ],
      },
      at('报送时间'),
    ],
  },
  'receipt-upward': {
    fields: [
      { kind: 'text', key: 'post', label: '接收岗位', required: true },
      { kind: 'text', key: 'number', label: '收文编号' },
      at('回执时间'),
    ],
  },
  present: {
    fields: [
      {
        ...{ kind: 'person', key: 'leaderId', nameKey: 'leader', label: '呈阅领导（系统内送达）', leaders: true },
        hint: '选定后，该领导收到消息，可在“批示”页阅示、批示；领导没有账号的不选，填写下一项，线下送阅',
      },
      {
        ...{ kind: 'text', key: 'leader', label: '呈阅领导（职务，线下送阅）', requiredUnless: 'leaderId' },
      },
      long('subject', '呈阅内容'),
      at('呈阅时间'),
    ],
  },
  'give-instruction': {
    note: '以您的账号作出，作出后不得修改；牵头单位据此分办。知悉范围以外的人员只知道有批示。',
    fields: [
      long('text', '批示内容'),
      { kind: 'unit', key: 'readerUnits', label: '牵头单位以外的知悉单位', many: true },
    ],
  },
  'record-instruction': {
    note: '登记后不得修改。口头批示须于次日9时前补签。知悉范围以外的人员只知道有批示。',
    fields: [
      { kind: 'text', key: 'leader', label: '批示领导（职务）', required: true },
      {
        kind: 'choice',
        key: 'manner',
        label: '方式',
        required: true,
        options: [
          { value: 'paper', label: '书面' },
          { value: 'phone', label: '电话' },
          { value: 'oral', label: '口头' },
        ],
      },
      long('text', '批示内容'),
      {
        kind: 'part',
        part: 'scan',
        key: 'scan',
        label: '扫描件（书面批示必附）',
        when: { key: 'manner', is: ['paper', 'phone'] },
      },
      at('批示时间'),
      { kind: 'unit', key: 'readerUnits', label: '知悉范围', required: true, many: true },
    ],
  },
  'countersign-instruction': {
    fields: [{ kind: 'part', part: 'scan', key: 'scan', label: '补签件', required: true }, at('补签时间')],
  },
  'task-instruction': {
    note: '批示只能收紧、不能放宽时限。承办单位只看到自己的任务，不在知悉范围的单位看不到批示原文，请写明具体任务，不必照录批示。',
    fields: [{ ...TASKS, required: true }],
  },
  'report-on-instruction': { fields: [long('text', '办理情况'), at('报告时间')] },
  'finish-task': { fields: [long('report', '办理情况')] },
  'drop-task': { fields: [reason()] },
};
