/** Why what is on the screen may be old, or why deadlines do not go off. */
export type Trouble = 'unreachable' | 'unavailable' | 'paused' | 'delayed';

/** What the server says: nothing at all, or the engines that are away. */
export type Readiness = { reached: false } | { reached: true; away: readonly string[] };

export interface Signs {
  /** The socket that brings hints. */
  socket: 'connecting' | 'on' | 'off';
  readiness: Readiness;
  /** Something the page shows could not be read again. */
  failing: boolean;
}

/** Engines that bring news to the page; others that /readyz names do not make it old. */
const CARRIERS = ['kafka', 'redis', 'bus'];

/** The gravest of what is wrong, null when the screen is up to date. */
export function troubleOf({ socket, readiness, failing }: Signs): Trouble | null {
  if (!readiness.reached) return 'unreachable';
  if (failing || readiness.away.includes('database')) return 'unavailable';
  if (readiness.away.includes('clock')) return 'paused';
  return socket === 'off' || readiness.away.some((part) => CARRIERS.includes(part)) ? 'delayed' : null;
}

const REASONS: Record<Trouble, string> = {
  unreachable: '与服务器的连接已中断，正在自动重连。',
  unavailable: '服务暂时不可用，正在等待恢复；此时提交的操作可能不成功，请恢复后再试。',
  paused: '服务器时钟不准，时限提醒与自动升级已暂停，校准后自动补上；请联系系统管理员校准时钟。',
  delayed: '实时更新可能延迟，正在自动恢复；页面每分钟刷新一次。',
};

/** @param since when it was noticed, as a person reads it */
export const troubleText = (trouble: Trouble, since: string): string =>
  `${REASONS[trouble]}自 ${since} 起，${trouble === 'paused' ? '请人工留意到期时限' : '页面上的数据可能不是最新'}。`;

/** Said for some seconds after it. */
export const returnedText = (trouble: Trouble): string =>
  trouble === 'paused' ? '服务器时钟已校准，时限恢复触发。' : '连接已恢复，页面数据已重新读取。';

/** Only "the server cannot answer now" counts: a page that is not allowed or not found is no matter of the connection. */
export const isServerAway = (status: number): boolean =>
  status === 0 || status === 502 || status === 503 || status === 504;
