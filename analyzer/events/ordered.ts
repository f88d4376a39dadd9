import { byPublication, type Member } from './member.ts';

/** Lists in order of publication. What joins is mostly the newest: then nothing is moved. */
export function insertOrdered(list: Member[], member: Member): number {
  const last = list.at(-1);
  const at = last === undefined || byPublication(last, member) <= 0 ? list.length : placeOf(list, member);
  if (at === list.length) list.push(member);
  else list.splice(at, 0, member);
  return at;
}

/** Where the member stands, or would stand. */
export function placeOf(list: readonly Member[], member: Member): number {
  return firstWhere(list.length, (at) => byPublication(list[at]!, member) >= 0);
}

/** Those published after the instant, which is excluded. */
export const countAfter = (list: readonly Member[], instant: number): number =>
  list.length - firstWhere(list.length, (at) => list[at]!.publishedAt > instant);

/** Index of the first member published at the instant or later. */
export const firstFrom = (list: readonly Member[], instant: number): number =>
  firstWhere(list.length, (at) => list[at]!.publishedAt >= instant);

/** Smallest index for which `holds`, which stays true behind it; `length` when there is none. */
export function firstWhere(length: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
