import { choices, fallback } from './table.ts';

// Words of what leaves the house: notices, releases and their ways.
export const laneName = fallback({ now: '立即', shift: '本班', digest: '次日汇总' });
export const deliveryStateName = fallback({
  waiting: '待发送',
  sent: '已送达',
  retrying: '重试中',
  given_up: '未送达',
  suppressed: '不外发',
});
export const DELIVERY_STATES = choices(deliveryStateName);
export const scopeName = fallback({ public: '公开', internal: '内部', hotline: '经12345答复', named: '指定对象' });
/** Where the putting right of a wrong release stands. */
export const faultName = ({
  manner,
  doneAt,
  afterRelease,
}: {
  manner: string;
  doneAt: string | null;
  afterRelease: string | null;
}): string => {
  if (manner === 'withdraw') return doneAt === null ? '撤回中' : '已撤回';
  if (doneAt === null) return '更正中';
  return afterRelease === null ? '未更正，更正稿已撤回' : '已更正';
};
/** What became of a release that was found wrong. */
export const standingName = fallback({ correcting: '更正中', corrected: '已更正', withdrawn: '已撤回' });
export const dispatchName = fallback({
  waiting: '待推送',
  retrying: '重试中',
  sent: '已推送，待回填链接',
  given_up: '推送失败',
  by_hand: '待专人发布',
  published: '已发布',
  kept_in: '不外发',
  withdrawing: '撤回中',
  withdraw_failed: '撤回失败，须人工撤下',
  taken_down: '已撤回',
});
export const draftPartName = fallback({
  title: '标题',
  facts: '事实',
  policy: '政策',
  result: '结果',
  scope: '范围',
  recipients: '对象',
  channels: '渠道',
  planned_at: '计划时间',
  fact_lines: '事实清单',
  pictures: '配图',
});
