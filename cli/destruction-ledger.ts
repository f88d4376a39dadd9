import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { AppError } from '../platform/runtime/errors.ts';
import { toLocalIso } from '../platform/runtime/local-time.ts';
import { destroyAgain, destructionSchema, keyIdOf, sealedKeysOf, type Destruction } from '../responder/index.ts';

/**
 * 销毁台账: which keys of sealed values were destroyed, kept beside the backups because a backup made before still has the keys. Lines of JSON:
 * a head that says from when and until when it knows, how many there are and what they hash to, then one destruction a line: a ledger cut short is not whole. No value and no key is in it.
 */
const headSchema = z.object({
  kind: z.literal('huiying-destroyed-keys'),
  version: z.literal(1),
  /** Absent in ledgers of before, which began with the first backup. */
  since: z.string().optional(),
  until: z.string(),
  rows: z.number(),
  sha256: z.string(),
});
const hashOf = (rows: readonly string[]): string => createHash('sha256').update(rows.join('\n')).digest('hex');

export interface Ledger {
  /**
   * Every destruction between these two is in it. Of what came before `since` it has only what the database still knew when the ledger was
   * begun: one turned back by its own means had forgotten some, and nothing tells which. Null = begun with the first backup.
   */
  since: Date | null;
  until: Date;
  destroyed: Destruction[];
}

export const ledgerBeside = (backup: string): string => join(dirname(backup), 'huiying-destroyed.jsonl');

/** @returns null when there is no such file. @throws AppError precondition_failed when it is something else, or damaged */
export async function readLedger(file: string): Promise<Ledger | null> {
  if (!existsSync(file)) return null;
  try {
    const [head, ...rows] = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const { since, until, rows: count, sha256 } = headSchema.parse(JSON.parse(head!));
    if (count !== rows.length || sha256 !== hashOf(rows)) throw new Error('cut short or changed');
    const destroyed = rows.map((row) => destructionSchema.parse(JSON.parse(row)));
    return { since: since === undefined ? null : new Date(since), until: new Date(until), destroyed };
  } catch {
    throw new AppError('precondition_failed', `销毁台账 ${file} 有误或已损坏。数据库未改动。`);
  }
}

async function writeLedger(file: string, { since, until, destroyed }: Ledger): Promise<void> {
  const rows = destroyed.map((row) => JSON.stringify(row));
  const told = {
    ...(since && { since: toLocalIso(since) }),
    until: toLocalIso(until),
    rows: rows.length,
    sha256: hashOf(rows),
  };
  const head = JSON.stringify({ kind: 'huiying-destroyed-keys', version: 1, ...told });
  const draft = `${file}.${randomBytes(4).toString('hex')}.partial`;
  const text = [head, ...rows].map((line) => `${line}\n`).join('');
  await writeFile(draft, text, { mode: 0o600, flag: 'wx', flush: true });
  await rename(draft, file);
}

export interface Kept {
  listed: number;
  again: number;
  intact: number;
}

/**
 * Brings ledger and database to the same state: what the ledger lists and the database still has is destroyed again, what was destroyed since is
 * listed. Where nothing was ever sealed no file is made.
 * @param begins from when a ledger that is not there yet can vouch: the moment of the backup it is made beside, or now
 */
export async function keepLedger(owner: pg.PoolConfig, file: string, now: Date, begins = now): Promise<Kept> {
  const before = await readLedger(file);
  const client = new pg.Client({ ...owner, application_name: 'huiying seals' });
  client.on('error', () => undefined); // the running query rejects
  await client.connect();
  try {
    await client.query('begin');
    const again = await destroyAgain(client, before?.destroyed ?? [], now);
    await client.query('commit');
    const { destroyed, intact } = await sealedKeysOf(client);
    const all = new Map([...(before?.destroyed ?? []), ...destroyed].map((row) => [keyIdOf(row), row]));
    if (before !== null || all.size + intact.length > 0)
      await writeLedger(file, {
        since: before === null ? begins : before.since,
        until: now,
        destroyed: [...all.values()],
      });
    return { listed: all.size, again, intact: intact.length };
  } finally {
    await client.end();
  }
}

/**
 * Within a restore, before anything is committed: destroys again what was destroyed since the backup. Keys that come back without a ledger that
 * knows at least as much as the backup are refused, unless all of them are to go.
 * @throws AppError precondition_failed
 */
export async function applyLedger(
  client: pg.ClientBase,
  { ledger, file, backupAt, now }: { ledger: Ledger | 'all' | null; file: string; backupAt: Date; now: Date },
): Promise<{ again: number; intact: string[] }> {
  const { intact } = await sealedKeysOf(client);
  if (intact.length === 0) return { again: 0, intact: [] };
  if (ledger === 'all') {
    const why = '销毁台账遗失，恢复备份时一并销毁';
    const row = { at: now.toISOString(), by: { id: 'system', name: '系统', unitId: null }, why };
    return {
      again: await destroyAgain(
        client,
        intact.map(({ ticketId, keyId }) => ({ ...row, ticketId, keyId })),
        now,
      ),
      intact: [],
    };
  }
  const unknowing = whyUnknowing(ledger, file, backupAt);
  if (ledger === null || unknowing !== null)
    throw new AppError(
      'precondition_failed',
      `备份中有 ${intact.length} 件工单的封存密钥，${unknowing}，` +
        '不能确定其中哪些此后已经销毁。请用 --ledger 给出最新的台账；台账遗失的，用 --destroy-seals 将其全部销毁。数据库未改动。',
    );
  const again = await destroyAgain(client, ledger.destroyed, now);
  return { again, intact: (await sealedKeysOf(client)).intact.map(({ number }) => number) };
}

/** Null = it knows every destruction since the backup. */
function whyUnknowing(ledger: Ledger | null, file: string, backupAt: Date): string | null {
  if (ledger === null) return `没有销毁台账 ${file}`;
  if (ledger.until < backupAt) return `销毁台账 ${file} 早于备份`;
  if (ledger.since !== null && ledger.since > backupAt)
    return `销毁台账 ${file} 自 ${toLocalIso(ledger.since)} 才重新建立，不知道备份之后、此前的销毁`;
  return null;
}
