import type { Warning } from '../../analyzer/messages.ts';
import type { UnitOfWork } from '../../platform/runtime/kernel.ts';
import type { ResponderTables } from '../tables.ts';
import { laneOf, notify, recipient } from './ledger.ts';

/** 苗头 → the duty desk, in the lane of its colour; a grave one always at once. The machine never rings a leader: those come in by the chain, when nobody answers. */
export async function raiseWarning(
  unit: UnitOfWork<ResponderTables>,
  warning: Warning,
  titles: ReadonlyMap<string, string>,
): Promise<void> {
  const urgent = warning.kind === 'grave' || warning.colour === 'red';
  await notify(
    unit.tx,
    [
      {
        reason: `warning:${warning.id}`,
        recipients: [recipient('duty_officer', null)],
        warningId: warning.id,
        eventId: warning.eventId,
        origin: warning.origin,
        lane: urgent ? 'now' : laneOf(warning.colour),
        why: `${titles.get(warning.rule) ?? '苗头预警'}（${warning.rule}）`,
        text: warningText(warning),
        matter: 'warning',
        urgent,
        unverified: true,
      },
    ],
    unit.now,
  );
}

/** Names the matter: a number of voices alone tells nobody what to look at. */
export function warningText({ title, place, reason }: Pick<Warning, 'title' | 'place' | 'reason'>): string {
  if (title !== undefined) return reason.includes(title) ? reason : `《${title}》${reason}`;
  return place === null || reason.includes(place) ? reason : `${place}：${reason}`;
}
