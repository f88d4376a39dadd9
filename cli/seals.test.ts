import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../config/load.ts';
import { destroyAgain, loadResponderBooks, sealedKeysOf } from '../responder/index.ts';
import { databaseUrl, sink } from '../tests/harness/cli.ts';
import { emptyDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { anEvent, dutyLeader, handlerOf, responderStory, type ResponderStory } from '../tests/harness/responder.ts';
import { verb as backup } from './backup.ts';
import { verb as restore } from './restore.ts';
import { verb as seals } from './seals.ts';
import type { CliVerb } from './verb.ts';

const handler = handlerOf('health');
const DESTROYED_WHY = '疫情结束，依法销毁';
let story: ResponderStory;
let fresh: TestDatabase<unknown>;
let folder: string;
beforeEach(async () => {
  const books = { ...loadResponderBooks(shippedConfigFolder()) };
  books.sealing = { ...books.sealing, enabled: true };
  [story, fresh] = [await responderStory('2026-03-02 09:00', { books }), await emptyDatabase()];
  folder = mkdtempSync(join(tmpdir(), 'huiying-seals-'));
});
afterEach(async () => {
  await story.close();
  await fresh.drop();
  rmSync(folder, { recursive: true });
});

const run = async (verb: CliVerb, on: Pick<TestDatabase<unknown>, 'appConfig' | 'ownerConfig'>, ...argv: string[]) => {
  const [stdout, stderr] = [sink(), sink()];
  const env = {
    DATABASE_URL: databaseUrl(on.appConfig),
    DATABASE_OWNER_URL: databaseUrl(on.ownerConfig),
    HUIYING_KEY: 'ab'.repeat(32),
  };
  const context = { argv, env, cwd: folder, stdin: process.stdin, stdout: stdout.stream, stderr: stderr.stream };
  return { code: await verb.run(context), err: stderr.text() };
};
/** A health matter with the address of a patient under seal; its ticket. */
async function sealed(): Promise<string> {
  const event = anEvent('2026-03-02 09:00', { kind: 'infectious', title: '城东区某小学聚集性发热' });
  await story.tell(event);
  const { id } = (await story.ticketOf(event.id)).ticket;
  await move(id, 'handling');
  await story.responder.verbs['seal-value'](id, { label: '病例住址', value: '和平路一号' }, handler);
  return id;
}
const move = (id: string, state: 'handling' | 'closed') =>
  story.kernel.db.updateTable('responder_tickets').set({ state, lead_unit: 'health' }).where('id', '=', id).execute();
async function destroyed(id: string): Promise<void> {
  await move(id, 'closed');
  await story.responder.verbs['destroy-seals'](id, { reason: DESTROYED_WHY }, dutyLeader);
}
const keys = async () =>
  (
    await sql<{ id: string; gone: boolean; why: string | null; values: number }>`
      select k.ticket_id as id, k.wrapped is null as gone, k.destroyed_why as why,
        (select count(*)::int from responder_sealed_values v where v.ticket_id = k.ticket_id) as values
      from responder_sealed_keys k order by k.destroyed_at nulls last`.execute(fresh.ownerDb)
  ).rows;

describe('an older backup still has the key of what was destroyed since', () => {
  it('restoring it destroys the key again before anybody can open the service, and says so in the audit', async () => {
    const [over, goesOn] = [await sealed(), await sealed()];
    await run(backup, story.database, 'monday.gz');
    await destroyed(over);
    await run(backup, story.database, 'tuesday.gz');
    const { code, err } = await run(restore, fresh, 'monday.gz');
    expect(code).toBe(0);
    expect(err).toContain('再次销毁 1 件');
    const { rows: tickets } = await sql<{
      number: string;
    }>`select number from responder_tickets where id = ${goesOn}::uuid`.execute(fresh.ownerDb);
    expect(err).toContain(`仍在封存：${tickets[0]!.number}`);
    expect(await keys()).toEqual([
      { id: over, gone: true, why: DESTROYED_WHY, values: 0 },
      { id: goesOn, gone: false, why: null, values: 1 },
    ]);
    const { rows } = await sql`select subject_id from audit_entries where action = 'sealed.destroy-again'`.execute(
      fresh.ownerDb,
    );
    expect(rows).toEqual([{ subject_id: over }]);
  });

  it('is not restored without a ledger, or with one older than itself; then nothing is in the database', async () => {
    const id = await sealed();
    await run(backup, story.database, 'monday.gz');
    renameSync(join(folder, 'huiying-destroyed.jsonl'), join(folder, 'of-monday.jsonl'));
    await expect(run(restore, fresh, 'monday.gz')).rejects.toThrow('没有销毁台账');
    await new Promise((done) => setTimeout(done, 1100)); // the file tells whole seconds
    await run(backup, story.database, 'tuesday.gz');
    await expect(run(restore, fresh, 'tuesday.gz', '--ledger', 'of-monday.jsonl')).rejects.toThrow('早于备份');
    expect(await keys()).toEqual([]);
    await run(restore, fresh, 'tuesday.gz');
    expect((await keys()).map((row) => [row.id, row.gone])).toEqual([[id, false]]);
  });

  it('a ledger begun anew vouches for nothing before it: the database may have been turned back meanwhile', async () => {
    const [over] = [await sealed(), await sealed()];
    await run(backup, story.database, 'monday.gz');
    await new Promise((done) => setTimeout(done, 1100)); // the file tells whole seconds
    await destroyed(over);
    rmSync(join(folder, 'huiying-destroyed.jsonl'));
    for (const again of [1, 2]) {
      await run(seals, story.database, 'huiying-destroyed.jsonl');
      await expect(run(restore, fresh, 'monday.gz'), String(again)).rejects.toThrow('才重新建立');
    }
    expect(await keys()).toEqual([]);
    await run(backup, story.database, 'tuesday.gz');
    expect((await run(restore, fresh, 'tuesday.gz')).code).toBe(0);
  });

  it('what a reopened matter sealed with a new key is not taken for what was destroyed before', async () => {
    const id = await sealed();
    await run(backup, story.database, 'monday.gz');
    await destroyed(id);
    await move(id, 'handling');
    await story.responder.verbs['seal-value'](id, { label: '新增病例住址', value: '和平路九号' }, handler);
    await run(backup, story.database, 'tuesday.gz');
    expect((await run(seals, story.database, 'huiying-destroyed.jsonl')).err).toContain('再次销毁 0 件；尚在封存 1 件');
    await run(restore, fresh, 'tuesday.gz');
    expect((await keys()).map(({ gone, why }) => [gone, why])).toEqual([
      [true, DESTROYED_WHY],
      [false, null],
    ]);
  });

  it('a list and a backup of before keys had ids of their own still find the key of the ticket', async () => {
    const id = await sealed();
    await destroyed(id);
    const owner = story.database.ownerDb;
    await sql`update responder_sealed_keys set id = ticket_id`.execute(owner);
    await run(seals, story.database, 'huiying-destroyed.jsonl');
    const file = join(folder, 'huiying-destroyed.jsonl');
    expect(readFileSync(file, 'utf8')).toContain(`"keyId":"${id}"`);
    await sql`alter table responder_sealed_values drop constraint responder_sealed_values_key_id_fkey`.execute(owner);
    await sql`alter table responder_sealed_keys drop column id`.execute(owner);
    await sql`alter table responder_sealed_values drop column key_id`.execute(owner);
    await sql`update responder_sealed_keys set wrapped = 'x', destroyed_at = null, destroyed_by = null, destroyed_why = null`.execute(
      owner,
    );
    const client = new pg.Client(story.database.ownerConfig);
    await client.connect();
    const listed = {
      ticketId: id,
      at: '2026-03-02T10:00:00Z',
      by: { id: 'x', name: '某', unitId: null },
      why: DESTROYED_WHY,
    };
    expect(await destroyAgain(client, [listed], new Date())).toBe(1);
    expect((await sealedKeysOf(client)).destroyed).toMatchObject([{ ticketId: id, keyId: id, why: DESTROYED_WHY }]);
    await client.end();
  });

  it('where the ledger is lost, all that lay under seal is destroyed', async () => {
    await sealed();
    await run(backup, story.database, 'monday.gz');
    rmSync(join(folder, 'huiying-destroyed.jsonl'));
    await run(restore, fresh, 'monday.gz', '--destroy-seals');
    expect(await keys()).toMatchObject([{ gone: true, why: '销毁台账遗失，恢复备份时一并销毁', values: 0 }]);
  });

  it('a damaged ledger is refused, and one is not asked for where nothing was ever sealed', async () => {
    await run(backup, story.database, 'before.gz');
    await sealed();
    await run(backup, story.database, 'monday.gz');
    writeFileSync(join(folder, 'huiying-destroyed.jsonl'), 'x');
    await expect(run(restore, fresh, 'monday.gz')).rejects.toThrow('销毁台账');
    rmSync(join(folder, 'huiying-destroyed.jsonl'));
    expect((await run(restore, fresh, 'before.gz')).code).toBe(0);
  });
});

describe('huiying seals', () => {
  it('lists at once what was destroyed after the last backup; the list tells neither value nor key', async () => {
    const id = await sealed();
    await run(backup, story.database, 'monday.gz');
    await destroyed(id);
    await run(seals, story.database, 'huiying-destroyed.jsonl');
    const ledger = readFileSync(join(folder, 'huiying-destroyed.jsonl'), 'utf8');
    expect(ledger).toContain(id);
    expect(ledger).not.toMatch(/和平路|aes256gcm/);
    // Cut at the end of a line it would read as whole, and give the keys back.
    const short = ledger.trimEnd().split('\n').slice(0, -1).join('\n');
    writeFileSync(join(folder, 'short.jsonl'), `${short}\n`);
    await expect(run(restore, fresh, 'monday.gz', '--ledger', 'short.jsonl')).rejects.toThrow('有误或已损坏');
    await run(restore, fresh, 'monday.gz');
    expect(await keys()).toMatchObject([{ id, gone: true }]);
  });

  it('after the database itself was turned back, destroys again and keeps the line', async () => {
    const id = await sealed();
    await run(backup, story.database, 'monday.gz');
    await destroyed(id);
    copyFileSync(join(folder, 'huiying-destroyed.jsonl'), join(folder, 'kept.jsonl'));
    await run(seals, story.database, 'kept.jsonl');
    await run(restore, fresh, 'monday.gz', '--ledger', 'kept.jsonl');
    // As a database turned back by its own means: the same state as the backup, and nobody read the ledger.
    await sql`update responder_sealed_keys set wrapped = 'x', destroyed_at = null, destroyed_by = null, destroyed_why = null`.execute(
      fresh.ownerDb,
    );
    expect((await run(seals, fresh, 'kept.jsonl')).err).toContain('再次销毁 1 件');
    expect(await keys()).toMatchObject([{ id, gone: true, why: DESTROYED_WHY }]);
    expect((await run(seals, fresh, 'kept.jsonl')).err).toContain('台账共列 1 件，再次销毁 0 件');
  });
});
