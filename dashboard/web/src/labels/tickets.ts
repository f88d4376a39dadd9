import type { TicketDetail } from '../../../api/schemas/tickets.ts';
import { ROLE_TITLES } from '../../../accounts/role-titles.ts';
import { fallback } from './table.ts';

// The ways of a ticket, and who has a part in it.
export const stateName = fallback({
  received: '接报',
  judged: '已研判',
  dispatched: '已交办',
  accepted: '已签收',
  handling: '办理中',
  reported: '已反馈',
  reviewed: '已审核',
  released: '已发布',
  closed: '已办结',
  archived: '已归档',
});
const FLAGS: Record<TicketDetail['ticket']['flags'][number], string> = {
  returned: '退回待裁定',
  ruled: '已裁定，不得再退',
  reassigned: '已改派',
  consulting: '会商中',
  extended: '已延期',
  supervised: '督办',
  listed: '挂牌督办',
  reopened: '已重启',
  merged: '已合并',
  split: '拆分所得',
  passed_down: '已转派下级',
  countersign_due: '待补签',
  admitted: '已解除回避',
  late_judgement: '先交办后研判',
  needs_second: '待第二人确认',
  rejudge_due: '待重新研判',
};
export const flagName = fallback(FLAGS);
export const legalChannelName = fallback({
  '12345': '12345热线',
  petition: '信访',
  discipline: '纪检监察',
  litigation: '诉讼仲裁复议',
  disclosure: '依申请公开',
});

export const outcomeName = fallback({
  public_answer: '公开回应',
  direct_answer: '点对点答复',
  prepared_line: '备答口径',
  legal_channel: '转法定渠道',
  not_ours: '移送非属地',
  already_answered: '已有答复',
  keep_watching: '继续关注',
  no_answer: '无需回应',
});
export const dispositionName = fallback({
  'D-1': 'D-1 建设性意见：公开采纳情况',
  'D-2': 'D-2 实际困难：公开解决情况',
  'D-3': 'D-3 重大问题：公布调查处置',
  'D-4': 'D-4 情况不明：发布权威信息',
  'D-5': 'D-5 模糊认识：引导更正',
  'D-6': 'D-6 不实信息：澄清并移交线索',
});
export const verificationName = fallback({
  unverified: '未核实',
  verifying: '核实中',
  true: '属实',
  partly_true: '部分属实',
  false: '不实',
  unverifiable: '无法核实',
});
export const releaseName = fallback({
  first_information: '首次权威信息',
  press_conference: '新闻发布会',
  conference: '新闻发布会',
  clarification: '澄清说明',
  follow_up: '持续发布',
  reply: '答复',
});
export const departmentRole = fallback({ lead: '主办', co: '协办', coordinator: '协调', supervisor: '督办' });
export const roleName = fallback({ ...ROLE_TITLES, duty_officer: '值班员（网信办/政府办）' });
