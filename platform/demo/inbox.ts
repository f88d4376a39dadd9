import type { Responder } from '../../responder/index.ts';
import type { Actor } from '../runtime/kernel.ts';

const PAGE = 200;

/** Marks what rang before `present` as seen by these people, through their own inboxes: a newcomer finds what is new, not three days of it. */
export async function readUntil(
  present: Date,
  people: Iterable<Actor>,
  { notifications, markSeen }: Pick<Responder['queries'], 'notifications' | 'markSeen'>,
): Promise<void> {
  for (const actor of people) {
    let cursor: string | undefined;
    do {
      const page = await notifications(actor, { unseen: true, limit: PAGE, ...(cursor !== undefined && { cursor }) });
      const old = page.items.filter(({ at }) => Date.parse(at) < present.getTime());
      await markSeen(
        actor,
        old.map(({ id }) => id),
      );
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
}
