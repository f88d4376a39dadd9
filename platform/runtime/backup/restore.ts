import pg from 'pg';
import type { z } from 'zod';
import { AppError } from '../errors.ts';
import { appliedMigrations, migrate, readMigrations, unapplied, type Migration } from '../migrate.ts';
import { integrityStatements, listTables, type TableShape } from './catalog.ts';
import {
  endSchema,
  EXACT_TEXT,
  headerSchema,
  tableSchema,
  type BackupEnd,
  type BackupHeader,
  type BackupSummary,
} from './format.ts';
import { damaged, eachLine } from './lines.ts';
import { loadTable, type TableLoader } from './load-table.ts';

export interface RestoreOptions {
  appRole: string;
  /** Default: the shipped files. */
  migrations?: Migration[];
  /** Last thing in the transaction, on the schema and rows of the backup, made `at` (ISO 8601); what it throws undoes the restore. */
  beforeCommit?: (client: pg.ClientBase, at: string) => Promise<void>;
}

/**
 * Fills an empty database from a backup: schema as of the backup, rows in one transaction, every digest, count and
 * foreign key checked before the commit, then the migrations that came since.
 * @throws AppError 'conflict' when the database holds rows, 'precondition_failed' when the file is damaged or was made
 * by a newer program.
 */
export async function restore(owner: pg.PoolConfig, file: string, options: RestoreOptions): Promise<BackupSummary> {
  const migrations = options.migrations ?? readMigrations();
  const header = await readHeader(file);
  const known = migrationsOf(header, migrations);
  const client = new pg.Client({ ...owner, application_name: 'huiying restore' });
  client.on('error', () => undefined); // the running query rejects
  await client.connect();
  try {
    await refuseUnlessEmpty(client, known);
    await migrate(owner, { appRole: options.appRole, migrations: known });
    await client.query(EXACT_TEXT);
    await client.query('begin');
    const tables = await load(client, file, header);
    await options.beforeCommit?.(client, header.at);
    await client.query('commit');
    await migrate(owner, { appRole: options.appRole, migrations });
    return { at: header.at, tables, rows: tables.reduce((sum, { rows }) => sum + rows, 0) };
  } finally {
    await client.end(); // an open transaction is rolled back
  }
}

/** Reads the first line only. */
async function readHeader(file: string): Promise<BackupHeader> {
  let header: BackupHeader | undefined;
  await eachLine(file, async (line) => {
    header = parse(headerSchema, line, file, '不是回应系统的备份');
    return 'enough';
  });
  if (!header) throw damaged(file, '文件是空的');
  return header;
}

function parse<T>(schema: z.ZodType<T>, line: string, file: string, what: string): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch {
    throw damaged(file, what);
  }
}

/** The files the backed-up database was made of. */
function migrationsOf(header: BackupHeader, migrations: Migration[]): Migration[] {
  try {
    unapplied(migrations, header.migrations);
  } catch (error) {
    throw new AppError('precondition_failed', `本程序不能恢复这份备份：${(error as Error).message}`);
  }
  const numbers = new Set(header.migrations.map(({ number }) => number));
  return migrations.filter(({ number }) => numbers.has(number));
}

async function refuseUnlessEmpty(client: pg.Client, known: Migration[]): Promise<void> {
  const tables = await listTables(client);
  for (const { name } of tables) {
    const { rowCount } = await client.query(`select from public.${pg.escapeIdentifier(name)} limit 1`);
    if (rowCount)
      throw new AppError(
        'conflict',
        `数据库不是空的（表 ${name} 有数据），不能恢复。请用 --data 指定一个新的数据目录。`,
      );
  }
  if (tables.length === 0) return;
  const { rowCount: ours } = await client.query(`select from pg_class where oid = to_regclass('schema_migrations')`);
  if (!ours) throw new AppError('conflict', '数据库里有别的系统的表，不能恢复。');
  const numbers = new Set(known.map(({ number }) => number));
  if ((await appliedMigrations(client)).some(({ number }) => !numbers.has(number)))
    throw new AppError('conflict', '数据库的结构比备份新，不能恢复。请用 --data 指定一个新的数据目录。');
}

async function load(client: pg.Client, file: string, header: BackupHeader): Promise<BackupSummary['tables']> {
  const integrity = await integrityStatements(client);
  for (const statement of integrity.suspend) await client.query(statement);
  for (const { table, parent, bounds } of header.partitions)
    await client.query(
      `create table if not exists ${pg.escapeIdentifier(table)} partition of ${pg.escapeIdentifier(parent)} ${bounds}`,
    );
  const shapes = await listTables(client);
  // It was empty before we migrated; what a migration put in is in the backup too.
  for (const { name } of shapes) await client.query(`truncate public.${pg.escapeIdentifier(name)}`);
  const { tables, end } = await loadRows(client, file, shapes);
  for (const { name, value, called } of end.sequences)
    await client.query('select setval($1::regclass, $2::bigint, $3)', [pg.escapeIdentifier(name), value, called]);
  for (const statement of integrity.resume) await client.query(statement);
  return tables;
}

async function loadRows(client: pg.Client, file: string, shapes: TableShape[]) {
  const tables: BackupSummary['tables'] = [];
  let loading: TableLoader | undefined;
  let end: BackupEnd | undefined;
  let lines = 0;
  await eachLine(file, async (line) => {
    lines += 1;
    if (lines === 1) return; // the header, read before
    if (end) throw damaged(file, '结尾之后还有内容');
    if (loading && line.startsWith('[')) await loading.row(line);
    else if (loading) {
      tables.push(await loading.end(line));
      loading = undefined;
    } else if (line.startsWith('{"kind":"end"')) end = parse(endSchema, line, file, '结尾有误');
    else {
      const { name, columns } = parse(tableSchema, line, file, `第 ${lines} 行有误`);
      loading = loadTable(client, file, name, columnsOf(shapes, name, columns, file));
    }
  });
  if (end?.tables !== tables.length) throw damaged(file, '没有写完');
  return { tables, end };
}

function columnsOf(shapes: TableShape[], name: string, columns: string[], file: string): TableShape['columns'] {
  const own = shapes.find((shape) => shape.name === name)?.columns ?? [];
  return columns.map((column) => {
    const found = own.find((candidate) => candidate.name === column);
    if (!found) throw damaged(file, `表 ${name} 与程序的结构不符`);
    return found;
  });
}
