import type { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { Responder } from '../../responder/index.ts';
import type { ResponderRoom } from '../api/rooms.ts';
import type { ticketDetail } from '../api/schemas/tickets.ts';
import type { NameOf } from './directory.ts';

type RoomParts = Pick<Responder, 'queries' | 'verbs' | 'notices' | 'openSealed'>;
type Detail = z.input<typeof ticketDetail>;

/** The responder already speaks the API's shapes and looks at who asks; what is left is one answer for every act: the whole ticket. */
export function responderRoom({ queries, verbs, notices, openSealed }: RoomParts, nameOf: NameOf): ResponderRoom {
  const ticket = async (id: string, actor: Actor): Promise<Detail> => {
    const detail = await queries.ticket(actor, id);
    // Its moments come as a record; the schema, checked on the way out, names them.
    return { ...detail, times: detail.times as Detail['times'] };
  };
  const ticketIfSeen = (id: string, actor: Actor): Promise<Detail | null> => ticket(id, actor).catch(nullIfGone);
  return {
    ticket,
    tickets: ({ origin, ...query }, actor) =>
      queries.tickets(actor, { ...query, origins: origin === undefined ? undefined : [origin] }),
    async openTicket(input, actor) {
      return ticket((await verbs.open(input, actor)).id, actor);
    },
    mayStandIn: (actor) => queries.mayStandIn(actor),
    tasks: (actor, query) => queries.tasks(actor, query),
    promises: ({ origin, ...query }, actor) =>
      queries.promises(actor, { ...query, origins: origin === undefined ? undefined : [origin] }),
    desk: (id, name, actor) => queries.desk(actor, id, name),
    openSealed,
    explainClock: (id, actor) => queries.explainClock(actor, id),
    async act(verb, id, input, actor) {
      // The input was parsed by this verb's own schema, so the pair fits although the types of a union cannot say it.
      const run = verbs[verb] as (id: string, input: unknown, actor: Actor) => Promise<{ id: string }>;
      await run(id, await named(input, nameOf, () => ticket(id, actor)), actor);
      return ticketIfSeen(id, actor);
    },
    ticketIfSeen,
    notifications: (query, actor) => queries.notifications(actor, query),
    markSeen: (id, actor) => queries.markSeen(actor, [id]),
    deliveries: (query, actor) => queries.deliveries(actor, query),
    resend: (input, actor) => notices.resend(input, actor),
    channels: () => queries.channels(),
    testChannel: (id, actor) => notices.test(id, actor),
  };
}

/** An act that names a person (准予查阅) bears the name of the directory; `isSeen` first, a ticket nobody shows you answers 404 to everything. */
async function named(input: unknown, nameOf: NameOf, isSeen: () => Promise<unknown>): Promise<unknown> {
  const { actorId, name } = input as { actorId?: string; name?: string };
  if (actorId === undefined || name === undefined) return input;
  await isSeen();
  return { ...(input as object), name: await nameOf(actorId) };
}

function nullIfGone(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null;
  throw error;
}
