import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import type { ReadyReport } from '../../platform/runtime/http.ts';
import { serviceRouter } from './service-router.ts';

const report = (...away: string[]): ReadyReport => ({
  ready: away.length === 0,
  parts: Object.fromEntries(
    ['database', 'kafka', 'redis'].map((name) => [
      name,
      away.includes(name) ? { ok: false, detail: 'connect ECONNREFUSED 10.0.0.7' } : { ok: true },
    ]),
  ),
});

const server = (ready: () => Promise<ReadyReport>) => express().use('/api/service', serviceRouter(ready));

describe('what a page is told of the engines', () => {
  it.each([[[]], [['redis']], [['database', 'kafka']]])(
    '%j: their names and nothing else, without a session',
    async (away) => {
      const answer = await request(server(() => Promise.resolve(report(...away)))).get('/api/service');
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({ away });
      expect(answer.headers['cache-control']).toBe('no-store');
    },
  );

  it('asks the engines once for many pages', async () => {
    let asked = 0;
    const app = server(() => {
      asked += 1;
      return Promise.resolve(report());
    });
    await Promise.all(Array.from({ length: 20 }, () => request(app).get('/api/service')));
    expect(asked).toBe(1);
  });
});
