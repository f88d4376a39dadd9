import type { GroupingBook } from '../../config/schema/grouping.ts';
import type { EventSnapshot } from '../messages.ts';
import { voiceOf, type Member } from './member.ts';
import { HOUR, recentWindows } from './windows.ts';

/**
 * Where an event stands in its life, from distinct voices in equal windows.
 * @param members those of the current outbreak, in order of publication
 */
export function stageOf(members: readonly Member[], now: number, book: GroupingBook): EventSnapshot['stage'] {
  const { windowHours, minVoices, growingRatio, decliningRatio } = book.stages;
  const last = members.at(-1)!.publishedAt;
  if (now - last > book.window.silenceHours * HOUR) return 'ended';
  const windows = recentWindows(members, now, windowHours, windowsSince(members, now, windowHours));
  const [current = 0, before = 0] = windows;
  const highest = Math.max(...windows);
  if (current >= minVoices && current >= growingRatio * Math.max(1, before)) return 'growing';
  if (current <= decliningRatio * highest && now - last > windowHours * HOUR * 0.5) return 'declining';
  if (new Set(members.map(voiceOf)).size < minVoices) return 'emerging';
  return 'peak';
}

/** Heat: each voice once, its weight halved every half-life, interactions on a log scale. */
export function heatOf(members: readonly Member[], now: number, book: GroupingBook): number {
  const { halfLifeHours, weights } = book.heat;
  const voices = new Map<string, number>();
  for (const member of members) {
    const age = Math.max(0, now - member.publishedAt) / HOUR;
    const weight = weights[member.sourceType] ?? 1;
    const value = weight * (1 + Math.log10(1 + member.interactions)) * 2 ** (-age / halfLifeHours);
    voices.set(voiceOf(member), Math.max(voices.get(voiceOf(member)) ?? 0, value));
  }
  const sum = [...voices.values()].sort((a, b) => a - b).reduce((total, value) => total + value, 0);
  return Math.round(sum * 100) / 100;
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

const windowsSince = (members: readonly Member[], now: number, windowHours: number): number => {
  const first = members[0]!.publishedAt;
  return Math.min(28, Math.ceil((now - first) / (windowHours * HOUR)) + 2);
};
