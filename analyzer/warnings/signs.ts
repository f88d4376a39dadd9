import type { WarningRule, WarningsBook } from '../../config/schema/warnings.ts';
import type { Colour, EventSnapshot, Warning } from '../messages.ts';
import type { EventBooks } from '../events/books.ts';
import type { Member } from '../events/member.ts';
import { highestColour, TIER_NAMES } from '../events/opinion.ts';
import { countAfter } from '../events/ordered.ts';
import type { Painted } from '../events/picture.ts';
import { HOUR } from '../events/windows.ts';

/** A warning that is due, before it gets an id. */
export interface Sign {
  rule: string;
  kind: Warning['kind'];
  step: number;
  colour: Colour;
  reason: string;
  mentions: string[];
}

interface Measure {
  value: number;
  reason: string;
  /** In order of publication; the newest are named. */
  mentions: readonly Member[];
}

const MAX_MENTIONS = 20;
const LEVEL_STEP = { I: 5, II: 4, III: 3, IV: 2 } as const;
const LEVEL_NAMES = { I: 'Ⅰ级', II: 'Ⅱ级', III: 'Ⅲ级', IV: 'Ⅳ级' } as const;

/**
 * Early signs (苗头) that are due now. Pure. `raised` holds the highest step already raised by rule and outbreak (`signKey`), so each
 * event × rule × step speaks once; history raises nothing.
 */
export function dueSigns(
  painted: Painted,
  now: number,
  books: EventBooks,
  raised: Readonly<Record<string, number>>,
): Sign[] {
  if (painted.picture.history || painted.live.members.length === 0) return [];
  return books.warnings.rules.flatMap((rule) => {
    const measure = MEASURES[rule.kind](painted, now, rule);
    const step = measure && Math.max(0, ...rule.steps.filter((bound) => measure.value >= bound));
    if (!measure || !step || step <= (raised[signKey(rule.id, painted.outbreak.number)] ?? 0)) return [];
    return [toSign(rule, step, measure, painted.picture.opinion.colour)];
  });
}

export const signKey = (rule: string, outbreak: number): string => `${rule}#${outbreak}`;

export const ruleTitle = (book: WarningsBook, id: string): string =>
  book.rules.find((rule) => rule.id === id)?.title ?? id;

function toSign(rule: WarningRule, step: number, measure: Measure, colour: EventSnapshot['opinion']['colour']): Sign {
  return {
    ...{ rule: rule.id, kind: rule.kind, step },
    colour: highestColour([rule.colour, ...(colour ? [colour] : [])])!,
    reason: `${rule.title}：${measure.reason}`,
    mentions: measure.mentions.slice(-MAX_MENTIONS).map((member) => member.id),
  };
}

type MeasureOf = (painted: Painted, now: number, rule: WarningRule) => Measure | null;

const MEASURES: Record<WarningRule['kind'], MeasureOf> = {
  grave({ live: { grave }, picture }) {
    if (grave.length === 0) return null;
    const { low } = picture.level;
    const level = low ? `，机器估算为${LEVEL_NAMES[low]}，待研判` : '';
    const deaths = picture.facts.deaths;
    const dead = deaths && deaths.low > 0 ? `，称死亡 ${rangeWords(deaths)} 人` : '';
    return {
      value: low ? LEVEL_STEP[low] : 1,
      reason: `${grave.length} 条重大敏感信息（待核实）${dead}${level}：${picture.title}`,
      mentions: grave,
    };
  },
  growth({ live: { members, series } }, now, rule) {
    const grown = rule.windowHours.map((hours) => ({ hours, voices: series.recent(now, hours, 2) }));
    const best = grown
      .filter(({ voices: [current = 0, before = 0] }) => current >= rule.ratio! * Math.max(1, before))
      .sort((a, b) => b.voices[0]! - a.voices[0]! || a.hours - b.hours)[0];
    if (!best) return null;
    const [current = 0, before = 0] = best.voices;
    return {
      value: current,
      reason: `近 ${best.hours} 小时有 ${current} 个不同发声者，前 ${best.hours} 小时为 ${before} 个`,
      mentions: newestAfter(members, now - best.hours * HOUR),
    };
  },
  cross_source({ live: { members, platforms, series } }) {
    const { voices } = series;
    return {
      value: voices >= platforms.size ? platforms.size : 0,
      reason: `已出现在 ${platforms.size} 类平台，${voices} 个不同发声者`,
      mentions: members,
    };
  },
  media({ live: { tier, reports, gravest } }) {
    const value = { self: 0, local: 1, provincial: 2, central: 3 }[tier];
    if (gravest === 0) return null;
    return { value, reason: `${TIER_NAMES[tier]}报道，共 ${reports.length} 篇`, mentions: reports };
  },
  repeat({ live: { complaints }, picture }, now, rule) {
    const hours = rule.windowHours[0] ?? 72;
    const since = now - hours * HOUR;
    const where = picture.places[0]?.name ?? '同一对象';
    const value = countAfter(complaints, since);
    return {
      value,
      reason: `${where}近 ${hours} 小时收到 ${value} 件同类诉求`,
      mentions: newestAfter(complaints, since),
    };
  },
  minors({ live: { members, minorsHarmed }, picture }) {
    return minorsHarmed
      ? {
          value: 1,
          reason: `${members.length} 条信息涉及未成年人受到伤害（待核实）：${picture.title}`,
          mentions: members,
        }
      : null;
  },
  crowd({ live: { crowd }, picture }) {
    return crowd.length > 0
      ? { value: 1, reason: `${crowd.length} 条信息提到人员聚集或将聚集：${picture.title}`, mentions: crowd }
      : null;
  },
  registered({ live: { registered } }) {
    const registration = registered[0]?.registration;
    return registration
      ? { value: 1, reason: `${registration.toldBy}告知，已登记 ${registered.length} 次`, mentions: registered }
      : null;
  },
  false_info({ live: { hearsay }, picture }) {
    return hearsay.length > 0
      ? { value: 1, reason: `${hearsay.length} 条网传信息待核实：${picture.title}`, mentions: hearsay }
      : null;
  },
};

/** The newest of those published after the instant, no more than a warning names. */
const newestAfter = (members: readonly Member[], instant: number): readonly Member[] =>
  members.slice(members.length - Math.min(MAX_MENTIONS, countAfter(members, instant)));

function rangeWords(range: { low: number; high: number | null }): string {
  if (range.high === null) return `${range.low} 以上`;
  return range.low === range.high ? String(range.low) : `${range.low}–${range.high}`;
}
