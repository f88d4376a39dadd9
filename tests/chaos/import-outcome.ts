import { existsSync, readFileSync } from 'node:fs';
import { sql, type Kysely } from 'kysely';
import { internationalSuite } from '../../platform/runtime/crypto.ts';
import { verifyAudit } from '../../platform/runtime/verify-audit.ts';
import type { InventedFile } from './invented-file.ts';
import type { Findings } from './report.ts';

/** One stored mention, told by names that do not depend on the run. */
interface StoredPost {
  id: string;
  text: string;
  revision: number;
  /** Id of the row whose text it repeats. */
  copyOf: string | null;
  /** Revisions told to the other rooms, in order. */
  told: number[];
}

/** What an import left behind. */
export interface ImportOutcome {
  posts: StoredPost[];
  refused: { row: number; reason: string }[];
  /** Lines of the file of refused rows. */
  refusedFile: string;
  imports: { state: string; position: number; counts: number[] }[];
  auditFault: string | null;
}

export async function readImport(db: Kysely<never>, refusedPath: string): Promise<ImportOutcome> {
  const posts = await sql<StoredPost>`
    select m.external_id as id, m.title || ' ' || m.text as text, m.revision, first.external_id as "copyOf",
      array(select (o.envelope::jsonb -> 'payload' ->> 'revision')::int from platform_outbox o
             where o.topic = 'mentions.collected' and o.key = m.id::text order by o.id) as told
      from ingest_mentions m left join ingest_mentions first on first.id = m.duplicate_of order by 1`.execute(db);
  const refused = await sql<{ row: number; reason: string }>`
    select row_number as row, reason from ingest_refused order by 1, 2`.execute(db);
  const imports = await sql<{ state: string; position: number; counts: number[] }>`
    select state, position, array[new_count, updated_count, unchanged_count, refused_count, conflict_count]::int[] as counts
      from ingest_imports`.execute(db);
  const audit = await verifyAudit(db, internationalSuite);
  return {
    ...{ posts: posts.rows, refused: refused.rows, imports: imports.rows },
    refusedFile: existsSync(refusedPath) ? readFileSync(refusedPath, 'utf8') : '',
    auditFault: audit.broken?.fault ?? null,
  };
}

/** Against the file itself, and against an import of the same file that nobody disturbed. */
export function judgeImport(found: Findings, file: InventedFile, outcome: ImportOutcome, calm: ImportOutcome): void {
  const stored = new Map(outcome.posts.map((post) => [post.id, post]));
  const ids = [...file.marks.keys()];
  found.expectNone(
    'rows lost',
    ids.filter((id) => !stored.has(id)),
  );
  found.expectNone('stored twice', repeated(outcome.posts.map((post) => post.id)));
  found.expectNone(
    'stored, but not in the file',
    [...stored.keys()].filter((id) => !file.marks.has(id)),
  );
  found.expectNone(
    'not the last content',
    ids.filter((id) => stored.has(id) && !stored.get(id)!.text.includes(file.marks.get(id)!)),
  );
  found.expectNone(
    'copy without its first',
    [...file.copies].filter(([id, first]) => stored.get(id)?.copyOf !== first).map(([id]) => id),
  );
  found.expectNone(
    'revisions told to the others wrongly',
    outcome.posts
      .filter(({ revision, told }) => told.join() !== Array.from({ length: revision }, (_, at) => at + 1).join())
      .map(({ id, revision, told }) => `${id}: revision ${revision}, told ${told.join()}`),
  );
  const rows = outcome.refused.map(({ row }) => row);
  found.expect(`refused rows ${rows.join()} instead of ${file.refused.join()}`, rows.join() === file.refused.join());
  found.expect(`audit: ${String(outcome.auditFault)}`, outcome.auditFault === null);
  judgeAgainstCalm(found, outcome, calm);
}

function judgeAgainstCalm(found: Findings, outcome: ImportOutcome, calm: ImportOutcome): void {
  const expected = new Map(calm.posts.map((post) => [post.id, JSON.stringify(post)]));
  found.expectNone(
    'not as in an undisturbed import',
    outcome.posts.map((post) => JSON.stringify(post)).filter((text) => expected.get(JSON.parse(text).id) !== text),
  );
  for (const part of ['refused', 'refusedFile', 'imports'] as const) {
    const [is, should] = [outcome[part], calm[part]].map((value) => JSON.stringify(value));
    found.expect(`${part} not as in an undisturbed import: ${is} instead of ${should}`.slice(0, 600), is === should);
  }
}

export function repeated(values: readonly string[]): string[] {
  const seen = new Set<string>();
  return values.filter((value) => seen.size === seen.add(value).size);
}
