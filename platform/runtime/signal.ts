/** A wake-up that is never lost: a notify before the wait ends that wait at once. */
export interface Signal {
  notify(): void;
  /** Resolves at the next notify, or after `ms` when given. True when notified. */
  wait(ms?: number): Promise<boolean>;
}

export function createSignal(): Signal {
  let pending = false;
  const waiting = new Set<() => void>();
  return {
    notify() {
      pending = true;
      for (const wake of [...waiting]) wake();
    },
    wait(ms) {
      return new Promise((resolve) => {
        if (pending) {
          pending = false;
          return resolve(true);
        }
        const timer = ms === undefined ? undefined : setTimeout(() => finish(false), ms);
        const wake = (): void => {
          pending = false;
          finish(true);
        };
        const finish = (notified: boolean): void => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve(notified);
        };
        waiting.add(wake);
      });
    },
  };
}
