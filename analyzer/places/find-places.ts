import type { Gazetteer, Place, PlaceName } from './gazetteer.ts';

export interface FoundPlace {
  place: Place;
  /** Code, name and path of the place or of a town inside it. */
  code: string;
  name: string;
  path: string[];
  start: number;
  end: number;
  /** Only mentioned in passing: where somebody came from, a dateline. */
  background: boolean;
}

interface Mention {
  names: readonly PlaceName[];
  start: number;
  end: number;
}

const MAX_MENTIONS = 200;
// Followed by one of these a name is a road, a house or a firm.
const NOT_A_PLACE = /^(?:东|西|南|北|中|一|二|三)?(?:路|街|大道|巷|弄|花园|大厦|大桥|桥|广场|饭店|酒店|宾馆|苑|银行|牌|菜|人寿|话)/u;
const IN_PASSING = /(?:来自|开往|驶往|前往|赶往|返回|途经|户籍|籍贯|老家|原籍|出生于|去过|飞往|赴|从)$/u;

/**
 * Places the text is about, deepest first named first. A short or shared name counts only when a place above it is named too,
 * or the source gave the province; otherwise it is left out, not guessed.
 */
export function findPlaces(view: string, gazetteer: Gazetteer, region: string | null): FoundPlace[] {
  const mentions = collect(view, gazetteer);
  const above = new Set<Place>();
  const given = region ? gazetteer.provinceOf(region) : null;
  if (given) above.add(given);
  for (const mention of mentions) {
    const sure = surePlace(mention);
    for (let place = sure; place; place = place.parent) above.add(place);
  }
  const found = mentions.flatMap((mention) => resolve(view, mention, above));
  const merged = mergeSame(withTowns(view, found));
  const kept = merged.filter((item) => !merged.some((other) => other !== item && isAbove(item, other)));
  const front = kept.some((item) => !item.background);
  return kept.map((item) => (front ? item : { ...item, background: false })).slice(0, 6);
}

/** Leftmost longest: 江城市滨江区 is not also 江城. */
function collect(view: string, gazetteer: Gazetteer): Mention[] {
  const all: Mention[] = [];
  gazetteer.matcher.scan(view, (word, start, end) => {
    if (all.length < MAX_MENTIONS * 4) all.push({ names: gazetteer.names[word]!, start, end });
  });
  all.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Mention[] = [];
  for (const mention of all)
    if (mention.start >= (kept[kept.length - 1]?.end ?? 0) && kept.length < MAX_MENTIONS) kept.push(mention);
  return kept;
}

/** A full name borne by one place only (own places first). */
function surePlace(mention: Mention): Place | null {
  const full = mention.names.filter((name) => !name.short);
  const own = full.filter((name) => name.place.own);
  const pool = own.length > 0 ? own : full;
  if (pool.length === 1) return pool[0]!.place;
  const city = mention.names.filter((name) => name.short && depth(name.place) <= 2);
  return full.length === 0 && city.length === 1 && !city[0]!.place.own ? city[0]!.place : null;
}

const depth = (place: Place): number => place.path.length;

function resolve(view: string, mention: Mention, above: ReadonlySet<Place>): FoundPlace[] {
  const backed = mention.names.filter((name) => name.place.parent !== null && hasAncestor(name.place, above));
  const ownBacked = backed.filter((name) => name.place.own);
  const place =
    (ownBacked.length === 1 ? ownBacked[0]!.place : null) ??
    surePlace(mention) ??
    (backed.length === 1 ? backed[0]!.place : null);
  if (!place) return [];
  const name = mention.names.find((item) => item.place === place)!;
  if (name.short && NOT_A_PLACE.test(view.slice(mention.end, mention.end + 4))) return [];
  return [
    {
      place,
      code: place.code,
      name: place.name,
      path: place.path,
      start: mention.start,
      end: mention.end,
      background: inPassing(view, mention),
    },
  ];
}

function hasAncestor(place: Place, above: ReadonlySet<Place>): boolean {
  for (let up = place.parent; up; up = up.parent) if (above.has(up)) return true;
  return false;
}

/** 来自江南省…, and the dateline 江城10月8日电. */
function inPassing(view: string, mention: Mention): boolean {
  if (IN_PASSING.test(view.slice(Math.max(0, mention.start - 4), mention.start))) return true;
  return /^[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日(?:电|讯|消息)/u.test(view.slice(mention.end, mention.end + 12));
}

const TOWN_REACH = 4000;

/** Below a named district its streets and towns can be told apart. */
function withTowns(view: string, found: readonly FoundPlace[]): FoundPlace[] {
  const head = view.slice(0, TOWN_REACH);
  return found.flatMap((item) => {
    for (const town of item.place.towns) {
      const name = town.slice(3);
      const at = name.length >= 3 ? head.indexOf(name) : -1;
      if (at >= 0) {
        const inside = { ...item, code: item.place.code + town.slice(0, 3), name, path: [...item.path, name] };
        return [item, { ...inside, start: at, end: at + name.length }];
      }
    }
    return [item];
  });
}

/** One entry a place; it is background only when it is nowhere named otherwise. */
function mergeSame(found: readonly FoundPlace[]): FoundPlace[] {
  const byCode = new Map<string, FoundPlace>();
  for (const item of found) {
    const before = byCode.get(item.code);
    if (!before) byCode.set(item.code, item);
    else if (before.background && !item.background) byCode.set(item.code, { ...before, background: false });
  }
  return [...byCode.values()];
}

/** 江城市 is already said by 江城市滨江区. */
const isAbove = (upper: FoundPlace, lower: FoundPlace): boolean =>
  lower.path.length > upper.path.length && upper.path.every((name, index) => lower.path[index] === name);
