import { appendFileSync } from 'node:fs';

/** Something a run tells on its way, with what it counted. */
export type Note = (what: string, facts?: Record<string, unknown>) => void;

export interface Journal {
  note: Note;
  /** A finished part, word for word. */
  keep(report: unknown): void;
}

/**
 * A run that can be watched, and that is not lost when it is interrupted: each note goes to `say` with the minutes since the start, and at
 * once as a JSON line into the file.
 */
export function openJournal(file: string, say: (line: string) => void): Journal {
  const from = performance.now();
  const append = (line: unknown): void => appendFileSync(file, `${JSON.stringify(line)}\n`);
  return {
    note(what, facts = {}) {
      const seconds = Math.round((performance.now() - from) / 100) / 10;
      append({ seconds, what, ...facts });
      const more = Object.keys(facts).length === 0 ? '' : ` ${JSON.stringify(facts)}`;
      say(`[${clockOf(seconds)}] ${what}${more}\n`);
    },
    keep: append,
  };
}

/** 754.2 → 12:34 */
const clockOf = (seconds: number): string =>
  `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** For runs nobody watches. */
export const silent: Note = () => undefined;
