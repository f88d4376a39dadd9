import type { OpinionLevelsBook } from '../../config/schema/opinion-levels.ts';
import type { Member } from './member.ts';

export type MediaTier = 'central' | 'provincial' | 'local' | 'self';

export function mediaTier(member: Member, book: OpinionLevelsBook): MediaTier {
  const named = (['central', 'provincial', 'local'] as const).find((tier) =>
    book.media[tier].sources.some((name) => member.source.includes(name)),
  );
  return named ?? (isMedia(member) ? 'local' : 'self');
}

export const isMedia = ({ sourceType }: Member): boolean => sourceType === 'news' || sourceType === 'client';

export const isNationalList = ({ sourceType, source }: Member, book: OpinionLevelsBook): boolean =>
  sourceType === 'hotlist' && book.hotLists.national.some((name) => source.includes(name));

export const concernsMinors = ({ title, lead }: Member, book: OpinionLevelsBook): boolean =>
  book.minors.words.some((word) => title.includes(word) || lead.includes(word));

export const harmsMinors = (member: Member, book: OpinionLevelsBook): boolean =>
  member.analysis.sensitivity.level === 3 &&
  member.signal.harms.some((harm) => book.minors.harms.includes(harm)) &&
  concernsMinors(member, book);

export const isCrowd = ({ analysis, signal }: Member, book: OpinionLevelsBook): boolean =>
  analysis.sensitivity.level >= 2 && signal.harms.some((harm) => book.offline.harms.includes(harm));
