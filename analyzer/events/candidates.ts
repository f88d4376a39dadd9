import { TermIndex } from './term-index.ts';
import { indexKeys, type WeightedTerm } from './profile.ts';
import type { Signal } from './signal.ts';

/** Postings read for one post, whatever the number of open groups: what keeps the cost flat from 1k to 100k. */
const BUDGET = 256;
const MAX_CANDIDATES = 16;
/** A shared object or place-with-harm says more than a shared word. */
const KEY_BOOST = 3;
/** Below this many groups the rarity of a word means nothing yet. */
const MIN_GROUPS = 1000;

/** Terms of one group by their numbers; null weights: every term has weight 1. */
interface Held {
  at: number;
  terms: Int32Array;
  weights: Float32Array | null;
  keys: Int32Array;
}

/** Finds the groups a text could belong to, and measures similarity. Deterministic: depends on the open groups only. */
export class Candidates {
  readonly #index = new TermIndex((id) => this.#holders(id));
  readonly #held = new Map<number, Held>();
  readonly #order: (a: number, b: number) => number;
  #weights = new Float64Array(1024);
  #scores = new Float64Array(1024);
  /** idf by df, for the present order of magnitude of open groups. */
  #idfTable = new Float64Array(0);
  #idfGroups = 0;

  /** @param order canonical order of two slots, for equal scores. */
  constructor(order: (a: number, b: number) => number) {
    this.#order = order;
  }

  /** @param at first publication of the group, ms. */
  set(slot: number, at: number, terms: readonly WeightedTerm[], keys: readonly string[]): void {
    const before = this.#held.get(slot);
    // Adding before removing keeps the numbers of unchanged terms alive.
    this.#held.set(slot, {
      at,
      terms: Int32Array.from(terms, ({ term }) => this.#index.add(slot, term)),
      weights: terms.every(({ weight }) => weight === 1) ? null : Float32Array.from(terms, ({ weight }) => weight),
      keys: Int32Array.from(keys, (key) => this.#index.add(slot, key)),
    });
    if (before) this.#letGo(slot, before);
    this.#refreshIdf();
  }

  drop(slot: number): void {
    const held = this.#held.get(slot);
    if (!held) return;
    this.#held.delete(slot);
    this.#letGo(slot, held);
    this.#refreshIdf();
  }

  /** Slots that share the rarest terms, the most promising MAX_CANDIDATES. */
  find(signal: Signal, terms: readonly string[]): number[] {
    const keys = indexKeys({
      ...signal,
      subjects: signal.subjects ?? [],
      hashes: signal.simhash ? [signal.simhash] : [],
    });
    const known = [...terms, ...keys].flatMap((term) => {
      const id = this.#index.id(term);
      return id === undefined ? [] : [{ id, term, df: this.#index.df(id) }];
    });
    known.sort((a, b) => a.df - b.df || (a.term < b.term ? -1 : 1));
    const touched: number[] = [];
    let read = 0;
    for (const { id, term, df } of known) {
      read += df;
      if (read > BUDGET) break;
      const gain = this.#idf(df) * (term.startsWith('#') ? KEY_BOOST : 1);
      for (const slot of this.#index.slots(id)) this.#addScore(slot, gain, touched);
    }
    // Sums of the same gains in another order differ in the last bits; equal means equal here.
    for (const slot of touched) this.#scores[slot] = Math.round(this.#scores[slot]! * 1e6);
    const best = this.#best(touched);
    for (const slot of touched) this.#scores[slot] = 0;
    return best;
  }

  /** Cosine of idf-weighted topic words, 0–1. */
  similarity(own: readonly string[], slots: readonly number[]): number[] {
    const ids: number[] = [];
    let norm = 0;
    if (this.#weights.length < this.#index.size) this.#weights = new Float64Array(this.#index.size * 2);
    for (const term of own) {
      const id = this.#index.id(term);
      const idf = this.#idf(id === undefined ? 1 : this.#index.df(id));
      norm += idf * idf;
      if (id === undefined) continue;
      this.#weights[id] = idf;
      ids.push(id);
    }
    const cosines = slots.map((slot) => this.#cosine(slot, norm));
    for (const id of ids) this.#weights[id] = 0;
    return cosines;
  }

  #cosine(slot: number, own: number): number {
    const { terms, weights } = this.#held.get(slot)!;
    let dot = 0;
    let norm = 0;
    for (let at = 0; at < terms.length; at += 1) {
      const id = terms[at]!;
      const weight = (weights === null ? 1 : weights[at]!) * this.#idf(this.#index.df(id));
      norm += weight * weight;
      dot += weight * this.#weights[id]!;
    }
    return norm === 0 || own === 0 ? 0 : dot / Math.sqrt(norm * own);
  }

  #idf(df: number): number {
    return df < this.#idfTable.length ? this.#idfTable[df]! : Math.log(1 + this.#idfGroups / df);
  }

  /** By order of magnitude only, so that one more group does not change every weight. */
  #refreshIdf(): void {
    const groups = 2 ** Math.ceil(Math.log2(Math.max(MIN_GROUPS, this.#held.size)));
    if (groups === this.#idfGroups) return;
    this.#idfGroups = groups;
    this.#idfTable = Float64Array.from({ length: 4096 }, (_, df) => Math.log(1 + groups / Math.max(1, df)));
  }

  #letGo(slot: number, held: Held): void {
    for (const id of held.terms) this.#index.remove(slot, id);
    for (const id of held.keys) this.#index.remove(slot, id);
  }

  #holders(id: number): number[] {
    return [...this.#held]
      .filter(([, held]) => held.terms.includes(id) || held.keys.includes(id))
      .map(([slot]) => slot);
  }

  #addScore(slot: number, gain: number, touched: number[]): void {
    if (slot >= this.#scores.length) {
      const larger = new Float64Array(Math.max(slot + 1, this.#scores.length * 2));
      larger.set(this.#scores);
      this.#scores = larger;
    }
    if (this.#scores[slot] === 0) touched.push(slot);
    this.#scores[slot]! += gain;
  }

  /** Highest scores; of equal ones the latest. Only the equal ones at the edge are put in full order. */
  #best(touched: number[]): number[] {
    if (touched.length <= MAX_CANDIDATES) return touched;
    const ranked = Float64Array.from(touched, (slot) => this.#scores[slot]!).sort();
    const cut = ranked[ranked.length - MAX_CANDIDATES]!;
    const above = touched.filter((slot) => this.#scores[slot]! > cut);
    const edge = touched.filter((slot) => this.#scores[slot] === cut);
    edge.sort((a, b) => this.#held.get(b)!.at - this.#held.get(a)!.at || this.#order(a, b));
    return [...above, ...edge.slice(0, MAX_CANDIDATES - above.length)];
  }
}
