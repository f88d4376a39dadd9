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

/** Rooms of one thread, empty between two texts: the list of each word, and the words that have one. */
interface Rooms {
  lists: (number[] | null)[];
  words: number[];
}
const known = new WeakMap<Lexicon, Rooms>();

/**
 * Every place of a word is written down once, however many slots have the word: a slot in which only one word was found shares the list
 * of that word. A text that repeats a word of ten lists thousands of times would otherwise fill ten lists.
 */
export function findWords(view: string, lexicon: Lexicon): WordHits {
  let rooms = known.get(lexicon);
  if (!rooms) {
    rooms = { lists: new Array<number[] | null>(lexicon.slotsOf.length).fill(null), words: [] };
    known.set(lexicon, rooms);
  }
  const { lists, words } = rooms;
  lexicon.matcher.scan(view, (word, start, end) => {
    const list = lists[word]!;
    if (list !== null) list.push(start, end);
    else {
      lists[word] = [start, end];
      words.push(word);
    }
  });
  const found = bySlot(rooms, lexicon);
  words.length = 0;
  return (slot) => {
    const list = found[slot]!;
    return list instanceof Several ? (found[slot] = merged(list.lists)) : list;
  };
}

function bySlot({ lists, words }: Rooms, { slotsOf, slotCount }: Lexicon): (Pairs | Several)[] {
  const found = new Array<Pairs | Several>(slotCount).fill(NONE);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const list = lists[word]!;
    const slots = slotsOf[word]!;
    lists[word] = null;
    for (let of = 0; of < slots.length; of += 1) {
      const before = found[slots[of]!]!;
      if (before === NONE) found[slots[of]!] = list;
      else if (before instanceof Several) before.lists.push(list);
      else found[slots[of]!] = new Several(before, list);
    }
  }
  return found;
}

const merged = (lists: readonly Pairs[]): Pairs => lists.reduce(mergeTwo);

/** Two words never stand at the same start and end. */
function mergeTwo(one: Pairs, other: Pairs): Pairs {
  const all: number[] = [];
  let at = 0;
  for (let next = 0; next < other.length; next += 2) {
    const [start, end] = [other[next]!, other[next + 1]!];
    for (; at < one.length && (one[at + 1]! < end || (one[at + 1] === end && one[at]! < start)); at += 2)
      all.push(one[at]!, one[at + 1]!);
    all.push(start, end);
  }
  for (; at < one.length; at += 2) all.push(one[at]!, one[at + 1]!);
  return all;
}
