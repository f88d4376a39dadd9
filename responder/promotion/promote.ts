import type { EventSnapshot } from '../../analyzer/messages.ts';
import type { PromotionBook, PromotionWhen } from '../../config/schema/promotion.ts';
import { LEVEL_TITLES } from '../tickets/levels.ts';

export interface Promotion {
  /** True: the duty to answer begins, a ticket opens. */
  open: boolean;
  /** O-01 …, null when nothing opened it. */
  ruleId: string | null;
  name: string;
  /** Chinese, with the numbers it rests on. */
  why: string;
  /** A suggested Ⅰ/Ⅱ: the ticket opens with provisional clocks. */
  provisional: boolean;
}

/** Does this picture of an event open a ticket, and by which rule? Pure; asked again at every revision until a ticket exists. */
export function promote(book: PromotionBook, event: EventSnapshot): Promotion {
  if (event.mergedInto !== null) return stay('已并入', '该事件已并入其他事件');
  const provisional = grave(event);
  if (event.history && event.registration === null) return stay('历史数据', '历史数据只分析归并，不立单、不计时');
  for (const rule of book.rules) {
    const reasons = check(rule.when, event);
    if (reasons) return { open: true, ruleId: rule.id, name: rule.name, why: reasons.join('；'), provisional };
  }
  return stay(book.otherwise.label, '未达到立单规则，继续关注');
}

function stay(name: string, why: string): Promotion {
  return { open: false, ruleId: null, name, why, provisional: false };
}

function grave(event: EventSnapshot): boolean {
  return [event.level.low, event.level.high].some((level) => level === 'I' || level === 'II');
}

/** The reasons in words when every condition holds, else null. */
function check(when: PromotionWhen, event: EventSnapshot): string[] | null {
  const reasons: string[] = [];
  const { colour } = event.opinion;
  const tests: (string | false)[] = [];
  if (when.registered) tests.push(event.registration !== null && `${event.registration.toldBy}告知`);
  if (when.upper_request) tests.push(event.upperRequest && '上级来文或通知要求回应');
  if (when.level_possible) {
    const level = event.level.high ?? event.level.low;
    tests.push(
      level !== null &&
        when.level_possible.includes(level) &&
        `机器估算可能达到${LEVEL_TITLES[level]}，依据${event.level.rule ?? '分级标准'}，待人工定级`,
    );
  }
  if (when.colour)
    tests.push(
      colour !== null &&
        when.colour.includes(colour) &&
        `舆情颜色${COLOUR_NAMES[colour]}（${Math.round(event.opinion.score)}分）`,
    );
  if (when.focus) {
    const hit = when.focus.find((focus) => event.focus.includes(focus));
    tests.push(hit !== undefined && `重点关注类型 ${hit}`);
  }
  tests.push(...numbers(when, event));
  for (const reason of tests) {
    if (reason === false) return null;
    reasons.push(reason);
  }
  return reasons;
}

const COUNTS = { voices: '不同发声者', sources: '来源', platforms: '平台', media: '媒体', mentions: '信息' } as const;
export const COLOUR_NAMES = { red: '红色', orange: '橙色', yellow: '黄色', blue: '蓝色' } as const;

function numbers(when: PromotionWhen, event: EventSnapshot): (string | false)[] {
  const tests: (string | false)[] = [];
  if (when.sensitivity !== undefined)
    tests.push(event.sensitivity >= when.sensitivity && `敏感程度${event.sensitivity}（达到${when.sensitivity}）`);
  for (const name of Object.keys(COUNTS) as (keyof typeof COUNTS)[]) {
    const least = when[name];
    if (least !== undefined)
      tests.push(event.counts[name] >= least && `${COUNTS[name]}${event.counts[name]}（达到${least}）`);
  }
  return tests;
}
