import type { Time } from '../../platform/ports/time.ts';

/** At most one request to a host every `seconds`: callers wait their turn. */
export function createPace(time: Pick<Time, 'now' | 'sleep'>, seconds: number): (host: string) => Promise<void> {
  const free = new Map<string, number>();
  return async (host) => {
    const now = time.now().getTime();
    const turn = Math.max(now, free.get(host) ?? 0);
    free.set(host, turn + seconds * 1000);
    if (turn > now) await time.sleep(turn - now);
  };
}
