/** The colours of the lamps, in the words of a legend. */
export const LAMPS = [
  { state: 'ok', name: '正常' },
  { state: 'warn', name: '需留意' },
  { state: 'bad', name: '须立即处理' },
] as const;

/** What each lamp watches: two words beside it, a sentence on it. */
const WATCHES: Record<string, { short: string; long: string }> = {
  watchdog: { short: '时限是否按点提醒', long: '检查每个在办工单是否都有下一个时间节点、到点的提醒是否已经发出。' },
  lag: { short: '信息是否及时处理', long: '已采集、尚在排队等待分析和立单的信息条数；积压较多转黄，严重积压转红。' },
  sources: { short: '自动采集是否中断', long: '各采集来源最近一次采集是否成功。' },
  parked: { short: '有无处理不了的信息', long: '因格式等原因无法处理而搁置的信息，不会丢失，由系统管理员查看。' },
  roster: { short: '值班有无空岗', long: '今后几日24小时值班表是否排满。' },
};

/** A lamp this program does not know yet shows its name alone. */
export const watches = (id: string): { short: string; long: string } => WATCHES[id] ?? { short: '', long: '' };
