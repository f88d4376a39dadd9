/** Above this a term is too common ever to be read: only its count is kept. */
const DROP_AT = 4096;
/** Far below it, so that a term does not flutter. */
const REVIVE_AT = 1024;

/**
 * Inverted index from terms to group slots. Terms are interned to small numbers; a term no group holds any more is forgotten,
 * so memory follows the open groups, not the history. Adding and removing cost the same however many groups are open.
 */
export class TermIndex {
  readonly #ids = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #counts: number[] = [];
  readonly #slots: (number[] | null)[] = [];
  readonly #free: number[] = [];
  readonly #holders: (id: number) => number[];

  /** @param holders every slot that holds a term, asked when a common term has become rare again. */
  constructor(holders: (id: number) => number[]) {
    this.#holders = holders;
  }

  /** Number of a known term, undefined when no group holds it. */
  id(term: string): number | undefined {
    return this.#ids.get(term);
  }
  /** Groups that hold the term. */
  df(id: number): number {
    return this.#counts[id]!;
  }
  /** Slots that hold the term; empty for one too common to be read. */
  slots(id: number): readonly number[] {
    return this.#slots[id] ?? [];
  }
  /** Upper bound of term numbers, for scratch arrays. */
  get size(): number {
    return this.#names.length;
  }

  add(slot: number, term: string): number {
    let id = this.#ids.get(term);
    if (id === undefined) {
      id = this.#free.pop() ?? this.#names.length;
      this.#ids.set(term, id);
      this.#names[id] = term;
      this.#slots[id] = [];
      this.#counts[id] = 0;
    }
    this.#counts[id]! += 1;
    const slots = this.#slots[id]!;
    if (slots !== null && slots.push(slot) > DROP_AT) this.#slots[id] = null;
    return id;
  }

  /** Call after the holder has let the term go. */
  remove(slot: number, id: number): void {
    this.#counts[id]! -= 1;
    const slots = this.#slots[id]!;
    if (slots !== null) {
      slots[slots.indexOf(slot)] = slots.at(-1)!;
      slots.pop();
    } else if (this.#counts[id] === REVIVE_AT) this.#slots[id] = this.#holders(id);
    if (this.#counts[id]! > 0) return;
    this.#ids.delete(this.#names[id]!);
    this.#free.push(id);
  }
}
