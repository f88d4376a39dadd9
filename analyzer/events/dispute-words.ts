import { localDay, toLocalIso } from '../../platform/runtime/local-time.ts';
import type { ClaimSource, ToldFigure } from './told-figures.ts';

export const CLAIM_SOURCE_WORDS: Record<ClaimSource, string> = {
  official: '官方',
  unit: '单位',
  media: '媒体',
  self: '自媒体',
  netizen: '网传',
};

/** More would not be read; the strongest come first. */
const SAID = 4;

/** One side of a dispute: a number, or that nothing of the kind happened. */
type Side = Pick<ToldFigure, 'source' | 'at'> & { words: string };

/** 3人（官方 10:20）/ 5人（网传 11:05）/ 称并未发生（网传 11:10）; the day is named where the hours are not of one day. */
export function disputeWords(
  figures: readonly ToldFigure[],
  denials: readonly Pick<ToldFigure, 'source' | 'at'>[] = [],
): string {
  const numbers = figures
    .slice(0, SAID - Math.min(1, denials.length))
    .map((one): Side => ({ ...one, words: figureWords(one) }));
  const said = [...numbers, ...denials.map((one): Side => ({ ...one, words: '称并未发生' }))].slice(0, SAID);
  const oneDay = new Set(said.map(({ at }) => localDay(new Date(at)))).size === 1;
  return said
    .map(({ words, source, at }) => `${words}（${CLAIM_SOURCE_WORDS[source]} ${hourWords(at, oneDay)}）`)
    .join('/ ');
}

function figureWords({ fact, low, high }: ToldFigure): string {
  const unit = fact === 'directLossYuan' ? '元' : '人';
  if (high === null) return `${low}${unit}以上`;
  return low === high ? `${low}${unit}` : `${low}—${high}${unit}`;
}

/** 10:20, or 20日10:20. */
function hourWords(at: number, oneDay: boolean): string {
  const local = toLocalIso(new Date(at));
  return `${oneDay ? '' : `${Number(local.slice(8, 10))}日`}${local.slice(11, 16)}`;
}
