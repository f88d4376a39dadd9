import { setImmediate as turn } from 'node:timers/promises';

/**
 * For computing that takes long: asked after each piece, it lets the process answer others (health, heartbeats, sockets) once `everyMs`
 * have gone by, and costs nothing before.
 */
export function createBreather(everyMs = 25): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < everyMs) return;
    await turn();
    since = performance.now();
  };
}
