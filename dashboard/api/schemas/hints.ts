import { z } from 'zod';

export const ENTITIES = ['mentions', 'event', 'warning', 'ticket', 'notification'] as const;
/**
 * What the socket sends (event name 'hint'): never data, only "this changed, refetch it". Id '*' = any of them (always so for 'mentions');
 * revision 0 = unknown. On (re)connect refetch everything on screen.
 */
export const hint = z.object({
  entity: z.enum(ENTITIES),
  id: z.string(),
  revision: z.number().int(),
});
export type Hint = z.infer<typeof hint>;
/** Socket path on the same server; cookie session, same Origin. */
export const SOCKET_PATH = '/api/socket';
/** Sent before the server ends the connection because the session ended. */
export const SESSION_ENDED = 'session-ended';
