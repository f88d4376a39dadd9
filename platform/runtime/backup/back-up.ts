import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { AppError } from '../errors.ts';
import { toLocalIso } from '../local-time.ts';
import { appliedMigrations } from '../migrate.ts';
import { listPartitions, listSequences, listTables, type TableShape } from './catalog.ts';
import { EXACT_TEXT, rowDigest, type BackupHeader, type BackupSummary } from './format.ts';

const ROWS_A_FETCH = 500;

/**
 * Writes the whole database as it is at one instant, while others go on working. The file appears under its name only
 * when it is complete and on disk; it is readable by its owner alone.
 * @param at when, for the header.
 * @throws AppError 'conflict' when the file exists already.
 */
export async function backUp(owner: pg.PoolConfig, file: string, at: Date): Promise<BackupSummary> {
  if (existsSync(file)) throw new AppError('conflict', `文件已存在，不覆盖：${file}`);
  const draft = `${file}.${randomBytes(4).toString('hex')}.partial`;
  const client = new pg.Client({ ...owner, application_name: 'huiying backup' });
  client.on('error', () => undefined); // the running query rejects
  await client.connect();
  try {
    await client.query(EXACT_TEXT);
    await client.query('begin isolation level repeatable read read only');
    const gzip = createGzip({ level: 6 });
    const toDisk = pipeline(gzip, createWriteStream(draft, { mode: 0o600, flags: 'wx' }));
    const [summary] = await Promise.all([dump(client, gzip, at), toDisk]);
    await syncToDisk(draft);
    await rename(draft, file);
    return summary;
  } finally {
    await client.end();
    await rm(draft, { force: true });
  }
}

async function dump(client: pg.Client, out: Writable, at: Date): Promise<BackupSummary> {
  const write = async (line: string): Promise<void> => {
    if (out.destroyed) throw new Error('the file cannot be written');
    if (!out.write(`${line}\n`)) await once(out, 'drain');
  };
  try {
    const header: BackupHeader = {
      ...{ kind: 'huiying-backup', version: 1, at: toLocalIso(at) },
      migrations: await appliedMigrations(client),
      partitions: await listPartitions(client),
    };
    await write(JSON.stringify(header));
    const tables = [];
    for (const table of await listTables(client))
      tables.push({ name: table.name, rows: await dumpTable(client, table, write) });
    await write(JSON.stringify({ kind: 'end', tables: tables.length, sequences: await listSequences(client) }));
    out.end();
    return { at: header.at, tables, rows: tables.reduce((sum, { rows }) => sum + rows, 0) };
  } catch (error) {
    out.destroy(error as Error);
    throw error;
  }
}

async function dumpTable(
  client: pg.Client,
  { name, columns }: TableShape,
  write: (line: string) => Promise<void>,
): Promise<number> {
  await write(JSON.stringify({ kind: 'table', name, columns: columns.map((column) => column.name) }));
  const texts = columns.map((column) => `${pg.escapeIdentifier(column.name)}::text`).join(', ');
  await client.query(
    `declare rows no scroll cursor for select to_json(array[${texts}])::text as line from public.${pg.escapeIdentifier(name)}`,
  );
  const digest = rowDigest();
  for (;;) {
    const { rows } = await client.query(`fetch ${ROWS_A_FETCH} from rows`);
    const lines = (rows as { line: string }[]).map(({ line }) => line);
    digest.add(lines);
    if (lines.length > 0) await write(lines.join('\n'));
    if (rows.length < ROWS_A_FETCH) break;
  }
  await client.query('close rows');
  await write(JSON.stringify({ kind: 'table-end', rows: digest.rows, sha256: digest.hex() }));
  return digest.rows;
}

async function syncToDisk(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
