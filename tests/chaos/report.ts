/** Who is killed at a moment: the program, the PostgreSQL server of its data folder, or one right after the other. */
export type Victim = 'program' | 'program+database' | 'database';

export interface KillReport {
  /** In the distributed profile the name of a stage's process. */
  victim: Victim | (string & {});
  /** Where it stood, e.g. "rows 3000 + 41 ms". */
  at: string;
}

/** One seeded point: what was done to the program and what was found wrong afterwards. */
export interface PointReport {
  what: 'import' | 'replay' | 'distributed' | 'shifts' | 'outages' | 'verbs';
  seed: number;
  kills: KillReport[];
  ms: number;
  facts: Record<string, unknown>;
  /** Empty = everything held. */
  violations: string[];
}

/** Collects findings; at most a handful of each kind, with the number of all. */
export class Findings {
  readonly list: string[] = [];

  /** `wrong`: one line each; none is good. */
  expectNone(what: string, wrong: readonly string[]): void {
    if (wrong.length > 0) this.list.push(`${what} (${wrong.length}): ${wrong.slice(0, 5).join(' | ')}`);
  }

  expect(what: string, holds: boolean): void {
    if (!holds) this.list.push(what);
  }
}
