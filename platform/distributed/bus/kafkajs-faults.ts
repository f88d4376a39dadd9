import { createRequire } from 'node:module';

/*
 * Everything we have to know of the inside of kafkajs 2.2.4 (its last release, pinned exactly in package.json).
 * The other faults are avoided by settings; README.md of this folder lists them all.
 */

/**
 * Added to a partition assigner: awaited before every JoinGroup, so that work of the old generation can end first.
 * It may set the id of a member that was cut off: its successor then need not wait until the broker misses it.
 */
export interface BeforeJoin {
  beforeJoin(group: { memberId: string | null }): Promise<void>;
}

interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

interface ConsumerGroup {
  assigners: Partial<BeforeJoin>[];
  memberId: string | null;
  heartbeat(options: { interval: number }): Promise<void>;
  joinAndSync(): Promise<void>;
}

const CHECK_MS = 10;
const BEAT_MS = 1_000;
let mended = false;

/** Idempotent; called before the first client is made. */
export function mendKafkajs(): void {
  if (mended) return;
  mended = true;
  const load = createRequire(import.meta.url);
  mendTimer((load('kafkajs/src/network/requestQueue') as { prototype: RequestQueue }).prototype);
  mendJoin((load('kafkajs/src/consumer/consumerGroup') as { prototype: ConsumerGroup }).prototype);
}

/** Upstream #1751: after each answer it arms a timer of negative length, for ever. Only waiting requests need one. */
function mendTimer(queue: RequestQueue): void {
  queue.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
    const wait = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      wait > 0 ? wait : CHECK_MS,
    );
  };
}

/**
 * It joins the next generation at once, so work that eachBatch handed on would run under a partition another member
 * owns already. The wait has no end: a member that does not come back in the rebalance timeout is left out, and rightly so.
 */
function mendJoin(group: ConsumerGroup): void {
  const { joinAndSync } = group;
  group.joinAndSync = async function (this: ConsumerGroup) {
    // Its answer "a rebalance is going on" is what we know; it keeps the session.
    const beating = setInterval(() => void this.heartbeat({ interval: BEAT_MS }).catch(() => undefined), BEAT_MS);
    try {
      for (const assigner of this.assigners) await assigner.beforeJoin?.(this);
    } finally {
      clearInterval(beating);
    }
    return joinAndSync.call(this);
  };
}
