const FEW = 12;

/**
 * `list.sort(compare)`, in place and as stable, for lists that nearly always have a handful of items: the built-in sort sets up some
 * hundred bytes and half a microsecond of work however short the list is, and a post is sorted through twenty times.
 * @param compare consistent: a before b means b after a, and equal items compare as 0
 */
export function sortFew<T>(list: T[], compare: (a: T, b: T) => number): T[] {
  if (list.length > FEW) return list.sort(compare);
  for (let next = 1; next < list.length; next += 1) {
    const item = list[next]!;
    let at = next;
    for (; at > 0 && compare(list[at - 1]!, item) > 0; at -= 1) list[at] = list[at - 1]!;
    list[at] = item;
  }
  return list;
}
