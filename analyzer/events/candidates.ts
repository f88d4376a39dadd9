import { TermIndex } from './term-index.ts';
import { indexKeys, type Profile } from './profile.ts';
import type { Signal } from './signal.ts';

/** Postings read for one post, whatever the number of open groups: what keeps the cost flat from 1k to 100k. */
const BUDGET = 512;
const MAX_CANDIDATES = 24;
/** A shared object or place-with-harm says more than a shared word. */
const KEY_BOOST = 3;
/** Below this many groups the rarity of a word means nothing yet. */
const MIN_GROUPS = 1000;

/** Finds the groups a text could belong to, and measures similarity. Deterministic: depends on the open groups only. */
export class Candidates {
  readonly #index = new TermIndex();
  readonly #held = new Map<number, { terms: number[]; weights: number[]; keys: number[] }>();
  #weights = new Float64Array(1024);
  #scores = new Float64Array(1024);

  get groups(): number {
    return this.#held.size;
  }

  set(slot: number, profile: Profile): void {
    const before = this.#held.get(slot);
    // Adding before removing keeps the numbers of unchanged terms alive.
    this.#held.set(slot, {
      terms: profile.terms.map(({ term }) => this.#index.add(slot, term)),
      weights: profile.terms.map(({ weight }) => weight),
      keys: profile.keys.map((key) => this.#index.add(slot, key)),
    });
    if (before) for (const id of [...before.terms, ...before.keys]) this.#index.remove(slot, id);
  }

  drop(slot: number): void {
    const held = this.#held.get(slot);
    if (!held) return;
    for (const id of [...held.terms, ...held.keys]) this.#index.remove(slot, id);
    this.#held.delete(slot);
  }

  /** Slots that share the rarest terms, the most promising MAX_CANDIDATES; equal scores are all kept or all left out. */
  find(signal: Signal): number[] {
    const keys = indexKeys(signal.objects, signal.harms, signal.places, signal.simhash ? [signal.simhash] : []);
    const known = [...signal.terms, ...keys].flatMap((term) => {
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
    return this.#best(touched);
  }

  /** Cosine of idf-weighted topic words, 0–1. */
  similarity(signal: Signal, slots: number[]): number[] {
    const ids: number[] = [];
    let own = 0;
    if (this.#weights.length < this.#index.size) this.#weights = new Float64Array(this.#index.size * 2);
    for (const term of signal.terms) {
      const id = this.#index.id(term);
      const idf = this.#idf(id === undefined ? 1 : this.#index.df(id));
      own += idf * idf;
      if (id === undefined) continue;
      this.#weights[id] = idf;
      ids.push(id);
    }
    const cosines = slots.map((slot) => this.#cosine(slot, own));
    for (const id of ids) this.#weights[id] = 0;
    return cosines;
  }

  #cosine(slot: number, own: number): number {
    const { terms, weights } = this.#held.get(slot)!;
    let dot = 0;
    let norm = 0;
    for (let at = 0; at < terms.length; at += 1) {
      const id = terms[at]!;
      const weight = weights[at]! * this.#idf(this.#index.df(id));
      norm += weight * weight;
      dot += weight * this.#weights[id]!;
    }
    return norm === 0 || own === 0 ? 0 : dot / Math.sqrt(norm * own);
  }

  #idf(df: number): number {
    return Math.log(1 + Math.max(MIN_GROUPS, this.#held.size) / df);
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

  #best(touched: number[]): number[] {
    const scored = touched.map((slot) => ({ slot, score: Math.round(this.#scores[slot]! * 1e6) }));
    for (const slot of touched) this.#scores[slot] = 0;
    if (scored.length <= MAX_CANDIDATES) return scored.map(({ slot }) => slot);
    scored.sort((a, b) => b.score - a.score);
    const cut = scored[MAX_CANDIDATES]!.score;
    const above = scored.filter(({ score }) => score > cut);
    return (above.length > 0 ? above : scored).map(({ slot }) => slot);
  }
}
