import { byPublication, voiceOf, type Member } from './member.ts';

export const HOUR = 3_600_000;

/** Distinct voices in [from, to). */
export function voicesBetween(members: readonly Member[], from: number, to: number): number {
  const voices = new Set<string>();
  for (const member of members) if (member.publishedAt >= from && member.publishedAt < to) voices.add(voiceOf(member));
  return voices.size;
}

/** Distinct voices in the last `count` equal windows before `now`, the newest first. */
export function recentWindows(members: readonly Member[], now: number, hours: number, count: number): number[] {
  const size = hours * HOUR;
  return Array.from({ length: count }, (_, back) =>
    // The newest window takes in what is published at this very instant.
    voicesBetween(members, now - (back + 1) * size + 1, now - back * size + 1),
  );
}

export interface Outbreak {
  /** 1 for the first, one more after each silence. */
  number: number;
  startedAt: number;
}

/** The outbreak that runs now: a silence longer than `silenceHours` ended the ones before. */
export function currentOutbreak(members: readonly Member[], silenceHours: number): Outbreak {
  const sorted = [...members].sort(byPublication);
  let number = 1;
  let startedAt = sorted[0]!.publishedAt;
  let last = startedAt;
  for (const member of sorted) {
    if (member.publishedAt - last > silenceHours * HOUR) [number, startedAt] = [number + 1, member.publishedAt];
    last = member.publishedAt;
  }
  return { number, startedAt };
}

/** Members of the current outbreak. */
export const sinceOutbreak = (members: readonly Member[], outbreak: Outbreak): Member[] =>
  members.filter((member) => member.publishedAt >= outbreak.startedAt);
