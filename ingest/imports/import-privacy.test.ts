import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testKernel, type TestKernel } from '../../tests/harness/kernel.ts';
import type { IngestTables } from '../tables.ts';
import { importFile, type ImportSummary } from './import-file.ts';

let test: TestKernel<IngestTables>;
const folder = mkdtempSync(join(tmpdir(), 'huiying-privacy-'));
const actor = { id: 'test', name: '测试', unitId: null, roles: [] };
const PHONE = '13800138000';

beforeAll(async () => {
  test = await testKernel<IngestTables>();
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

function bring(name: string, lines: string[]): Promise<ImportSummary> {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return importFile(test.kernel, { path, jurisdiction: '990100', historyDays: 7, actor });
}
const mentions = () => test.kernel.db.selectFrom('ingest_mentions').selectAll().orderBy('text').execute();

/** Every row of every table, as text. */
async function everythingStored(): Promise<string> {
  const { db } = test.kernel;
  const tables = await sql<{
    name: string;
  }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(db);
  const rows = await Promise.all(
    tables.rows.map(({ name }) => sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(db)),
  );
  return rows.flatMap((each) => each.rows.map(({ row }) => row)).join('\n');
}

describe('an order that is numbered by a telephone, with a named caller', () => {
  const header = '工单编号,标题,诉求内容,来电人,来电时间';
  const first = `${PHONE},赵六柱反映路灯,赵六柱来电反映和平路路灯三天不亮,赵六柱,2026-02-23 09:00`;
  const second = `GD7,垃圾清运,市民反映赵六柱门口的垃圾无人清运,市民,2026-02-23 10:00`;

  it('keeps neither number nor name, and the words of other rows', async () => {
    expect(await bring('orders.csv', [header, first, second])).toMatchObject({ new: 2, source: 'hotline' });
    const [called, other] = await mentions();
    expect(called).toMatchObject({ title: '[姓名]反映路灯', text: '[姓名]来电反映和平路路灯三天不亮' });
    expect(called!.external_id).toMatch(/^\[手机号\]-[0-9a-f]{16}$/);
    expect(called!.order_number).toBe(called!.external_id);
    // Only the names of a row's own columns are known to be names.
    expect(other).toMatchObject({ external_id: 'GD7', text: '市民反映赵六柱门口的垃圾无人清运' });
    expect(await everythingStored()).not.toContain(PHONE);
  });

  it('is the same order when it comes again', async () => {
    const again = await bring('orders-2.csv', [header, `${first.replace('不亮', '不亮，已派单')}`]);
    expect(again).toMatchObject({ new: 0, updated: 1 });
    const [revised] = (await mentions()).filter((row) => row.order_number?.startsWith('[手机号]'));
    expect(revised).toMatchObject({ revision: 2, text: '[姓名]来电反映和平路路灯三天不亮，已派单' });
  });

  it('leaves no number behind when the row is refused', async () => {
    const refused = await bring('refused.csv', [header, `${PHONE},,,赵六柱,2026-02-23 09:00`]);
    expect(refused).toMatchObject({ refused: 1 });
    expect(await everythingStored()).not.toContain(PHONE);
  });
});
