/**
 * Inverted index from terms to group slots. Terms are interned to small numbers; a term no group holds any more is forgotten,
 * so memory follows the open groups, not the history.
 */
export class TermIndex {
  readonly #ids = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #slots: number[][] = [];
  readonly #free: number[] = [];

  /** Number of a known term, undefined when no group holds it. */
  id(term: string): number | undefined {
    return this.#ids.get(term);
  }
  name(id: number): string {
    return this.#names[id]!;
  }
  /** Groups that hold the term. */
  df(id: number): number {
    return this.#slots[id]!.length;
  }
  slots(id: number): readonly number[] {
    return this.#slots[id]!;
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
    }
    this.#slots[id]!.push(slot);
    return id;
  }

  remove(slot: number, id: number): void {
    const slots = this.#slots[id]!;
    const at = slots.indexOf(slot);
    if (at < 0) return;
    slots[at] = slots[slots.length - 1]!;
    slots.pop();
    if (slots.length > 0) return;
    this.#ids.delete(this.#names[id]!);
    this.#free.push(id);
  }
}
