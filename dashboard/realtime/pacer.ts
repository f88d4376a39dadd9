import type { Hint } from '../api/schemas/hints.ts';

/** At most 20 a second. */
export const GAP_MS = 50;

/** When many changed in one gap, one hint says so. */
const many = (entity: Hint['entity']): Hint => ({ entity, id: '*', revision: 0 });

export interface Pacer {
  add(room: string, hint: Hint): void;
  stop(): void;
}

/**
 * Lets the first hint of a room and entity through at once and gathers what follows for GAP_MS. Memory is bounded by rooms × entities:
 * a gathered hint is either the latest revision of one thing or "many".
 */
export function createPacer(send: (room: string, hint: Hint) => void, gapMs = GAP_MS): Pacer {
  const lanes = new Map<string, { waiting: Hint | null; timer: NodeJS.Timeout }>();
  function open(key: string, room: string): void {
    const timer = setTimeout(() => {
      const waiting = lanes.get(key)?.waiting;
      lanes.delete(key);
      if (!waiting) return;
      send(room, waiting);
      open(key, room);
    }, gapMs);
    timer.unref();
    lanes.set(key, { waiting: null, timer });
  }
  return {
    add(room, hint) {
      const key = `${room}|${hint.entity}`;
      const lane = lanes.get(key);
      if (!lane) {
        send(room, hint);
        open(key, room);
        return;
      }
      const same = lane.waiting === null || lane.waiting.id === hint.id;
      lane.waiting = same ? hint : many(hint.entity);
    },
    stop() {
      for (const { timer } of lanes.values()) clearTimeout(timer);
      lanes.clear();
    },
  };
}
