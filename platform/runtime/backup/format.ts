import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';

/**
 * A backup is one gzip file of lines of JSON:
 *   {"kind":"huiying-backup", …}                 once, first: when, and the migrations of the database
 *   {"kind":"table","name":…,"columns":[…]}       then one line a row: an array of the columns as PostgreSQL texts
 *   {"kind":"table-end","rows":…,"sha256":…}      digest over the row lines
 *   {"kind":"end","tables":…,"sequences":[…]}     once, last: a file without it is cut off
 * Keys are never in it: they live outside the database.
 */
export const headerSchema = z.object({
  kind: z.literal('huiying-backup'),
  version: z.literal(1),
  at: z.string(),
  migrations: z.array(z.object({ number: z.number().int(), name: z.string(), checksum: z.string() })),
  /** Partitions made while running, which no migration makes. */
  partitions: z.array(z.object({ table: z.string(), parent: z.string(), bounds: z.string() })),
});
export const tableSchema = z.object({
  kind: z.literal('table'),
  name: z.string(),
  columns: z.array(z.string()).min(1),
});
export const endSchema = z.object({
  kind: z.literal('end'),
  tables: z.number().int().nonnegative(),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), called: z.boolean() })),
});

export type BackupHeader = z.infer<typeof headerSchema>;
export type BackupEnd = z.infer<typeof endSchema>;

/** What a person is told afterwards. */
export interface BackupSummary {
  at: string;
  tables: { name: string; rows: number }[];
  rows: number;
}

/** Session settings under which every value's text means the same on both sides. */
export const EXACT_TEXT = `set datestyle = 'ISO, YMD'; set timezone = 'UTC'; set intervalstyle = 'postgres';
  set extra_float_digits = 1; set bytea_output = 'hex'; set statement_timeout = 0;
  set idle_in_transaction_session_timeout = 0;`;

/** Digest over row lines, each with its line end. */
export function rowDigest(): { add(lines: string[]): void; rows: number; hex(): string } {
  const hash: Hash = createHash('sha256');
  return {
    rows: 0,
    add(lines) {
      this.rows += lines.length;
      if (lines.length > 0) hash.update(`${lines.join('\n')}\n`);
    },
    hex: () => hash.digest('hex'),
  };
}
