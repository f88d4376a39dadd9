import type { GroupingBook } from '../../config/schema/grouping.ts';
import { voiceOf, type Member } from './member.ts';
import { firstWhere } from './ordered.ts';
import { HOUR } from './windows.ts';

const MINUTE = 60_000;
const MILLIONTHS = 1e6;

interface Warmth {
  minute: number;
  /** Weight of the post before it cools, in millionths. */
  value: number;
  /** Doubles with each half-life: says which of two posts is warmer, whenever one looks. */
  strength: number;
}

/**
 * Who spoke when, as numbers: windows of distinct voices cost some nanoseconds a post of the windows, heat as much as there are minutes with posts.
 * Sums are of whole numbers, so that they do not depend on the order of arrival.
 */
export class VoiceSeries {
  readonly #heat: GroupingBook['heat'];
  readonly #times: number[] = [];
  readonly #voices: number[] = [];
  readonly #ids = new Map<string, number>();
  /** The window a voice was last counted in, by its number. */
  readonly #counted: number[] = [];
  readonly #warmest: (Warmth | undefined)[] = [];
  readonly #minutes = new Map<number, number>();

  constructor(book: GroupingBook) {
    this.#heat = book.heat;
  }

  /** Distinct voices. */
  get voices(): number {
    return this.#ids.size;
  }

  /** @param at its place in order of publication. */
  add(member: Member, at: number): void {
    const voice = this.#idOf(voiceOf(member));
    if (at === this.#times.length) {
      this.#times.push(member.publishedAt);
      this.#voices.push(voice);
    } else {
      this.#times.splice(at, 0, member.publishedAt);
      this.#voices.splice(at, 0, voice);
    }
    this.#warm(voice, member);
  }

  /** New counters, which never fall. */
  recount(member: Member): void {
    this.#warm(this.#idOf(voiceOf(member)), member);
  }

  /** Distinct voices in the last `count` equal windows before `now`, the newest first; what is published at this very instant is in the newest. */
  recent(now: number, hours: number, count: number): number[] {
    const windows = Array.from({ length: count }, () => 0);
    const size = hours * HOUR;
    this.#counted.fill(-1);
    let at = firstWhere(this.#times.length, (place) => this.#times[place]! > now) - 1;
    for (let window = 0; window < count; window += 1) {
      // (now − size, now] is the first.
      for (const end = now - (window + 1) * size; at >= 0 && this.#times[at]! > end; at -= 1) {
        const voice = this.#voices[at]!;
        if (this.#counted[voice] === window) continue;
        this.#counted[voice] = window;
        windows[window]! += 1;
      }
    }
    return windows;
  }

  /** Each voice once, its warmest post halved every half-life. */
  heat(now: number): number {
    const halfLife = this.#heat.halfLifeHours * HOUR;
    let sum = 0;
    for (const [minute, value] of this.#minutes)
      sum += Math.round(value * 2 ** (-Math.max(0, now - minute * MINUTE) / halfLife));
    return Math.round((sum / MILLIONTHS) * 100) / 100;
  }

  #idOf(voice: string): number {
    const known = this.#ids.get(voice);
    if (known !== undefined) return known;
    this.#ids.set(voice, this.#ids.size);
    this.#counted.push(-1);
    return this.#ids.size - 1;
  }

  #warm(voice: number, member: Member): void {
    const weight = this.#heat.weights[member.sourceType] ?? 1;
    const value = Math.round(weight * (1 + Math.log10(1 + member.interactions)) * MILLIONTHS);
    if (value === 0) return;
    const minute = Math.floor(member.publishedAt / MINUTE);
    const strength = Math.log2(value) + (minute * MINUTE) / (this.#heat.halfLifeHours * HOUR);
    const before = this.#warmest[voice];
    if (before && (before.strength > strength || (before.strength === strength && before.minute >= minute))) return;
    if (before) this.#pour(before.minute, -before.value);
    this.#pour(minute, value);
    this.#warmest[voice] = { minute, value, strength };
  }

  #pour(minute: number, value: number): void {
    const left = (this.#minutes.get(minute) ?? 0) + value;
    if (left === 0) this.#minutes.delete(minute);
    else this.#minutes.set(minute, left);
  }
}
