import { AppError } from '../../platform/runtime/errors.ts';
import type { Responder } from '../../responder/index.ts';
import type { AccountsContext } from '../accounts/accounts-context.ts';
import type { SpeakersRoom } from '../api/rooms.ts';

/** The register keeps accounts; who that is stands in the directory. */
export function speakersRoom(
  { queries, speakers }: Pick<Responder, 'queries' | 'speakers'>,
  { db }: Pick<AccountsContext, 'db'>,
): SpeakersRoom {
  const named = async <T extends { personId: string; unit: string }>(input: T): Promise<T & { name: string }> => {
    const row = await db
      .selectFrom('dashboard_users')
      .select('name')
      .where('id', '=', input.personId)
      .where('unit_id', '=', input.unit)
      .where('disabled', '=', false)
      .executeTakeFirst();
    if (!row) throw new AppError('invalid_input', '该单位没有这个在用账号');
    return { ...input, name: row.name };
  };
  return {
    speakers: (actor) => queries.speakers(actor),
    setSpeaker: async (input, actor) => speakers.set(await named(input), actor),
    endSpeaker: (id, actor) => speakers.end(id, actor),
    recordAppearance: async (input, actor) => speakers.appear(await named(input), actor),
  };
}
