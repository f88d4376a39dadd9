import { voiceOf, type Member } from './member.ts';

export const HOUR = 3_600_000;

/** Distinct voices in the last `count` equal windows before `now`, the newest first; what is published at this very instant is in the newest. */
export function recentWindows(members: readonly Member[], now: number, hours: number, count: number): number[] {
  const size = hours * HOUR;
  const windows = Array.from({ length: count }, () => new Set<string>());
  for (const member of members)
    if (member.publishedAt <= now) windows[windowOf(member, now, size)]?.add(voiceOf(member));
  return windows.map((voices) => voices.size);
}

/** 0 for (now − size, now], 1 for the one before it. */
const windowOf = ({ publishedAt }: Member, now: number, size: number): number => Math.floor((now - publishedAt) / size);

export interface Outbreak {
  /** 1 for the first, one more after each silence. */
  number: number;
  startedAt: number;
}

/** The outbreak that runs now: a silence longer than `silenceHours` ended the ones before. @param members in order of publication */
export function currentOutbreak(members: readonly Member[], silenceHours: number): Outbreak {
  let number = 1;
  let startedAt = members[0]!.publishedAt;
  let last = startedAt;
  for (const member of members) {
    if (member.publishedAt - last > silenceHours * HOUR) [number, startedAt] = [number + 1, member.publishedAt];
    last = member.publishedAt;
  }
  return { number, startedAt };
}

/** Members of the current outbreak. */
export const sinceOutbreak = (members: readonly Member[], outbreak: Outbreak): Member[] =>
  members.filter((member) => member.publishedAt >= outbreak.startedAt);
