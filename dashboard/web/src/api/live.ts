import { io, type Socket } from 'socket.io-client';
import { ref } from 'vue';
import type { Hint } from '../../../api/schemas/hints.ts';
import { queryClient } from './query-client.ts';

/** The light in the header: are hints arriving? */
export const live = ref<'connecting' | 'on' | 'off'>('connecting');
let socket: Socket | null = null;

/** Query keys start with the entity; overview counts all of them. */
const STALE: Record<Hint['entity'], string[]> = {
  mentions: ['mentions', 'overview', 'event'],
  event: ['events', 'event', 'overview'],
  warning: ['warnings', 'overview'],
  ticket: ['tickets', 'ticket', 'events', 'overview', 'clocks'],
  notification: ['notifications'],
};

const waiting = new Set<string>();
let timer: ReturnType<typeof setTimeout> | null = null;

/** Many hints in a burst become one refetch a key, at most five times a second. */
function invalidate(keys: string[]): void {
  for (const key of keys) waiting.add(key);
  timer ??= setTimeout(() => {
    timer = null;
    for (const key of waiting) void queryClient.invalidateQueries({ queryKey: [key] });
    waiting.clear();
  }, 200);
}

export function connectLive(onEnded: () => void): void {
  if (socket) return;
  socket = io({ path: '/api/socket', transports: ['websocket'], withCredentials: true });
  socket.on('connect', () => {
    live.value = 'on';
    // Whatever was missed while away: refetch what is on screen.
    void queryClient.invalidateQueries();
  });
  socket.on('disconnect', () => (live.value = 'off'));
  socket.on('connect_error', () => (live.value = 'off'));
  socket.on('hint', (hint: Hint) => invalidate(STALE[hint.entity] ?? []));
  socket.on('session-ended', onEnded);
}

export function disconnectLive(): void {
  socket?.disconnect();
  socket = null;
  live.value = 'connecting';
}
