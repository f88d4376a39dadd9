import type { EventSnapshot } from '../../analyzer/messages.ts';
import { wholeMinute } from '../../platform/runtime/local-time.ts';
import type { Tx } from '../tickets/ticket.ts';

/** How far the matter had spread at this minute: the newest count of a minute stays. */
export async function keepCount(tx: Tx, event: Pick<EventSnapshot, 'id' | 'counts'>, now: Date): Promise<void> {
  const at = wholeMinute(now);
  const { mentions, voices } = event.counts;
  await tx
    .insertInto('responder_event_counts')
    .values({ event_id: event.id, at, mentions, voices })
    .onConflict((conflict) => conflict.columns(['event_id', 'at']).doUpdateSet({ mentions, voices }))
    .execute();
}
