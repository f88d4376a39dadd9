/**
 * The different words of one text, numbered as they come. Words of the dictionary are told apart by their node, only the others as strings;
 * rooms are used again for the next text. Belongs to one thread.
 */
export interface DistinctWords {
  readonly size: number;
  /** Number of the word text.slice(start, end), which `node` stands for (0: not in the dictionary); a new one gets the next. */
  add(text: string, start: number, end: number, node: number): number;
  name(number: number): string;
  /** Before the next text. */
  clear(): void;
}

/** Strings of words that come back, by node; the newest has a place of several. A string that is there need be neither made nor hashed again. */
const NAMES = 0x8000;

/** @param most words a text may have */
export function createDistinctWords(most: number): DistinctWords {
  let places = 1024;
  while (places < 2 * most) places *= 2;
  return new Distinct(places, most);
}

class Distinct implements DistinctWords {
  size = 0;
  readonly #mask: number;
  /** Open addressing: number + 1 of the word whose node stands here. */
  readonly #table: Int32Array;
  readonly #usedPlaces: Int32Array;
  readonly #nodes: Int32Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #others = new Map<string, number>();
  readonly #owners = new Int32Array(NAMES);
  readonly #names = new Array<string>(NAMES).fill('');
  #used = 0;
  #text = '';

  constructor(places: number, most: number) {
    this.#mask = places - 1;
    this.#table = new Int32Array(places);
    [this.#usedPlaces, this.#nodes] = [new Int32Array(most), new Int32Array(most)];
    [this.#starts, this.#ends] = [new Int32Array(most), new Int32Array(most)];
  }

  add(text: string, start: number, end: number, node: number): number {
    this.#text = text;
    if (node === 0) return this.#addOther(text.slice(start, end), start, end);
    const table = this.#table;
    let place = (Math.imul(node, 0x9e3779b1) >>> 12) & this.#mask;
    for (; table[place] !== 0; place = (place + 1) & this.#mask)
      if (this.#nodes[table[place]! - 1] === node) return table[place]! - 1;
    this.#usedPlaces[this.#used++] = place;
    table[place] = this.size + 1;
    return this.#keep(start, end, node);
  }

  #addOther(word: string, start: number, end: number): number {
    const before = this.#others.get(word);
    if (before !== undefined) return before;
    this.#others.set(word, this.size);
    return this.#keep(start, end, 0);
  }

  #keep(start: number, end: number, node: number): number {
    this.#nodes[this.size] = node;
    this.#starts[this.size] = start;
    this.#ends[this.size] = end;
    return this.size++;
  }

  name(number: number): string {
    const node = this.#nodes[number]!;
    const place = (node ^ (node >>> 15)) & (NAMES - 1);
    if (node !== 0 && this.#owners[place] === node) return this.#names[place]!;
    const name = this.#text.slice(this.#starts[number], this.#ends[number]);
    if (node === 0) return name;
    this.#owners[place] = node;
    return (this.#names[place] = name);
  }

  clear(): void {
    for (let at = 0; at < this.#used; at += 1) this.#table[this.#usedPlaces[at]!] = 0;
    if (this.#others.size > 0) this.#others.clear();
    this.#used = 0;
    this.size = 0;
  }
}
