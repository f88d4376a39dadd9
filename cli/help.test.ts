import { describe, expect, it, vi } from 'vitest';
import { helpOf } from './common-options.ts';
import { VERBS } from './verbs.ts';

const loaded = vi.hoisted(() => new Set<string>());
vi.mock('../ingest/index.ts', (original) => (loaded.add('ingest'), original()));
vi.mock('../analyzer/index.ts', (original) => (loaded.add('analyzer'), original()));
vi.mock('../responder/index.ts', (original) => (loaded.add('responder'), original()));

describe('huiying export and republish', () => {
  it.each(['export', 'republish'])('%s explains itself without loading the stages it reads from', async (name) => {
    expect(helpOf(await VERBS[name]!())).toContain(`huiying ${name}`);
    expect([...loaded]).toEqual([]);
  });

  it('export loads the responder when it runs', async () => {
    const { stdin, stdout, stderr } = process;
    const context = { argv: ['--format', 'pdf'], env: {}, cwd: '/', stdin, stdout, stderr };
    await expect((await VERBS['export']!()).run(context)).rejects.toMatchObject({ code: 'invalid_input' });
    expect([...loaded]).toContain('responder');
  });
});
