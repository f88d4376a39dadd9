import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program, type Program } from '../../tests/harness/program.ts';

/** The number in the menu: what a person has to do himself. */
let whole: Program;
beforeAll(async () => {
  whole = await program(new Date('2026-02-24T09:00:00+08:00'));
  const told = { toldVia: 'unit', toldBy: '城东区总值班室', toldAt: '2026-02-24T08:50:00+08:00' };
  const sent = whole.client.act('post', '/registrations').set('Cookie', await whole.client.cookieOf('zhengfuban'));
  await sent.send({ ...told, text: '城东区和平街道河堤塌陷约十米，暂无人员伤亡' });
  await whole.test.settle();
});
afterAll(() => whole.close());

const tasks = async (login: string) => (await whole.client.read('/tasks', await whole.client.cookieOf(login))).body;

describe('the number beside 我的任务', () => {
  it('is all of it for the officer who does it', async () => {
    const { items, total, own } = await tasks('zhengfuban');
    expect([items[0].verb, items[0].part, total > 0, own]).toEqual(['judge', 'handle', true, total]);
  });

  it('is none of what his officers do for a leader, though his list shows it', async () => {
    const { items, total, own } = await tasks('daiban');
    expect(items.map(({ part }: { part: string }) => part)).toContain('oversee');
    expect(own).toBe(items.filter(({ part }: { part: string }) => part === 'decide').length);
    expect(own).toBeLessThan(total);
  });
});
