import { createHash } from 'node:crypto';
import { agrees } from '../figures/figure.ts';
import type { Statement } from './statements.ts';

/** An earlier release on the same event, with what it stated. */
export interface EarlierText {
  id: string;
  /** 《…》（微博，3月10日10:30） */
  where: string;
  at: Date;
  statements: readonly Statement[];
}

/** A figure, date or hour the draft tells otherwise than we did before. Both sentences are shown. */
export interface Contradiction {
  /** The same for the same pair of values, so that an explanation holds while neither changes. */
  key: string;
  title: string;
  kind: 'differs' | 'moved_back';
  releaseId: string;
  where: string;
  saidAt: Date;
  about: string;
  before: { words: string; passage: string };
  now: { words: string; value: string; low: number; high: number | null; passage: string };
}

/** Each statement against the newest release that spoke of the same thing: what was put right in between is not told again. */
export function contradictions(draft: readonly Statement[], earlier: readonly EarlierText[]): Contradiction[] {
  const newestFirst = [...earlier].sort((a, b) => b.at.getTime() - a.at.getTime());
  const found = draft.flatMap((now): Contradiction[] => {
    const release = newestFirst.find(({ statements }) => statements.some(({ key }) => key === now.key));
    if (!release) return [];
    const said = release.statements.filter(({ key }) => key === now.key);
    if (said.some((before) => isSame(now, before) || isMore(now, before) || isRepeated(draft, before))) return [];
    const before = said[0]!;
    return [contradiction(now, before, release)];
  });
  return [...new Map(found.map((one) => [one.key, one])).values()];
}

const isSame = (now: Statement, before: Statement): boolean => now.value === before.value || agrees(now, before);

const isMore = (now: Statement, before: Statement): boolean => now.grows && now.low >= before.low;

/** 1000户停水中800户已恢复: the draft still says what we said, the other number of the kind is a part of it. Of people every number counts. */
const isRepeated = (draft: readonly Statement[], before: Statement): boolean =>
  before.key.includes(':') &&
  !before.key.startsWith('date:') &&
  draft.some((one) => one.key === before.key && isSame(one, before));

function contradiction(now: Statement, before: Statement, release: EarlierText): Contradiction {
  const movedBack = now.at !== null && before.at !== null && now.at > before.at;
  return {
    key: keyOf(release.id, now.key, before.value, now.value),
    title: now.title,
    kind: movedBack ? 'moved_back' : 'differs',
    ...{ releaseId: release.id, where: release.where, saidAt: release.at, about: now.key },
    before: { words: before.words, passage: before.passage },
    now: { words: now.words, value: now.value, low: now.low, high: now.high, passage: now.passage },
  };
}

const keyOf = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);

/** 受伤人数：此前《…》为2，本稿为1 */
export const inWords = ({ title, kind, where, before, now }: Contradiction): string =>
  `${title}：此前${where}为${before.words}（“${before.passage}”），本稿为${now.words}（“${now.passage}”）${kind === 'moved_back' ? '，时间后移' : ''}`;
