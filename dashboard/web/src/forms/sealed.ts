import { reason, type VerbForm } from '../verb-form.ts';

export const SEALED_FORMS: Record<string, VerbForm> = {
  'seal-value': {
    note: '仅限答复个人或处置突发公共卫生事件所必需的内容。封存后只能由名单内人员写明事由逐项查阅。',
    fields: [
      { kind: 'text', key: 'label', label: '内容名称（不含内容本身）', required: true, hint: '如：来件人联系电话' },
      { kind: 'long', key: 'value', label: '封存内容', required: true },
    ],
  },
  'admit-reader': {
    note: '须由上一级批准，不得准予本人。',
    fields: [
      { kind: 'person', key: 'actorId', nameKey: 'name', label: '准予查阅的人员', required: true },
      reason('查阅事由'),
    ],
  },
  'remove-reader': { fields: [reason()] },
  'destroy-seals': { note: '密钥一经删除，封存内容无法恢复；本页保留销毁记录。', fields: [reason('销毁理由')] },
};
