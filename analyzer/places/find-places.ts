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
  /** Where the run of names written without a break begins: 河南省 of 河南省信阳市. */
  runStart: number;
  start: number;
  end: number;
}

const MAX_MENTIONS = 200;
// Followed by one of these a name is a road, a house or a firm.
const NOT_A_PLACE =
  /^(?:东|西|南|北|中|一|二|三)?(?:路|街|大道|巷|弄|花园|大厦|大桥|桥|广场|饭店|酒店|宾馆|苑|银行|牌|菜|人寿|话|工厂|工业|工程)/u;
// A short name begins after one of these, after a mark, or at the start: 通化 inside 恒通化工 is not a city.
const MAY_STAND_BEFORE =
  '在从到于自由往赴去来是和与及跟对为被向至经省市区县州网社电报讯日晨晚天午前后年月的了有一称国我';
const IN_PASSING = /(?:来自|开往|驶往|前往|赶往|返回|途经|户籍|籍贯|老家|原籍|出生于|去过|飞往|赴|从)$/u;

/**
 * Places the text is about, deepest first named first. A short or shared name counts only when a place above it is named too,
 * or the source gave the province; otherwise it is left out, not guessed.
 */
export function findPlaces(view: string, gazetteer: Gazetteer, region: string | null): FoundPlace[] {
  const mentions = collect(view, gazetteer).flatMap((mention) => withoutUncued(view, mention));
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
    if (all.length < MAX_MENTIONS * 4) all.push({ names: gazetteer.names[word]!, start, end, runStart: start });
  });
  all.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Mention[] = [];
  for (const mention of all) {
    const last = kept[kept.length - 1];
    if (mention.start < (last?.end ?? 0) || kept.length >= MAX_MENTIONS) continue;
    kept.push(last?.end === mention.start ? { ...mention, runStart: last.runStart } : mention);
  }
  return kept;
}

/**
 * 三明 is in 三明治 and 通化 in 恒通化工: two characters elsewhere in the country count only with a word beside them that speaks of a place.
 * The customer's own names are checked by what stands above them instead.
 */
function withoutUncued(view: string, mention: Mention): Mention[] {
  if (mention.end - mention.start > 2 || hasCue(view, mention)) return [mention];
  const names = mention.names.filter((name) => !name.short || name.place.own);
  return names.length > 0 ? [{ ...mention, names }] : [];
}

function hasCue(view: string, { start, end, runStart }: Mention): boolean {
  return (
    runStart < start ||
    endsPlace(view, start) ||
    CUE_BEFORE.test(view.slice(Math.max(0, start - 3), start)) ||
    CUE_AFTER.test(view.slice(end, end + 8))
  );
}

const CUE_BEFORE = /(?:在|从|到|往|去|赴|至|来自|位于|返回|抵达|途经|飞|[【#《])$/u;
const CUE_AFTER =
  /^(?:、|市|县|区|公安|警方|警察|消防|交警|法院|检察|市民|网友|居民|发布|通报|警情|一[家名位处所个高小男女对辆栋工]|某|多[名地处]|街头|火车|机场|高铁|地铁|公交|当地|本地|这边|那边|发生|突发|遭遇|出现|突降|暴雨|大雨|暴雪|地震|台风|疫情|晚报|日报|早报|都市报|警|[0-9一二三四五六七八九十]{1,3}月)/u;

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
  if (name.short && !standsAlone(view, mention)) return [];
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

function standsAlone(view: string, { start, end }: Mention): boolean {
  if (NOT_A_PLACE.test(view.slice(end, end + 4))) return false;
  const before = view[start - 1] ?? ' ';
  return !/[\u4e00-\u9fff]/u.test(before) || MAY_STAND_BEFORE.includes(before) || endsPlace(view, start);
}

/** 安徽合肥, 江南江城: right after the name of the place above. */
const endsPlace = (view: string, at: number): boolean =>
  SHORT_PROVINCES.has(view.slice(at - 2, at)) || SHORT_PROVINCES.has(view.slice(at - 3, at));
const SHORT_PROVINCES = new Set(
  '北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 江南'.split(
    ' ',
  ),
);

function hasAncestor(place: Place, above: ReadonlySet<Place>): boolean {
  for (let up = place.parent; up; up = up.parent) if (above.has(up)) return true;
  return false;
}

/** 来自江南省…, and the dateline 江城10月8日电. */
function inPassing(view: string, mention: Mention): boolean {
  if (IN_PASSING.test(view.slice(Math.max(0, mention.runStart - 4), mention.runStart))) return true;
  return /^[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日(?:电|讯|消息)/u.test(
    view.slice(mention.end, mention.end + 12),
  );
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
