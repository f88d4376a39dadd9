import type { EventSnapshot } from '../../analyzer/messages.ts';
import { spokenTime } from '../../platform/runtime/local-time.ts';
import type { TicketPatch } from '../tickets/ticket.ts';
import { isBackDated } from '../tickets/timeline.ts';

export interface Detection {
  at: Date;
  /** Chinese: by what way, shown beside the start of every clock that runs from it. */
  by: string;
  /** Set where the telling was entered so late that it is 补记: a sentence for the timeline. */
  late: string | null;
}

const DETECTED_BY = { rule: '系统发现', person: '人工发现', notice: '接报' };

/**
 * From when the office knew of the matter: the earliest of what found it and of 接报, when somebody told us. The clocks of finding run from
 * there: typing a call in hours later wins no time. Null = nothing has found it.
 * @param entered when what was told was entered
 */
export function detectionOf(event: EventSnapshot, entered: Date): Detection | null {
  const found = event.detected === null ? null : new Date(event.detected.at);
  const told = toldOf(event);
  if (told !== null && (found === null || told <= found)) return { at: told, ...toldAt(told, entered) };
  if (found === null) return null;
  const isTold = event.detected!.by === 'person' && told !== null;
  return { at: found, by: isTold ? DETECTED_BY.notice : DETECTED_BY[event.detected!.by], late: null };
}

/** When and how a matter without a ticket was found, as its clocks would count it. */
export function findingOf(event: EventSnapshot): { at: Date; by: string } | null {
  const typed = event.detected !== null && event.detected.by !== 'rule' ? event.detected.at : null;
  // What a rule had found before tells no time of the typing.
  return detectionOf(event, new Date(typed ?? event.registration?.toldAt ?? event.firstPublishedAt));
}

/** At the opening: a message that waited in the queue was not entered late. */
export const enteredAt = ({ detected }: EventSnapshot, now: Date): Date =>
  detected === null || detected.by === 'rule' ? now : new Date(detected.at);

const toldAt = (told: Date, entered: Date): Pick<Detection, 'by' | 'late'> =>
  isBackDated(told, entered)
    ? {
        by: `接报，${spokenTime(entered, told)}补登记`,
        late: `${spokenTime(told, entered)}接报，补登记，发现时间按接报时间计`,
      }
    : { by: DETECTED_BY.notice, late: null };

/** The earliest telling of this outbreak, whenever it was entered. What was told of an earlier outbreak found that one, not this. */
function toldOf(event: EventSnapshot): Date | null {
  const { registration, registrations = [], firstPublishedAt: first, outbreakPublishedAt: outbreak } = event;
  const all = registration === null ? registrations : [registration, ...registrations];
  const told = all.map(({ toldAt }) => new Date(toldAt)).filter((at) => first === outbreak || at >= new Date(outbreak));
  return told.reduce<Date | null>((least, at) => (least === null || at < least ? at : least), null);
}

/** What was told later about an earlier hour moves the finding there, never to a later one. @returns the sentence for the timeline, null = nothing moves */
export function foundEarlier(before: Date, event: EventSnapshot, now: Date, patch: TicketPatch): string | null {
  const known = detectionOf(event, now);
  if (known === null || known.at >= before) return null;
  Object.assign(patch, { detected_at: known.at, detected_by: known.by });
  return `发现时间由${spokenTime(before, now)}改为${spokenTime(known.at, now)}（${known.by}）`;
}
