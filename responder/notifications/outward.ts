import type { Colour, EventLevel } from '../../analyzer/messages.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';

/** What a notice is about, in words of ours. A closed list: nothing a post says can get into it. */
export const MATTERS = {
  opened: '待研判',
  alarm: '机器估算升级，待研判',
  rejudge: '须重新研判',
  review: '复看时间已到，须重新研判',
  reopen: '办结后再次升温，请考虑重启',
  told: '同一事项又有接报',
  warning: '待查看',
  unjudged: '待研判，尚无人处理',
  unsigned: '待签收',
  clock: '时限提醒',
  undelivered: '有通知未能送达',
  promise: '公开承诺到期提醒',
  media: '媒体关切待答复',
  task: '有任务待办理',
  report_up: '须向上级报告',
  presented: '有材料呈请阅示',
  accountability: '有督查事项待办理',
  release: '有发布事项待处理',
  handover: '交接班单待签字',
} as const;
export type Matter = keyof typeof MATTERS;

export type LevelMark = `${'' | '机器估算'}${'Ⅰ' | 'Ⅱ' | 'Ⅲ' | 'Ⅳ'}级` | '红色' | '橙色' | '黄色' | '蓝色';
const ROMAN = { I: 'Ⅰ', II: 'Ⅱ', III: 'Ⅲ', IV: 'Ⅳ' } as const satisfies Record<EventLevel, string>;
const COLOURS = { red: '红色', orange: '橙色', yellow: '黄色', blue: '蓝色' } as const satisfies Record<Colour, string>;

declare const outward: unique symbol;
/**
 * The only thing a channel can send: number, level, deadline and link, for its engines are not ours. Made by outwardNotice() alone, from fields that hold
 * no free text; a title, a text of a post or a name has no place in it.
 */
export interface OutwardNotice {
  readonly [outward]: true;
  /** 舆交〔2026〕18号; null for an early sign that has no ticket yet. */
  readonly number: string | null;
  readonly level: LevelMark | null;
  readonly matter: Matter;
  readonly deadline: Deadline | null;
  readonly isUnverified: boolean;
  /** Address of the page, for who may sign in; null when the installation has not said its address. */
  readonly link: string | null;
}
interface Deadline {
  /** Title of a rule of the rulebook. */
  readonly name: string;
  readonly at: Date;
  readonly isProvisional: boolean;
}

/** Columns a notice is made from; there may be more on the row, none of them is looked at. */
export interface OutwardFacts {
  number: string | null;
  ticketId: string | null;
  /** Set by a person. */
  level: EventLevel | null;
  /** Estimated by the machine. */
  machineLevel: EventLevel | null;
  colour: Colour | null;
  matter: Matter | null;
  clock: { title: string; due: Date; provisional: boolean } | null;
  unverified: boolean;
}

export interface OutwardWords {
  /** Titles of the clocks of the rulebook; another one is not printed. */
  clockTitles: ReadonlySet<string>;
  /** Scheme and host people see, without a slash at the end. */
  publicOrigin: string | null;
}

const NUMBER = /^[舆演练]交〔\d{4}〕\d{1,7}号$/;

export function outwardNotice(facts: OutwardFacts, { clockTitles, publicOrigin }: OutwardWords): OutwardNotice {
  const { clock, ticketId, colour } = facts;
  const number = facts.number !== null && NUMBER.test(facts.number) ? facts.number : null;
  const page = ticketId === null ? 'notifications' : `tickets/${ticketId}`;
  const notice: Omit<OutwardNotice, typeof outward> = {
    number,
    level: facts.level
      ? `${ROMAN[facts.level]}级`
      : facts.machineLevel
        ? `机器估算${ROMAN[facts.machineLevel]}级`
        : colour && COLOURS[colour],
    matter: facts.matter ?? 'opened',
    deadline: clock && {
      name: clockTitles.has(clock.title) ? clock.title : '办理',
      at: clock.due,
      isProvisional: clock.provisional,
    },
    isUnverified: facts.unverified,
    link: publicOrigin === null ? null : `${publicOrigin}/${page}`,
  };
  return notice as OutwardNotice;
}

const MINUTE = 60_000;

/** 舆交〔2026〕18号（Ⅱ级）首次发布权威信息时限 10月3日 14:00，剩余 2 小时 */
export function phrase(notice: OutwardNotice, now: Date): string {
  const marks = [notice.level, notice.isUnverified ? '未经人工核实' : null].filter((mark) => mark !== null);
  const head = `${notice.number ?? '苗头预警'}${marks.length > 0 ? `（${marks.join('，')}）` : ''}`;
  const due = notice.deadline === null ? null : deadlinePhrase(notice.deadline, now);
  if (notice.matter === 'clock' && due !== null) return `${head}${due}`;
  return `${head}${MATTERS[notice.matter]}${due === null ? '' : `；${due}`}`;
}

function deadlinePhrase({ name, at, isProvisional }: Deadline, now: Date): string {
  const [, month, day, time] = /^\d+-(\d+)-(\d+)T(\d+:\d+)/.exec(toLocalIso(at))!;
  const left = at.getTime() - now.getTime();
  const rest = left >= 0 ? `剩余 ${span(left)}` : `已超时 ${span(-left)}`;
  const title = name.endsWith('时限') ? name : `${name}时限`;
  return `${title}${isProvisional ? '（暂计）' : ''} ${Number(month)}月${Number(day)}日 ${time}，${rest}`;
}

/** 2 小时、1 天 3 小时、15 分钟; rounded up so that nobody reads 0 while there is still time. */
function span(ms: number): string {
  const minutes = Math.ceil(ms / MINUTE);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  if (days > 0) return hours > 0 ? `${days} 天 ${hours} 小时` : `${days} 天`;
  if (hours > 0) return rest > 0 ? `${hours} 小时 ${rest} 分钟` : `${hours} 小时`;
  return `${rest} 分钟`;
}
