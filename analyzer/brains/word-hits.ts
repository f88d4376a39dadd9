import type { Lexicon, Slot } from './lexicon.ts';

/** Where words stand: flat pairs start, end, ordered by end, the longer first. */
export type Pairs = readonly number[];

/** Where the words of each slot stand in one text. */
export type WordHits = (slot: Slot) => Pairs;

const NONE: Pairs = [];

/** Lists of several words of one slot, put together when somebody asks: most are never asked for. */
class Several {
  readonly lists: Pairs[];
  constructor(one: Pairs, other: Pairs) {
    this.lists = [one, other];
  }
}

/** Rooms of one thread: the list of each word found in the text being read, and these words. Lists are taken out again at its end. */
interface Rooms {
  lists: (number[] | null)[];
  words: Int32Array;
  /** Where the numbers of the next texts go; filled up, the next one is made. */
  slab: Uint16Array;
  used: number;
}
const known = new WeakMap<Lexicon, Rooms>();
/** Texts whose numbers share a slab. */
const SHARING = 64;

function roomsOf(lexicon: Lexicon): Rooms {
  const { slotCount, slotsOf } = lexicon;
  const before = known.get(lexicon);
  if (before && before.used < before.slab.length) return before;
  const slab = new Uint16Array(SHARING * slotCount);
  const rooms = before ?? {
    ...{ lists: new Array<number[] | null>(slotsOf.length).fill(null), words: new Int32Array(slotsOf.length) },
    ...{ slab, used: 0 },
  };
  rooms.slab = slab;
  rooms.used = 0;
  known.set(lexicon, rooms);
  return rooms;
}

/**
 * Every place of a word is written down once, however many slots have the word: a slot in which only one word was found shares the list
 * of that word. A text that repeats a word of ten lists thousands of times would otherwise fill ten lists. Of some 480 slots a text has
 * forty: the slots hold small numbers, and only the forty have lists.
 */
export function findWords(view: string, lexicon: Lexicon): WordHits {
  const rooms = roomsOf(lexicon);
  const { lists, words } = rooms;
  let count = 0;
  lexicon.matcher.scan(view, (word, start, end) => {
    const list = lists[word]!;
    if (list !== null) list.push(start, end);
    else {
      lists[word] = [start, end];
      words[count++] = word;
    }
  });
  const { slab, used } = rooms;
  const found = bySlot(rooms, count, lexicon);
  return (slot) => {
    const number = slab[used + slot]!;
    if (number === 0) return NONE;
    const list = found[number]!;
    return list instanceof Several ? (found[number] = merged(list.lists)) : list;
  };
}

/** The lists found, from 1 on; each slot that has one is given its number. */
function bySlot(rooms: Rooms, count: number, { slotsOf, slotCount }: Lexicon): (Pairs | Several)[] {
  const { lists, words, slab, used } = rooms;
  rooms.used += slotCount;
  const found: (Pairs | Several)[] = [NONE];
  for (let at = 0; at < count; at += 1) {
    const word = words[at]!;
    const list = lists[word]!;
    const slots = slotsOf[word]!;
    lists[word] = null;
    for (let of = 0; of < slots.length; of += 1) {
      const place = used + slots[of]!;
      const number = slab[place]!;
      if (number === 0) {
        slab[place] = found.length;
        found.push(list);
        continue;
      }
      const before = found[number]!;
      if (before instanceof Several) before.lists.push(list);
      else found[number] = new Several(before, list);
    }
  }
  return found;
}

const merged = (lists: readonly Pairs[]): Pairs => lists.reduce(mergeTwo);

/** From the end, into a list of the right length. Two words never stand at the same start and end. */
function mergeTwo(one: Pairs, other: Pairs): Pairs {
  const all = one.concat(other);
  let left = one.length - 2;
  for (let right = other.length - 2, to = all.length - 2; right >= 0; to -= 2) {
    const [start, end] = [other[right]!, other[right + 1]!];
    if (left >= 0 && (one[left + 1]! > end || (one[left + 1] === end && one[left]! > start))) {
      all[to] = one[left]!;
      all[to + 1] = one[left + 1]!;
      left -= 2;
    } else {
      all[to] = start;
      all[to + 1] = end;
      right -= 2;
    }
  }
  return all;
}
