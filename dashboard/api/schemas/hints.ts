import { z } from 'zod';

/**
 * What the socket sends (event name 'hint'): never data, only "this changed, refetch it". For entity 'mentions' the id is '*' (many at once);
 * revision 0 = unknown. On (re)connect refetch everything on screen.
 */
export const hint = z.object({
  entity: z.enum(['mentions', 'event', 'warning', 'ticket', 'notification']),
  id: z.string(),
  revision: z.number().int(),
});
export type Hint = z.infer<typeof hint>;
/** Socket path on the same server; cookie session, same Origin. */
export const SOCKET_PATH = '/api/socket';
/** Sent before the server ends the connection because the session ended. */
export const SESSION_ENDED = 'session-ended';
