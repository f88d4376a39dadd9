import { silent, type Note } from '../journal.ts';
import type { Findings } from '../report.ts';
import { RULES } from '../replay-outcome.ts';
import type { Db } from './cluster.ts';
import { readOutcome, type NaturalRow, type Outcome, type Table } from './outcome.ts';
import type { Stream } from './stream.ts';

/**
 * Against the stream itself, against standing rules, and against the run of the same stream in one process that nobody disturbed.
 * @returns what was there
 */
export async function judge(
  db: Db,
  stream: Stream,
  calm: Outcome,
  found: Findings,
  note: Note = silent,
): Promise<Record<string, number>> {
  const outcome = await readOutcome(db, note);
  judgePosts(found, stream, outcome);
  for (const [rule, query] of Object.entries(RULES)) {
    const from = performance.now();
    const { rows } = await query.execute(db);
    note(`judge: ${rule}`, { ms: Math.round(performance.now() - from), wrong: rows.length });
    found.expectNone(
      rule,
      rows.map(({ what }) => what),
    );
  }
  found.expect(`audit chain: ${String(outcome.audit.fault)}`, outcome.audit.fault === null);
  found.expect(`${outcome.audit.unsealed} audit entries not sealed`, outcome.audit.unsealed === 0);
  for (const table of Object.keys(calm.tables) as Table[]) {
    const [is, should] = table === 'firings' ? dueInBoth(outcome, calm) : [outcome.tables[table], calm.tables[table]];
    compare(found, table, is, should);
  }
  const counts = Object.entries(outcome.tables).map(([table, rows]) => [table, rows.length]);
  return { ...Object.fromEntries(counts), sealed: outcome.audit.sealed } as Record<string, number>;
}

/** What was sent is there once, with its last word, grouped with its own matter and no other. */
export function judgePosts(found: Findings, stream: Stream, { tables }: Outcome): void {
  const names = tables.mentions.map(({ name }) => name);
  const known = new Set(names);
  const lost = [...stream.posts.keys()].filter((key) => !known.has(key));
  found.expectNone('posts lost', lost);
  found.expectNone(
    'posts nobody sent',
    names.filter((name) => !stream.posts.has(name)),
  );
  found.expect(`${names.length} posts stored instead of ${stream.posts.size}`, names.length === stream.posts.size);
  const wrong = tables.mentions.filter(({ name, is }) => {
    const post = stream.posts.get(name);
    const [, , text, , revision, , , , , copyOf] = JSON.parse(is) as unknown[];
    return (
      post !== undefined &&
      (text !== post.text || revision !== (post.revised ? 2 : 1) || copyOf !== (stream.copies.get(name) ?? null))
    );
  });
  found.expectNone('not the last word, or not a copy of its first', wrong.map(tell));
  judgeMatters(found, stream, tables.groups);
}

function judgeMatters(found: Findings, stream: Stream, groups: readonly NaturalRow[]): void {
  const groupsOf = new Map<number, Set<string>>();
  const mattersOf = new Map<string, Set<number>>();
  for (const { name, is } of groups) {
    const matter = stream.posts.get(name)?.matter ?? -1;
    const group = (JSON.parse(is) as [string])[0];
    groupsOf.set(matter, (groupsOf.get(matter) ?? new Set()).add(group));
    mattersOf.set(group, (mattersOf.get(group) ?? new Set()).add(matter));
  }
  found.expectNone(
    'a matter in two groups',
    [...groupsOf].filter(([, set]) => set.size > 1).map(([matter, set]) => `${matter}: ${[...set].join(', ')}`),
  );
  found.expectNone(
    'two matters in one group',
    [...mattersOf].filter(([, set]) => set.size > 1).map(([group, set]) => `${group}: ${[...set].join(', ')}`),
  );
}

const MARGIN_MS = 3_000;

/** Moments that had come in both runs when they were looked at. */
function dueInBoth(outcome: Outcome, calm: Outcome): [NaturalRow[], NaturalRow[]] {
  const cutoff = Math.min(outcome.readAt.getTime(), calm.readAt.getTime()) - MARGIN_MS;
  const before = (rows: NaturalRow[]): NaturalRow[] =>
    rows.filter(({ is }) => (JSON.parse(is) as [number])[0] * 1000 <= cutoff);
  return [before(outcome.tables.firings), before(calm.tables.firings)];
}

/** Missing, extra, double or other than in the undisturbed run. */
export function compare(
  found: Findings,
  table: string,
  is: readonly NaturalRow[],
  should: readonly NaturalRow[],
): void {
  const wanted = new Map(should.map((row) => [row.name, row.is]));
  const seen = new Set<string>();
  const double: string[] = [];
  for (const { name } of is) {
    if (seen.has(name)) double.push(name);
    seen.add(name);
  }
  const missing = should.filter(({ name }) => !seen.has(name));
  found.expectNone(`${table} double`, double);
  found.expectNone(`${table} lost`, missing.map(tell));
  found.expectNone(`${table} too many`, is.filter(({ name }) => !wanted.has(name)).map(tell));
  const other = is.filter((row) => wanted.has(row.name) && wanted.get(row.name) !== row.is);
  found.expectNone(
    `${table} not as in the undisturbed run`,
    other.map((row) => `${tell(row)} instead of ${wanted.get(row.name)}`),
  );
}

const tell = ({ name, is }: NaturalRow): string => `${name} ${is}`;
