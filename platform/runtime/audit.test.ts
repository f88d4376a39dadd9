import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { insertAudit, sealAudit } from './audit.ts';
import { internationalSuite as crypto } from './crypto.ts';
import type { AuditEntry } from './kernel.ts';
import { verifyAudit } from './verify-audit.ts';

const NOW = new Date('2026-02-24T09:30:00.123+08:00');
const entry = (n: number, detail: Record<string, unknown> = { n }): AuditEntry => ({
  actor: { id: 'u-1', name: '值班员甲', unitId: 'wangxinban', roles: ['duty_officer'] },
  action: 'ticket.judge',
  subject: { kind: 'ticket', id: `t-${n}` },
  detail,
});

let database: TestDatabase<unknown>;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.drop());

const write = (entries: AuditEntry[]): Promise<void> =>
  database.db.transaction().execute((tx) => insertAudit(tx, entries, NOW, 'trace-1'));
const verify = (anchor?: { sequence: number; hash: string }) => verifyAudit(database.db, crypto, anchor, 4);

/** What a person with full rights on the server could do. */
const tamper = (statement: string): Promise<unknown> =>
  database.ownerDb.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql.raw(statement).execute(tx);
  });
const idOf = (sequence: number) => `(select entry_id from audit_seals where sequence = ${sequence})`;

describe('the audit chain', () => {
  it('is empty and sound before anything happens', async () => {
    expect(await verify()).toEqual({ ok: true, sealed: 0, unsealed: 0, head: null, broken: null });
  });

  it('holds every entry once, in the order of arrival, over several batches', async () => {
    for (let n = 1; n <= 3; n += 1) await write([entry(n * 10), entry(n * 10 + 1), entry(n * 10 + 2)]);
    expect(await verify()).toMatchObject({ ok: true, sealed: 0, unsealed: 9 });
    expect(await sealAudit(database.db, crypto, 4)).toBe(9);
    expect(await verify()).toMatchObject({ ok: true, sealed: 9, unsealed: 0, head: { sequence: 9 } });
    const { rows } = await sql<{ subject_id: string }>`select subject_id from audit_seals s
      join audit_entries e on e.id = s.entry_id order by sequence`.execute(database.db);
    expect(rows.map((row) => row.subject_id)).toEqual([10, 11, 12, 20, 21, 22, 30, 31, 32].map((n) => `t-${n}`));
  });

  it('stays one chain when several sealers run at once', async () => {
    await write(Array.from({ length: 50 }, (_, n) => entry(n)));
    const counts = await Promise.all([1, 2, 3, 4].map(() => sealAudit(database.db, crypto, 7)));
    while (await sealAudit(database.db, crypto)) counts.push(1);
    expect(await verify()).toMatchObject({ ok: true, sealed: 50, unsealed: 0 });
  });

  it('keeps whatever a detail holds, hostile texts too', async () => {
    await write([entry(1, { text: 'a\u0000b \ud800 "\\u0000" 回应', nested: { z: 1, a: [null, 1.5, -0] } })]);
    await sealAudit(database.db, crypto);
    const { rows } = await sql<{ detail: unknown }>`select detail from audit_entries`.execute(database.db);
    expect(rows[0]!.detail).toEqual({ text: 'a\ufffdb \ufffd "\\u0000" 回应', nested: { z: 1, a: [null, 1.5, 0] } });
    expect(await verify()).toMatchObject({ ok: true, sealed: 1 });
  });

  it('rolls back with the business transaction', async () => {
    const attempt = database.db.transaction().execute(async (tx) => {
      await insertAudit(tx, [entry(1)], NOW, 't');
      throw new Error('no');
    });
    await expect(attempt).rejects.toThrow('no');
    expect(await verify()).toMatchObject({ unsealed: 0 });
  });
});

describe('what breaks the chain is found at its place', () => {
  beforeEach(async () => {
    await write(Array.from({ length: 10 }, (_, n) => entry(n + 1)));
    await sealAudit(database.db, crypto);
  });

  it.each([
    ['a changed detail', `update audit_entries set detail = '{"n":99}' where id = ${idOf(6)}`, 6, 'altered'],
    ['a changed actor', `update audit_entries set actor_name = '乙' where id = ${idOf(1)}`, 1, 'altered'],
    ['a moved time', `update audit_entries set at = at + interval '1 ms' where id = ${idOf(10)}`, 10, 'altered'],
    ['a removed entry', `delete from audit_entries where id = ${idOf(5)}`, 5, 'entry_missing'],
    ['a removed link', 'delete from audit_seals where sequence = 3', 3, 'seal_missing'],
    ['a removed first link', 'delete from audit_seals where sequence = 1', 1, 'seal_missing'],
    ['a removed last link', 'delete from audit_seals where sequence = 10', 10, 'seal_missing'],
    [
      'an entry removed with its link',
      `with gone as (delete from audit_seals where sequence = 4 returning entry_id)
       delete from audit_entries where id in (select entry_id from gone)`,
      4,
      'seal_missing',
    ],
    [
      'two entries exchanged',
      `create temp table pair on commit drop as select sequence, entry_id from audit_seals where sequence in (7, 8);
       alter table audit_seals drop constraint audit_seals_entry_id_key;
       update audit_seals s set entry_id = p.entry_id from pair p where s.sequence in (7, 8) and p.sequence = 15 - s.sequence`,
      7,
      'reordered',
    ],
    [
      'two links exchanged',
      `alter table audit_seals drop constraint audit_seals_pkey;
       update audit_seals set sequence = 5 - sequence where sequence in (2, 3)`,
      2,
      'reordered',
    ],
    ['a rewritten hash', `update audit_seals set hash = repeat('f', 64) where sequence = 9`, 9, 'altered'],
  ])('%s', async (_name, statement, sequence, fault) => {
    await tamper(statement);
    expect(await verify()).toMatchObject({ ok: false, broken: { sequence, fault } });
  });

  it('an end cut off is found with a head noted earlier', async () => {
    const head = (await verify()).head!;
    await tamper(`with gone as (delete from audit_seals where sequence > 8 returning entry_id)
      delete from audit_entries where id in (select entry_id from gone)`);
    expect(await verify()).toMatchObject({ ok: true, sealed: 8 });
    expect(await verify(head)).toMatchObject({ ok: false, broken: { sequence: 10, fault: 'anchor' } });
  });

  it('an entry taken off the sealer’s list is found', async () => {
    await write([entry(11)]);
    await sql`delete from audit_unsealed`.execute(database.db);
    expect(await verify()).toMatchObject({ ok: false, broken: { sequence: 11, fault: 'seal_missing' } });
  });
});

describe('the application’s role', () => {
  it('cannot rewrite what was written', async () => {
    await write([entry(1)]);
    await sealAudit(database.db, crypto);
    const statements = [
      ['update audit_entries set success = false', 'update audit_seals set sequence = 9'],
      ...['audit_entries', 'audit_seals'].map((table) => [
        `delete from ${table}`,
        `truncate ${table}`,
        `alter table ${table} disable trigger all`,
        `drop table ${table}`,
      ]),
    ].flat();
    for (const statement of statements)
      await expect(sql.raw(statement).execute(database.db), statement).rejects.toMatchObject({ code: '42501' });
  });

  it('is not the only guard: the owner, too, must first switch a trigger off', async () => {
    await expect(sql`delete from audit_entries`.execute(database.ownerDb)).rejects.toMatchObject({ code: '42501' });
  });
});
