import { later } from './as-of.ts';
import type { Claim } from './claims.ts';
import { rankOf } from './sources.ts';
import type { Role } from './words.ts';

/** The claims that may rule: corrections first, then authority, then the newest hour (rules.md §4.2); never a sum across statements. */
export function ruling<T extends Claim>(all: readonly T[]): T[] {
  const corrected = all.filter((claim) => claim.corrected);
  if (corrected.length > 0) return corrected.slice(-1);
  const totals = keep(all, (claim) => !claim.superseded && !claim.increment);
  const best = Math.min(...totals.map((claim) => rankOf(claim.source)));
  const heard = totals.filter((claim) => rankOf(claim.source) <= Math.max(best, best < 2 ? 1 : best));
  return newest(heard);
}

/** Those that pass, or all when none does. */
function keep<T>(items: readonly T[], passes: (item: T) => boolean): readonly T[] {
  const passed = items.filter(passes);
  return passed.length > 0 ? passed : items;
}

/** Of two numbers with an hour the later one; numbers without an hour stay beside it only when no two hours are told. */
function newest<T extends Claim>(claims: readonly T[]): T[] {
  const dated = claims.filter((claim) => claim.asOf !== null);
  const last = dated.reduce<T | null>(
    (best, claim) => (best && later(best.asOf!, claim.asOf!) > 0 ? best : claim),
    null,
  );
  if (!last || !dated.some((claim) => later(last.asOf!, claim.asOf!) > 0)) return [...claims];
  return dated.filter((claim) => later(last.asOf!, claim.asOf!) <= 0);
}

/** The text speaks before the title (titles round); of several numbers the largest is the total, and among equals the
 * more careful one (至少51人 before 51人). A counted title inside a rounded text wins: 24人 against 20余人. */
export function choose<T extends Claim>(all: readonly T[], headEnd: number): T | null {
  const claims = ruling(all);
  const text = largest(claims.filter((claim) => claim.start >= headEnd));
  const title = largest(claims.filter((claim) => claim.start < headEnd));
  if (!text || !title) return text ?? title;
  const counted = title.low === title.high && text.high !== null && text.high > text.low;
  return counted && title.low >= text.low && title.low <= (text.high ?? 0) ? title : text;
}

const largest = <T extends Claim>(pool: readonly T[]): T | null =>
  pool.reduce<T | null>((best, claim) => (best === null || better(claim, best) ? claim : best), null);

const better = (a: Claim, b: Claim): boolean =>
  a.low > b.low || (a.low === b.low && (a.high ?? Infinity) > (b.high ?? Infinity));

/** Numbers of ill people are rounded in one place and counted in another: the nearer to its word, then the larger; 多人 gives way to any number. */
export function choosePoisoned(all: readonly Claim[]): Claim | null {
  const claims = keep(ruling(all), (claim) => claim.low > 3 || claim.high === claim.low);
  return keep(claims, (claim) => !claim.weak).reduce<Claim | null>(
    (best, claim) => (best === null || claim.low > best.low ? claim : best),
    null,
  );
}

/** 10人烧伤,其中1人死亡, or 3人重伤 … 1人重伤不治: those who died are taken off the `role` they were counted in. */
export function withoutDead(
  role: Role,
  hurt: readonly Claim[],
  dead: readonly Claim[],
  fallen: { low: number; start: number } | null,
): Claim[] {
  const part = dead.find((claim) => claim.diedOf === role);
  return hurt.map((claim) => {
    const gone = part ?? (fallen && role === 'serious' && claim.end <= fallen.start ? fallen : null);
    if (!gone) return claim;
    const less = (value: number): number => Math.max(0, value - gone.low);
    return { ...claim, low: less(claim.low), high: claim.high === null ? null : less(claim.high) };
  });
}

/** Who is hurt beside fewer dead than now known is an older report, or another event; it counts only when nothing else is told. */
export function withoutStale(hurt: readonly Claim[], dead: readonly Claim[], deaths: number): Claim[] {
  const stale = new Set(
    dead.filter((claim) => isTotal(claim) && (claim.high ?? claim.low) < deaths).map((claim) => claim.sentence),
  );
  return [...keep(hurt, (claim) => !stale.has(claim.sentence))];
}

const isTotal = (claim: Claim): boolean =>
  !claim.further && !claim.onTheSpot && claim.diedOf === null && !claim.increment;

/** Dead on the spot and died in hospital are added. */
export function withFurther(all: readonly Claim[], headEnd: number): Claim[] {
  const claims = all.filter((claim) => claim.start >= headEnd);
  const spot = claims.find((claim) => claim.onTheSpot);
  const later = claims.find((claim) => claim.further && !claim.onTheSpot && claim !== spot);
  const total = claims.some((claim) => claim !== spot && claim !== later && claim.low > (spot?.low ?? 0));
  if (!spot || !later || total || spot.high === null || later.high === null) return [...all];
  return [...all, { ...spot, low: spot.low + later.low, high: spot.high + later.high }];
}

/** All injured: the number told for all, or else serious and light together. */
export function injuries(
  told: Record<'injured' | 'serious' | 'light' | 'dead', Claim[]>,
  headEnd: number,
): Claim | null {
  const all = choose(told.injured, headEnd);
  const grave = choose(told.serious, headEnd);
  const slight = choose(told.light, headEnd);
  const parts = grave && slight ? add(grave, slight) : (grave ?? slight);
  if (!all || !parts) return all ?? parts;
  return parts.low > all.low || isLater(all, parts, told.dead) ? parts : all;
}

/** 3名伤者送医 … 2人死亡,1人重伤: the first number still held those who died. */
const isLater = (all: Claim, parts: Claim, dead: readonly Claim[]): boolean =>
  dead.some(
    (claim) =>
      claim.low > 0 && parts.start - claim.end <= 4 && parts.start >= claim.end && claim.low + parts.low === all.low,
  );

const add = (a: Claim, b: Claim): Claim => ({
  ...a,
  low: a.low + b.low,
  high: a.high === null || b.high === null ? null : a.high + b.high,
});
