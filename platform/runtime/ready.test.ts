import { describe, expect, it } from 'vitest';
import { askReady } from './ready.ts';

describe('readiness', () => {
  it('needs every part', async () => {
    const report = await askReady(
      {
        database: async () => 1,
        bus: () => Promise.reject(new Error('password=secret')),
        jobs: () => new Promise(() => undefined),
      },
      20,
    );
    expect(report).toEqual({
      ready: false,
      parts: {
        database: { ok: true },
        bus: { ok: false, detail: '无法连接' },
        jobs: { ok: false, detail: '没有按时应答' },
      },
    });
    expect(await askReady({ database: async () => 1 })).toEqual({ ready: true, parts: { database: { ok: true } } });
  });
});
