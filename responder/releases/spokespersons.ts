import type { Kysely, Selectable } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor, Origin } from '../../platform/runtime/kernel.ts';
import type { ResponderTables } from '../tables.ts';
import type { SpokespersonsTable, SpokesPost } from './tables.ts';

export type Spokesperson = Selectable<SpokespersonsTable>;
export const POST_TITLES: Record<SpokesPost, string> = {
  head: '第一新闻发言人（主要负责人）',
  spokesperson: '新闻（网络）发言人',
  deputy: '助理（副）发言人',
};

/** Who speaks for a unit now; drills have the people of the real register. */
export const speakersOf = (db: Kysely<ResponderTables>, unit: string, origin: Origin): Promise<Spokesperson[]> =>
  db
    .selectFrom('responder_spokespersons')
    .selectAll()
    .where('unit', '=', unit)
    .where('origin', '=', registerOf(origin))
    .where('until', 'is', null)
    .orderBy('post')
    .execute();

export const registerOf = (origin: Origin): Origin => (origin === 'drill' ? 'live' : origin);

/**
 * A reply goes out in the unit's name: where a unit keeps a list, only those on it may speak.
 * @returns what is to be said of it: '' or that the unit has nobody listed. @throws AppError forbidden
 */
export async function refuseUnlisted(db: Kysely<ResponderTables>, actor: Actor, origin: Origin): Promise<string> {
  if (actor.unitId === null) return '';
  const listed = await speakersOf(db, actor.unitId, origin);
  if (listed.length === 0) return '（本单位尚未登记网络发言人）';
  if (listed.some(({ person_id }) => person_id === actor.id)) return '';
  const names = listed.map(({ name }) => name).join('、');
  throw new AppError('forbidden', `您不在本单位网络发言人名单内，不能以单位名义答复；名单：${names}`);
}
