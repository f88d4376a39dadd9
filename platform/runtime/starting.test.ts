import { Registry } from 'prom-client';
import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createHttp } from './http.ts';
import { silentLog } from './log.ts';
import { createStarting } from './starting.ts';

function house() {
  const said: string[] = [];
  const starting = createStarting((line) => said.push(line), new AbortController().signal);
  const http = createHttp({
    ...{ host: '127.0.0.1', port: 0, log: silentLog, metrics: new Registry() },
    ready: () => starting.ready(),
  });
  http.mount('/', starting.router);
  http.mount(
    '/page',
    express.Router().get('/', (_request, response) => void response.send('page')),
  );
  return { said, starting, app: http.app };
}

describe('a process that is still starting', () => {
  it('is alive, says what it waits for, and asks everybody else to come back', async () => {
    const { app, starting } = house();
    starting.tell('kafka', '连不上 Kafka（k1:9092）');
    expect((await request(app).get('/healthz')).status).toBe(200);
    const ready = await request(app).get('/readyz');
    expect(ready.status).toBe(503);
    // The page is open to everyone in the network: it names the part, not the address.
    expect(ready.body.parts).toEqual({
      start: { ok: false, detail: '正在启动' },
      kafka: { ok: false, detail: '正在等待' },
    });
    const page = await request(app).get('/page');
    expect([page.status, page.headers['retry-after']]).toEqual([503, '1']);
    expect(page.body).toMatchObject({ code: 'unavailable', detail: '系统正在启动，请稍后再试。' });
  });

  it('serves when it has started, and the engines answer for themselves', async () => {
    const { app, starting } = house();
    starting.done(() => Promise.resolve({ ready: true, parts: { database: { ok: true } } }));
    expect((await request(app).get('/page')).text).toBe('page');
    expect((await request(app).get('/readyz')).body).toEqual({ ready: true, parts: { database: { ok: true } } });
  });

  it('tells the person at the console once when it waits and once when it goes on', () => {
    const { said, starting } = house();
    for (const detail of ['连不上', '连不上', null]) starting.tell('redis', detail);
    starting.tell('database', null);
    expect(said).toEqual(['正在等待 Redis：连不上', 'Redis 已就绪。']);
  });
});
