import { HELD, type VerbForm, yesNo } from '../verb-form.ts';

/** What was said outside the release desk: releases and conferences recorded, and confirmed by a second person. */
export const RECORD_FORMS: Record<string, VerbForm> = {
  'record-release': {
    note: '登记已经发生的回应事实；计划不停止时限。',
    fields: [
      {
        kind: 'choice',
        key: 'kind',
        label: '类型',
        required: true,
        options: [
          { value: 'first_information', label: '首次权威信息' },
          { value: 'clarification', label: '澄清说明' },
          { value: 'follow_up', label: '持续发布' },
          { value: 'reply', label: '答复' },
        ],
      },
      { kind: 'time', key: 'at', label: '实际发布时间', required: true },
      { kind: 'text', key: 'title', label: '标题', required: true },
      { kind: 'text', key: 'channel', label: '发布渠道', required: true, hint: '如：江城发布（微信）' },
      { kind: 'link', key: 'url', label: '链接' },
      { kind: 'long', key: 'text', label: '全文' },
      { kind: 'proofs', key: 'proofs', label: '证明材料' },
    ],
  },
  'record-conference': {
    note: '计划不停止时限；登记已召开的，须有发布人及职务、地点、实录或视频和一项外部证明，由第二人确认后24小时时限方停止。通稿、吹风会、书面问答不算。',
    fields: [
      { kind: 'choice', key: 'planned', label: '登记内容', required: true, options: yesNo('计划召开', '已经召开') },
      { kind: 'time', key: 'startedAt', label: '开始时间（计划的填拟召开时间）', required: true },
      { kind: 'text', key: 'title', label: '发布会名称', required: true },
      { kind: 'text', key: 'speaker', label: '发布人', when: HELD, requiredUnless: 'calledBy' },
      { kind: 'text', key: 'speakerPost', label: '发布人职务', when: HELD, requiredUnless: 'calledBy' },
      { kind: 'text', key: 'place', label: '地点', when: HELD, requiredUnless: 'calledBy' },
      { kind: 'text', key: 'calledBy', label: '上级召开的，填召开机关（填写后以上级链接为证）', when: HELD },
      {
        ...{ kind: 'proofs', key: 'proofs', label: '证明材料（实录或视频，及一项外部证明）' },
        ...{ when: HELD, required: true },
      },
    ],
  },
  'confirm-release': {
    note: '请逐项核对并打开证明材料后复核。登记人本人不能复核。不予确认的，登记留存备查，时限不停，由登记人核实后重新登记。',
    fields: [
      { kind: 'release', key: 'releaseId', label: '待复核的登记', required: true },
      {
        ...{ kind: 'choice', key: 'agree', label: '复核意见', required: true },
        options: yesNo('确认：已召开，证明属实', '不予确认'),
      },
      { kind: 'long', key: 'note', label: '说明（不予确认须写明理由）', requiredIf: { key: 'agree', is: [false] } },
    ],
  },
};
