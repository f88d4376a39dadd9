import type { Pool } from 'pg';
import type { Person } from './people.ts';

export interface Watching {
  /** These posts were acknowledged now. */
  accepted(ids: string[]): void;
  /** Acknowledged and not yet shown. */
  outstanding(): number;
  /** Milliseconds from the acknowledgement of a post to the end of the first read, begun after a hint, that shows it. */
  shownAfter: number[];
  hints(): number;
  close(): void;
}

/** One read asks for so many at most, the oldest first. */
const LOOK_AT = 4_000;

/**
 * One person's dashboard: its real socket hears the hints, and each hint that posts came is followed by a read, at once or, when one is
 * under way, right after it. The read asks the table that the stream on the page is read from which of the outstanding posts are there:
 * one cheap statement for all of them, so that measuring each post does not load the machine as reading a page for each would.
 */
export async function watchDashboard(url: string, person: Person, pool: Pool): Promise<Watching> {
  const socket = await openSocket(url, person.cookie);
  const waiting = new Map<string, number>();
  const shownAfter: number[] = [];
  let hints = 0;
  const look = coalesced(() => takeShown(pool, waiting, shownAfter));
  socket.on('hint', ({ entity }: { entity: string }) => {
    if (entity !== 'mentions') return;
    hints += 1;
    look();
  });
  return {
    accepted(ids) {
      const now = performance.now();
      for (const id of ids) waiting.set(id, now);
    },
    outstanding: () => waiting.size,
    shownAfter,
    hints: () => hints,
    close: () => void socket.disconnect(),
  };
}

/** Asked for while it runs, the work runs once more afterwards. A failed one (the database is away) waits for the next asking. */
function coalesced(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    while (again) {
      again = false;
      await work().catch(() => undefined); // asked again by the next hint
    }
    running = false;
  };
  return () => {
    again = true;
    if (!running) void run();
  };
}

async function takeShown(pool: Pool, waiting: Map<string, number>, shownAfter: number[]): Promise<void> {
  const ids = [...waiting.keys()].slice(0, LOOK_AT);
  if (ids.length === 0) return;
  const { rows } = await pool.query<{ id: string }>(
    'select mention_id as id from analyzer_mentions where mention_id = any($1::uuid[])',
    [ids],
  );
  const now = performance.now();
  for (const { id } of rows) {
    shownAfter.push(now - waiting.get(id)!);
    waiting.delete(id);
  }
}

/** As the web application opens it; connects again by itself. */
export async function openSocket(url: string, cookie: string) {
  const { io } = await import('socket.io-client');
  const socket = io(url, {
    ...{ path: '/api/socket', transports: ['websocket'], forceNew: true },
    extraHeaders: { cookie, origin: url },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}
