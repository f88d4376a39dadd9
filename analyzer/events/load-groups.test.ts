import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { testKernel, type TestKernel } from '../../tests/harness/kernel.ts';
import type { AnalyzerTables } from '../tables.ts';
import { loadEventBooks } from './books.ts';
import type { Group } from './group.ts';
import { invent } from './invent.ts';
import { loadGroups } from './load-groups.ts';
import { memberOf } from './member.ts';
import { writeMembers, type MemberWrite } from './store.ts';

let test: TestKernel<AnalyzerTables>;
const ids: string[] = [];
/** Members by group; several posts of one minute, so that only their ids order them. */
const SIZES = [1, 7, 2, 12, 1, 3];

beforeAll(async () => {
  test = await testKernel<AnalyzerTables>();
  const rules = loadEventBooks(shippedConfigFolder()).grouping;
  const now = test.time.now();
  const writes: MemberWrite[] = SIZES.flatMap((size) => {
    const groupId = uuidv7(now);
    ids.push(groupId);
    return Array.from({ length: size }, (_unused, n) => {
      const at = new Date(now.getTime() - Math.floor(n / 4) * 60_000);
      return { member: memberOf(invent({ text: `城东区第${n}次停水`, at }), now, rules), groupId, why: null };
    });
  });
  const domain = { key: '990100/live', jurisdiction: '990100', origin: 'live' as const };
  await test.kernel.transact((unit) => writeMembers(unit, domain, writes));
});
afterAll(() => test.close());

async function load(wanted: string[], rowsAtOnce?: number): Promise<Group[]> {
  const groups: Group[] = [];
  for await (const group of loadGroups(test.kernel.db, wanted, rowsAtOnce)) groups.push(group);
  return groups.sort((a, b) => (a.id < b.id ? -1 : 1));
}

describe('groups read from the database', () => {
  it.each([1, 2, 3, 4, 5, 11, 12, 13, 1000])('are the same in pages of %i rows', async (rowsAtOnce) => {
    const groups = await load(ids, rowsAtOnce);
    const sizes = new Map(groups.map((group) => [group.id, group.members.size]));
    expect(ids.map((id) => sizes.get(id))).toEqual(SIZES);
    expect(groups).toEqual(await load(ids));
  });

  it('leave out those without a row', async () => {
    expect(await load([uuidv7(test.time.now())])).toEqual([]);
  });
});
