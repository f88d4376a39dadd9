import type { Gazetteer, Place, PlaceName } from './gazetteer.ts';
import { isJourney, passingOf, type Passing, type Standing } from './in-passing.ts';
import { isInstitution, isOnALine, isSection } from './institutions.ts';

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
  /** 1, or less when the name stands for several places of the customer's tree and nothing tells which. */
  certainty: number;
}

type Span = Pick<Standing, 'start' | 'end'>;
interface Mention extends Standing {
  names: readonly PlaceName[];
}
/** Found, and why it may be no more than background. */
type Told = FoundPlace & { passing: Passing };

const MAX_MENTIONS = 200;
// Followed by one of these a name is a road, a house or a firm.
const NOT_A_PLACE =
  /^(?:东|西|南|北|中|一|二|三)?(?:路|街|大道|巷|弄|花园|大厦|大桥|桥|广场|饭店|酒店|宾馆|苑|银行|牌|菜|人寿|话|工厂|工业|工程)/u;
// A short name begins after one of these, after a mark, or at the start: 通化 inside 恒通化工 is not a city.
const MAY_STAND_BEFORE =
  '在从到于自由往赴去来是和与及跟对为被向至经省市区县州网社电报讯日晨晚天午前后年月的了有一称国我';
/**
 * Places the text is about, deepest first named first. A short or shared name counts only when a place above it is named too,
 * or the source gave the province; otherwise it is left out, not guessed.
 */
export function findPlaces(view: string, gazetteer: Gazetteer, region: string | null): FoundPlace[] {
  const mentions = collect(view, gazetteer).flatMap((mention) => withoutUncued(view, mention));
  if (mentions.length === 0) return [];
  const above = new Set<Place>();
  const given = region ? gazetteer.provinceOf(region) : null;
  if (given) above.add(given);
  for (const mention of mentions) {
    const sure = surePlace(view, mention);
    for (let place = sure; place; place = place.parent) above.add(place);
  }
  const ends = journeys(view, mentions);
  const found = mentions.flatMap((mention) => resolve(view, mention, above, ends));
  const merged = mergeSame(withTowns(view, found));
  const kept = merged.filter((item) => !merged.some((other) => other !== item && isAbove(item, other)));
  const front = kept.some((item) => item.passing === null);
  return kept.slice(0, 6).map((item) => toFound(item, item.passing === 'origin' || (item.passing === 'way' && front)));
}

const toFound = ({ place, code, name, path, start, end, certainty }: Told, background: boolean): FoundPlace => ({
  place,
  code,
  name,
  path,
  start,
  end,
  background,
  certainty,
});

/** Mentions that are an end of a journey. */
function journeys(view: string, mentions: readonly Mention[]): ReadonlySet<Mention> {
  const ends = new Set<Mention>();
  mentions.forEach((to, index) => {
    const from = mentions.slice(0, index).findLast((one) => one.end <= to.runStart);
    if (from && isJourney(view, from, to)) ends.add(from).add(to);
  });
  return ends;
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
    if (last?.end === mention.start) mention.runStart = last.runStart;
    kept.push(mention);
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
  const { start, end, runStart } = mention;
  return names.length > 0 ? [{ names, start, end, runStart }] : [];
}

function hasCue(view: string, { start, end, runStart }: Mention): boolean {
  return (
    runStart < start ||
    endsPlace(view, start) ||
    namesWhatFollows(view, { start, end }) ||
    CUE_BEFORE.test(view.slice(Math.max(0, start - 3), start)) ||
    CUE_AFTER.test(view.slice(end, end + 8))
  );
}

const CUE_BEFORE = /(?:在|从|到|往|去|赴|至|来自|位于|返回|抵达|途经|飞|[【#《])$/u;
const CUE_AFTER =
  /^(?:、|市|县|区|公安|警方|警察|消防|交警|法院|检察|市民|网友|居民|发布|通报|警情|一[家名位处所个高小男女对辆栋工]|某|多[名地处]|街头|火车|机场|高铁|地铁|公交|当地|本地|这边|那边|发生|突发|遭遇|出现|突降|暴雨|大雨|暴雪|地震|台风|疫情|晚报|日报|早报|都市报|警|[0-9一二三四五六七八九十]{1,3}月)/u;

/** A full name borne by one place only (own places first), or a short one that stands before its school, hospital or stretch of road. */
function surePlace(view: string, mention: Mention): Place | null {
  const full = mention.names.filter((name) => !name.short);
  const own = full.filter((name) => name.place.own);
  const pool = own.length > 0 ? own : full;
  if (pool.length === 1) return pool[0]!.place;
  if (full.length > 0) return null;
  const ours = mention.names.filter((name) => name.short && name.place.own);
  if (ours.length > 0) return ours.length === 1 && namesWhatFollows(view, mention) ? ours[0]!.place : null;
  const city = mention.names.filter((name) => name.short && depth(name.place) <= 2);
  return city.length === 1 ? city[0]!.place : null;
}

const depth = (place: Place): number => place.path.length;

function resolve(view: string, mention: Mention, above: ReadonlySet<Place>, journeyEnds: ReadonlySet<Mention>): Told[] {
  const places = candidates(view, mention, above);
  return places.flatMap((place) => {
    const name = mention.names.find((item) => item.place === place)!;
    if (name.short && !standsAlone(view, mention)) return [];
    const passing = passingOf(view, mention) ?? (journeyEnds.has(mention) ? 'way' : null);
    const { code, path } = place;
    const certainty = Math.round(100 / places.length) / 100;
    const { start, end } = mention;
    return [{ place, code, name: place.name, path, start, end, background: false, passing, certainty }];
  });
}

const MOST_CANDIDATES = 3;

/** The place meant; several of the customer's tree when a full name is borne by all of them and no place above tells which. */
function candidates(view: string, mention: Mention, above: ReadonlySet<Place>): Place[] {
  const backed = mention.names.filter((name) => name.place.parent !== null && hasAncestor(name.place, above));
  const ownBacked = backed.filter((name) => name.place.own);
  if (ownBacked.length === 1) return [ownBacked[0]!.place];
  const sure = surePlace(view, mention);
  if (sure) return [sure];
  const own = nearest(
    mention.names.filter((name) => name.place.own && !name.short),
    above,
  );
  if (own.length > 0) return own.slice(0, MOST_CANDIDATES).map((name) => name.place);
  return backed.length === 1 ? [backed[0]!.place] : [];
}

/** Those with most of the places above them named: 城东区 tells two communities of one name apart, 江城市 does not. */
function nearest(names: readonly PlaceName[], above: ReadonlySet<Place>): PlaceName[] {
  const named = (place: Place): number => {
    let count = 0;
    for (let up = place.parent; up; up = up.parent) if (above.has(up)) count += 1;
    return count;
  };
  const most = Math.max(...names.map((name) => named(name.place)));
  return names.filter((name) => named(name.place) === most);
}

function standsAlone(view: string, { start, end }: Mention): boolean {
  if (namesWhatFollows(view, { start, end })) return true;
  return !NOT_A_PLACE.test(view.slice(end, end + 4)) && beginsAWord(view, start);
}

function beginsAWord(view: string, start: number): boolean {
  const before = view[start - 1] ?? ' ';
  return !/[\u4e00-\u9fff]/u.test(before) || MAY_STAND_BEFORE.includes(before) || endsPlace(view, start);
}

/** 江城[一中], 长江江城[段], not 王江城 or 李江城[医院]. */
const namesWhatFollows = (view: string, { start, end }: Span): boolean =>
  beginsAWord(view, start)
    ? isInstitution(view, start, end) || isSection(view, end)
    : isOnALine(view, start) && isSection(view, end);

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

const TOWN_REACH = 4000;

/** Below a named district its streets and towns can be told apart. */
function withTowns(view: string, found: readonly Told[]): Told[] {
  const head = view.slice(0, TOWN_REACH);
  return found.flatMap((item) => {
    for (const town of item.place.towns) {
      const name = town.slice(3);
      const at = name.length >= 3 ? head.indexOf(name) : -1;
      if (at >= 0) return [item, toTown(item, item.place.code + town.slice(0, 3), name, at)];
    }
    return [item];
  });
}

const toTown = (
  { place, path, background, passing, certainty }: Told,
  code: string,
  name: string,
  at: number,
): Told => ({
  place,
  code,
  name,
  path: [...path, name],
  start: at,
  end: at + name.length,
  background,
  passing,
  certainty,
});

/** One entry a place; it is in passing only when it is nowhere named otherwise. */
function mergeSame(found: readonly Told[]): Told[] {
  const byCode = new Map<string, Told>();
  for (const item of found) {
    const before = byCode.get(item.code);
    if (!before) byCode.set(item.code, item);
    else {
      before.certainty = Math.max(before.certainty, item.certainty);
      before.passing = weaker(before.passing, item.passing);
    }
  }
  return [...byCode.values()];
}

const weaker = (a: Passing, b: Passing): Passing => (a === null || b === null ? null : a === 'way' ? a : b);

/** 江城市 is already said by 江城市滨江区. */
const isAbove = (upper: FoundPlace, lower: FoundPlace): boolean =>
  lower.path.length > upper.path.length && upper.path.every((name, index) => lower.path[index] === name);

const DISTRICT_CODE = 6;

/** The customer's district (or city, or province) a place lies in; null outside the customer's tree. */
export function jurisdictionOf({ place }: FoundPlace): string | null {
  if (!place.own) return null;
  let up: Place = place;
  while (up.code.length > DISTRICT_CODE && up.parent) up = up.parent;
  return up.code;
}
