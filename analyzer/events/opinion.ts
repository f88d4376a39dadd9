import type { OpinionLevelsBook } from '../../config/schema/opinion-levels.ts';
import { localDay } from '../../platform/runtime/local-time.ts';
import type { Colour, EventSnapshot, Facts } from '../messages.ts';
import type { MediaTier } from './member-signs.ts';
import type { Stretch } from './stretch.ts';

type Opinion = EventSnapshot['opinion'];
type Part = Opinion['parts'][number];

/** What the score is made from; all of the current outbreak. */
export interface OpinionInput {
  scored: Stretch;
  facts: Facts;
  level: EventSnapshot['level'];
  now: number;
}

export const COLOURS = ['red', 'orange', 'yellow', 'blue'] as const;
export const TIER_NAMES: Record<MediaTier, string> = {
  central: '中央媒体',
  provincial: '省级媒体',
  local: '本地媒体',
  self: '自媒体及网民',
};

/** Opinion colour of an event (rules.md §5): score with its parts, floors whatever the score. Event level is only a floor, never points. */
export function opinionOf(input: OpinionInput, book: OpinionLevelsBook): Opinion {
  const parts = [
    mediaPart(input, book),
    growthPart(input, book),
    spreadPart(input, book),
    sensitivityPart(input, book),
    offlinePart(input, book),
  ];
  const score = parts.reduce((sum, part) => sum + part.points, 0);
  const signs = floorSigns(input, book);
  const floors = book.floors.flatMap((floor) => (signs[floor.when] ? [{ colour: floor.colour, why: floor.why }] : []));
  const scored = COLOURS.find((colour) => score >= book.colours[colour]);
  const all = [...floors.map((floor) => floor.colour), ...(scored ? [scored] : [])];
  return { colour: highestColour(all), score, parts, floors };
}

export function highestColour(colours: Colour[]): Colour | null {
  return COLOURS.find((colour) => colours.includes(colour)) ?? null;
}

function mediaPart({ scored: { tier } }: OpinionInput, book: OpinionLevelsBook): Part {
  return { name: 'media', points: book.media[tier].points, why: `最高传播主体：${TIER_NAMES[tier]}` };
}

function growthPart({ scored, now }: OpinionInput, book: OpinionLevelsBook): Part {
  const { windowHours, minVoices, ratio, acceleration, max } = book.growth;
  const [current = 0, before = 0, earlier = 0] = scored.series.recent(now, windowHours, 3);
  const why = `近 ${windowHours} 小时 ${current} 个不同发声者，前一时段 ${before} 个`;
  if (current < minVoices) return { name: 'growth', points: 0, why: `${why}，不足 ${minVoices} 个不计增长` };
  const gain = (current - before) / Math.max(1, before);
  const speed = current - before > Math.max(0, before - earlier) ? acceleration : 0;
  const points = Math.min(max, reached(ratio, gain) + (gain > 0 ? speed : 0));
  return { name: 'growth', points, why: speed > 0 && gain > 0 ? `${why}，且在加速` : why };
}

function spreadPart({ scored }: OpinionInput, book: OpinionLevelsBook): Part {
  const platforms = scored.platforms.size;
  const { voices } = scored.series;
  const points = reached(book.spread, platforms * voices);
  return { name: 'spread', points, why: `${platforms} 类平台、${voices} 个不同发声者` };
}

function sensitivityPart(input: OpinionInput, book: OpinionLevelsBook): Part {
  const rule = book.sensitivity;
  const { focus, gravest: level } = input.scored;
  const keyDate = keyDateAt(input.now, book);
  const found: [string, number][] = [[`敏感等级 ${level}`, rule.level[level]!]];
  const heaviest = Math.max(0, ...[...focus].map((key) => rule.focus[key] ?? 0));
  if (heaviest > 0) found.push(['重点关注类型', heaviest]);
  if (level >= 2 && input.scored.minors) found.push(['涉未成年人', rule.children]);
  if ((input.facts.deaths?.low ?? 0) > 0) found.push(['有人员死亡', rule.deaths]);
  if (focus.has('credibility')) found.push(['涉公职人员履职', rule.conduct]);
  if (keyDate !== null) found.push([`敏感时间节点（${keyDate}）`, rule.keyDate]);
  const points = Math.min(
    rule.max,
    found.reduce((sum, [, value]) => sum + value, 0),
  );
  return { name: 'sensitivity', points, why: found.map(([name]) => name).join('、') };
}

function offlinePart({ scored }: OpinionInput, book: OpinionLevelsBook): Part {
  const crowd = scored.crowd.length > 0;
  return {
    name: 'offline',
    points: crowd ? book.offline.points : 0,
    why: crowd ? '出现线下聚集迹象' : '未见线下行动迹象',
  };
}

function floorSigns(input: OpinionInput, book: OpinionLevelsBook): Record<string, boolean> {
  const { scored, level } = input;
  const spread = scored.media || scored.sources.size >= book.minors.sources;
  return {
    event_level_1: level.low === 'I',
    event_level_2: level.low === 'II',
    central_media: scored.tier === 'central',
    national_hot_list: scored.nationalList,
    minors_spread: spread && scored.minorsHarmed,
    crowd: scored.crowd.length > 0,
    credible_death_or_collapse: scored.crediblyGrave,
  };
}

function keyDateAt(now: number, book: OpinionLevelsBook): string | null {
  const day = localDay(new Date(now)).slice(5);
  return book.keyDates.find((date) => date.from <= day && day <= date.to)?.name ?? null;
}

const reached = (steps: { from: number; points: number }[], value: number): number =>
  Math.max(0, ...steps.filter((step) => value >= step.from).map((step) => step.points));
