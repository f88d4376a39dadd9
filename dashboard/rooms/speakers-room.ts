import type { Responder } from '../../responder/index.ts';
import type { SpeakersRoom } from '../api/rooms.ts';
import type { NameOf } from './directory.ts';

/** The register keeps accounts; who that is stands in the directory. */
export function speakersRoom(
  { queries, speakers }: Pick<Responder, 'queries' | 'speakers'>,
  nameOf: NameOf,
): SpeakersRoom {
  const named = async <T extends { personId: string; unit: string }>(input: T): Promise<T & { name: string }> => ({
    ...input,
    name: await nameOf(input.personId, input.unit),
  });
  return {
    speakers: (actor) => queries.speakers(actor),
    setSpeaker: async (input, actor) => speakers.set(await named(input), actor),
    endSpeaker: (id, actor) => speakers.end(id, actor),
    recordAppearance: async (input, actor) => speakers.appear(await named(input), actor),
  };
}
