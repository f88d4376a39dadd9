import { fromLocal, localDay } from '../../platform/runtime/local-time.ts';
import { FACT_NAMES, type EventClaim, type FactClaim } from '../messages.ts';
import type { Member } from './member.ts';

export type FactName = (typeof FACT_NAMES)[number];
export type ClaimSource = EventClaim['source'];

/** One number that one post tells, with who stands behind it and the hour it holds for (ms since the epoch). */
export interface ToldFigure {
  fact: FactName;
  low: number;
  high: number | null;
  source: ClaimSource;
  at: number;
}

/** Order of authority (rules.md §4.2); among the people it counts how many tell a number. */
export const CLAIM_RANK: Record<ClaimSource, number> = { official: 0, unit: 1, media: 2, self: 3, netizen: 3 };

/** Public accounts and short videos: 自媒体, where they speak in their own voice. */
const SELF_MEDIA = new Set<Member['sourceType']>(['wechat', 'video']);

/**
 * The numbers of one post: the one it stands for of each fact, and those of others that it tells beside it (网传5人，警方通报2人).
 * Earlier numbers and increments of the same teller are left out.
 */
export function toldFigures(member: Member): ToldFigure[] {
  const { facts, claims = [] } = member.analysis;
  // Most posts tell no number, and all posts of a big event come by here.
  if (Object.keys(facts).length === 0) return [];
  return FACT_NAMES.flatMap((fact) => {
    const range = facts[fact];
    if (!range) return [];
    const own = claims.filter((claim) => claim.fact === fact);
    const current = own.filter((claim) => claim.current);
    const chosen = current.find((claim) => sameRange(claim, range)) ?? current[0];
    const others = own.filter(
      (claim) => !claim.current && claim.source !== (chosen?.source ?? null) && !sameRange(claim, range),
    );
    return distinct([
      figure(member, fact, range, chosen),
      ...others.map((claim) => figure(member, fact, claim, claim)),
    ]);
  });
}

type Range = Pick<ToldFigure, 'low' | 'high'>;
export const sameRange = (a: Range, b: Range): boolean => a.low === b.low && a.high === b.high;

const distinct = (figures: ToldFigure[]): ToldFigure[] =>
  figures.filter(
    (one, at) => !figures.slice(0, at).some((other) => other.source === one.source && sameRange(other, one)),
  );

function figure(member: Member, fact: FactName, { low, high }: Range, claim: FactClaim | undefined): ToldFigure {
  return { ...{ fact, low, high }, source: sourceOf(member, claim?.source ?? null), at: hourOf(member, claim) };
}

/** A quotation is no stronger than who quotes: 警方通报 in a post is still the post's word, 网传 in a bulletin still hearsay. */
export function sourceOf(member: Member, told: FactClaim['source']): ClaimSource {
  const selfMade = member.authority === 'netizen' && SELF_MEDIA.has(member.sourceType);
  const teller: ClaimSource = selfMade ? 'self' : member.authority;
  if (told === null) return teller;
  const quoted: ClaimSource = told === 'hearsay' ? 'netizen' : told;
  return CLAIM_RANK[quoted] > CLAIM_RANK[teller] || quoted === 'netizen' ? quoted : teller;
}

/** A correction holds from when it is told, whatever hour the first count was of. */
const hourOf = ({ publishedAt }: Member, claim: FactClaim | undefined): number =>
  claim?.asOf && !claim.corrected ? (asOfInstant(claim.asOf, publishedAt) ?? publishedAt) : publishedAt;

const WORDS = /^(?:(\d{1,2})日)?(?:(\d{1,2}):(\d{2}))?$/;

/** 8日14:30, 14:30 or 8日 (its end) as the latest such instant not after the publication; null when there is none. */
export function asOfInstant(words: string, publishedAt: number): number | null {
  const [, day, hour, minute] = WORDS.exec(words) ?? [];
  if (day === undefined && hour === undefined) return null;
  const published = localDay(new Date(publishedAt));
  const minutes = hour === undefined ? 24 * 60 : Number(hour) * 60 + Number(minute);
  if (day === undefined) {
    const at = fromLocal(published).getTime() + minutes * 60_000;
    return at <= publishedAt ? at : at - 86_400_000;
  }
  const date = dayBefore(published, Number(day));
  return date === null ? null : Math.min(publishedAt, fromLocal(date).getTime() + minutes * 60_000);
}

/** The last such day of a month that is not after `published`. */
function dayBefore(published: string, day: number): string | null {
  const [year = 0, month = 1, today = 1] = published.split('-').map(Number);
  const back = day > today ? 1 : 0;
  const shifted = year * 12 + month - 1 - back;
  const date = `${Math.floor(shifted / 12)}-${two((shifted % 12) + 1)}-${two(day)}`;
  const real = fromLocal(date);
  return Number.isNaN(real.getTime()) || localDay(real) !== date ? null : date;
}

const two = (value: number): string => String(value).padStart(2, '0');
