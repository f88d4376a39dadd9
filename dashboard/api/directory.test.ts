import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program, type Program } from '../../tests/harness/program.ts';

let whole: Program;
beforeAll(async () => {
  whole = await program(new Date('2026-02-24T09:00:00+08:00'));
});
afterAll(() => whole.close());

interface Person {
  name: string;
  unit: { name: string } | null;
  leadsPlace: boolean;
}

describe('people a form may name', () => {
  it('says which of them a matter may be put before: whoever the act itself would take, and nobody else', async () => {
    const { body } = await whole.client.read('/users', await whole.client.cookieOf('zhengfuban'));
    const leaders = (body as { items: Person[] }).items.filter(({ leadsPlace }) => leadsPlace);
    expect(leaders.map(({ unit }) => unit?.name)).toContain('江城市人民政府');
    expect(leaders.every(({ name }) => name.includes('领导'))).toBe(true);
    expect((body as { items: Person[] }).items.length).toBeGreaterThan(leaders.length);
  });
});
