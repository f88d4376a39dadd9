import type { EventView } from '../../api/schemas/events.ts';
import { rangeWords } from './analysis-rows.ts';
import { shortTime } from './format.ts';
import { eventClaimSourceName, factName } from './labels.ts';

type Claims = NonNullable<EventView['claims']>;

/** One number as the event page tells it: 5人, 网传, 11-20 11:05, 3 条信息, 口径不一. */
export interface ClaimRow {
  fact: string;
  figure: string;
  source: string;
  asOf: string;
  told: string;
  standing: Claims[number]['standing'];
  standingWords: string;
}

const STANDING: Record<ClaimRow['standing'], string> = { ruling: '采用', disputed: '口径不一', other: '参考' };

export const claimRows = (claims: Claims): ClaimRow[] =>
  claims.map((claim) => ({
    fact: bareFact(claim.fact),
    figure: rangeWords(claim.fact, claim),
    source: eventClaimSourceName(claim.source),
    asOf: shortTime(claim.asOf),
    told: `${claim.posts} 条信息，${claim.voices} 个发声者`,
    standing: claim.standing,
    standingWords: STANDING[claim.standing],
  }));

/** 死亡口径不一：3人（官方 10:20）/ 5人（网传 11:05） */
export const disputeLines = (disputed: NonNullable<EventView['disputed']>): string[] =>
  disputed.map(({ fact, words }) => `${bareFact(fact)}口径不一：${words}`);

/** The unit stands with the number. */
const bareFact = (fact: string): string => factName(fact).replace(/（.*）$/u, '');
