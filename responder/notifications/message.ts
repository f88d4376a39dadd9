import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Lane } from './ledger.ts';
import { phrase, type OutwardNotice } from './outward.ts';

/** What goes out in one piece: one notice, several due at once, or a test of the channel. */
export interface OutwardMessage {
  /** Same for every try of the same content: a receiver that remembers it takes a second delivery for what it is. */
  readonly id: string;
  readonly kind: Lane | 'test';
  /** In the order they were written; empty for a test. */
  readonly notices: readonly OutwardNotice[];
}

const TITLES: Record<OutwardMessage['kind'], string> = { now: '待办', shift: '本班', digest: '汇总', test: '测试' };

/** First line, also the subject of a mail. */
export function headline({ kind, notices }: OutwardMessage, now: Date): string {
  if (kind === 'test') return '【回应】通道测试：收到本条即表示通道可用，无须办理';
  if (notices.length === 1) return `【回应】${phrase(notices[0]!, now)}`;
  return `【回应】${TITLES[kind]}：共 ${notices.length} 件事项，请登录办理`;
}

/** Plain text for robots and mails. */
export function wording(message: OutwardMessage, now: Date): string {
  const { notices } = message;
  const first = headline(message, now);
  if (notices.length === 0) return `${first}。`;
  if (notices.length === 1) return `${first}。请登录办理${linkOf(notices[0]!)}`;
  const lines = notices.map(
    (notice, index) => `${index + 1}. ${phrase(notice, now)}${notice.link ? `\n   ${notice.link}` : ''}`,
  );
  return [`${first}：`, ...lines].join('\n');
}

/** A text message is paid by length: several notices are only counted, the graver ones named. */
export function shortWording(message: OutwardMessage, now: Date): string {
  if (message.notices.length <= 1) return wording(message, now);
  const numbers = [...new Set(message.notices.map(({ number }) => number ?? '苗头预警'))];
  const named = numbers.slice(0, 3).join('、');
  return `${headline(message, now)}（${named}${numbers.length > 3 ? ' 等' : ''}）。`;
}

const linkOf = ({ link }: OutwardNotice): string => (link === null ? '。' : `：${link}`);

/** For programs: the same facts by name. Times ISO 8601 +08:00. */
export const asData = (message: OutwardMessage, now: Date) => ({
  id: message.id,
  kind: message.kind,
  text: wording(message, now),
  notices: message.notices.map(({ number, level, matter, deadline, isUnverified, link }) => ({
    ...{ number, level, matter, unverified: isUnverified, link },
    deadline: deadline && { name: deadline.name, at: toLocalIso(deadline.at), provisional: deadline.isProvisional },
  })),
});
