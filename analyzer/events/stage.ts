import type { GroupingBook } from '../../config/schema/grouping.ts';
import type { EventSnapshot } from '../messages.ts';
import type { Stretch } from './stretch.ts';
import { HOUR } from './windows.ts';

/** Where an event stands in its life, from distinct voices in equal windows of the current outbreak. */
export function stageOf({ members, series }: Stretch, now: number, book: GroupingBook): EventSnapshot['stage'] {
  const { windowHours, minVoices, growingRatio, decliningRatio } = book.stages;
  const last = members.at(-1)!.publishedAt;
  if (now - last > book.window.silenceHours * HOUR) return 'ended';
  const windows = series.recent(now, windowHours, windowsSince(members[0]!.publishedAt, now, windowHours));
  const [current = 0, before = 0] = windows;
  const highest = Math.max(...windows);
  if (current >= minVoices && current >= growingRatio * Math.max(1, before)) return 'growing';
  if (current <= decliningRatio * highest && now - last > windowHours * HOUR * 0.5) return 'declining';
  return series.voices < minVoices ? 'emerging' : 'peak';
}

/** When the picture may change by time alone: half a window while it lives, the end of its silence at last; null when it has ended. */
export function nextCheckAt(
  stage: EventSnapshot['stage'],
  lastAt: number,
  now: number,
  book: GroupingBook,
): number | null {
  if (stage === 'ended') return null;
  const end = lastAt + book.window.silenceHours * HOUR + 1000;
  const pace = stage === 'growing' || stage === 'peak' ? HOUR / 6 : HOUR;
  return Math.max(now + 60_000, Math.min(end, now + pace));
}

const windowsSince = (first: number, now: number, windowHours: number): number =>
  Math.max(1, Math.min(28, Math.ceil((now - first) / (windowHours * HOUR)) + 2));
