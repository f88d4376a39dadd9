import { AppError } from '../../platform/runtime/errors.ts';
import type { Draft } from '../raw-record.ts';
import type { StoredMention } from '../store/rows.ts';

/** A row of the file and what is stored under its source and id. */
export interface Meeting {
  draft: Pick<Draft, 'source' | 'title' | 'text' | 'url' | 'contentHash'>;
  old: Pick<StoredMention, 'title' | 'text' | 'url' | 'content_hash' | 'last_import'> | undefined;
}

/** So few rows may be anything: a table of two orders with both texts rewritten is still an update. */
const FEWEST = 3;
/**
 * Share of the shorter text's character pairs that the other one has too. Corrections keep most of it. Of 2,000 random pairs of unrelated
 * real texts 85 to 99 in a hundred lie below, those with the set phrases of a hotline included (median 0.28, of other texts under 0.1).
 */
const RELATED = 0.4;

/**
 * Two tables numbered 1…n must not overwrite each other's rows in silence. Refuses when more than half of the rows of one source (and at
 * least three) would replace a stored row whose text has nothing to do with theirs; re-exports with corrections, however many, pass.
 * @throws AppError 'conflict', before anything of these rows is stored
 */
export function requireSameMatters(meetings: Meeting[], importId: string, taken: number): void {
  for (const source of new Set(meetings.map(({ draft }) => draft.source))) {
    const own = meetings.filter(({ draft }) => draft.source === source);
    const foreign = own.filter((each) => replacesAnother(each, importId)).length;
    if (foreign >= FEWEST && foreign * 2 > own.length) throw refusal(source, foreign, taken);
  }
}

function refusal(source: string, foreign: number, taken: number): AppError {
  const stands = taken === 0 ? '没有写入任何一行' : `此前的 ${taken} 行已导入，其余未写入`;
  return new AppError(
    'conflict',
    `与已有来源“${source}”的 ${foreign} 条编号相同但内容不同，${stands}。若是另一份表，请用 --source 指定新的来源编号；若确是同一份表的更正，请加 --source ${source} 确认更新。`,
  );
}

function replacesAnother({ draft, old }: Meeting, importId: string): boolean {
  if (old === undefined || old.content_hash === draft.contentHash || old.last_import === importId) return false;
  if (draft.url !== null && draft.url === old.url) return false;
  return !related(`${draft.title}\n${draft.text}`, `${old.title}\n${old.text}`);
}

/** Whether two texts are about one matter, by the pairs of letters they share. */
export function related(one: string, other: string): boolean {
  const [few, many] = [pairsOf(one), pairsOf(other)].sort((a, b) => a.size - b.size) as [Set<string>, Set<string>];
  if (few.size === 0) return bare(one) === bare(other);
  const shared = [...few].filter((pair) => many.has(pair)).length;
  return shared / few.size >= RELATED;
}

const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();

function pairsOf(text: string): Set<string> {
  const letters = bare(text.slice(0, 4000));
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)));
}
