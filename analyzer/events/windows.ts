export const HOUR = 3_600_000;

export interface Outbreak {
  /** 1 for the first, one more after each silence. */
  number: number;
  startedAt: number;
}

/** Outbreaks of an event: a silence longer than `silenceHours` ends one. Times are added in any order; what it says does not depend on it. */
export class Outbreaks {
  readonly #silence: number;
  /** First instant of each, ascending. */
  readonly #starts: number[] = [];

  constructor(silenceHours: number) {
    this.#silence = silenceHours * HOUR;
  }

  /** @param before,after the neighbours of the instant among those already added. */
  add(instant: number, before: number | undefined, after: number | undefined): void {
    const opened = before === undefined || instant - before > this.#silence;
    if (after !== undefined && after - instant <= this.#silence) {
      const at = this.#starts.indexOf(after);
      // Among equal instants the start is told once.
      if (at >= 0 && before !== after) this.#starts.splice(at, 1);
    }
    if (!opened) return;
    const at = this.#starts.findIndex((start) => start > instant);
    this.#starts.splice(at < 0 ? this.#starts.length : at, 0, instant);
  }

  /** The one that runs now. */
  current(): Outbreak {
    return { number: this.#starts.length, startedAt: this.#starts.at(-1)! };
  }
}
