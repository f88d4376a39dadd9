import { connect } from 'node:net';
import express from 'express';
import { Registry } from 'prom-client';
import request from 'supertest';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from './errors.ts';
import { createHttp, type Http, type ReadyReport } from './http.ts';
import { silentLog } from './log.ts';
import { counter } from './metrics.ts';

const open: Http[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((http) => http.close()));
});

function serve(more: { port?: number; report?: ReadyReport; trustedProxies?: string[] } = {}): Http {
  const metrics = new Registry();
  counter(metrics, 'huiying_tests_total', 'Tests', ['kind']).inc({ kind: 'http' });
  const report = more.report ?? { ready: true, parts: { database: { ok: true }, bus: { ok: true } } };
  const http = createHttp({
    ...{ host: '127.0.0.1', port: more.port ?? 0, log: silentLog, metrics },
    ready: async () => report,
    ...(more.trustedProxies && { trustedProxies: more.trustedProxies }),
  });
  const router = express.Router();
  router.use(express.json({ limit: 100 }));
  router.post('/echo', (req, res) => void res.json(req.body));
  router.get('/fail/:code', (req) => {
    throw new AppError(req.params.code as ErrorCode, '说明', { who: '值班员' });
  });
  router.get('/who', (req, res) => void res.json([req.ip, req.protocol]));
  router.get('/bug', async () => {
    throw new Error('secret inside');
  });
  router.get('/away', async () => {
    throw Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { code: 'ECONNREFUSED' });
  });
  http.mount('/api', router);
  open.push(http);
  return http;
}

describe('the HTTP server', () => {
  it.each<[ErrorCode, number]>([
    ['invalid_input', 400],
    ['not_signed_in', 401],
    ['forbidden', 403],
    ['not_found', 404],
    ['conflict', 409],
    ['illegal_move', 409],
    ['precondition_failed', 412],
    ['too_large', 413],
    ['too_many', 429],
    ['unavailable', 503],
    ['misconfigured', 500],
  ])('answers %s as a %i problem', async (code, status) => {
    const { body, type } = await request(serve().app).get(`/api/fail/${code}?q=1`).expect(status);
    expect(type).toBe('application/problem+json');
    expect(body).toMatchObject({
      status,
      code,
      detail: '说明',
      instance: `/api/fail/${code}`,
      details: { who: '值班员' },
    });
  });

  it('calls a conflict no update by others: it may be a name taken or a request sent twice', async () => {
    const { body } = await request(serve().app).get('/api/fail/conflict').expect(409);
    expect(body).toMatchObject({ title: '与已有内容冲突', detail: '说明' });
  });

  it('shows nothing of a bug', async () => {
    const { text, body } = await request(serve().app).get('/api/bug').expect(500);
    expect(body).toMatchObject({ code: 'internal', title: '系统内部错误' });
    expect(text).not.toContain('secret');
  });

  it('asks to come again when the database is away, and names no address', async () => {
    const { text, body, headers } = await request(serve().app).get('/api/away').expect(503);
    expect(body).toMatchObject({ code: 'unavailable', status: 503 });
    expect(headers['retry-after']).toBe('1');
    expect(text).not.toContain('10.1.2.3');
  });

  it('refuses what is no JSON, what is too big, and what nobody serves', async () => {
    const { app } = serve();
    const post = () => request(app).post('/api/echo').set('content-type', 'application/json');
    expect((await post().send('{"a":')).body).toMatchObject({ status: 400, code: 'invalid_input' });
    expect((await post().send(JSON.stringify('x'.repeat(200)))).body).toMatchObject({ status: 413, code: 'too_large' });
    expect((await request(app).get('/api/nothing')).body).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('allows scripts from itself only and tells nobody what it runs on', async () => {
    const { headers } = await request(serve().app).get('/healthz').expect(200);
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('is ready only when every part answers', async () => {
    await request(serve().app).get('/readyz').expect(200);
    const report = { ready: false, parts: { database: { ok: false, detail: '连不上' }, bus: { ok: true } } };
    const { body, headers } = await request(serve({ report }).app).get('/readyz').expect(503);
    expect(body).toEqual(report);
    expect(headers['retry-after']).toBe('1');
  });

  it('shows its metrics', async () => {
    const { text } = await request(serve().app).get('/metrics').expect(200);
    expect(text).toContain('huiying_tests_total{kind="http"} 1');
  });

  it('says in Chinese that a port is taken', async () => {
    const url = await serve().listen();
    const second = serve({ port: Number(new URL(url).port) });
    await expect(second.listen()).rejects.toThrow(/端口 \d+ 已被占用/);
  });

  it('closes although a client keeps its connection open, and twice', async () => {
    const http = serve();
    const { hostname, port } = new URL(await http.listen());
    const idle = connect(Number(port), hostname);
    await new Promise((resolve) => idle.once('connect', resolve));
    idle.on('error', () => undefined);
    idle.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
    await new Promise((resolve) => idle.once('data', resolve));
    await Promise.all([http.close(), http.close()]);
    expect(http.server.listening).toBe(false);
  });
});

describe('who a request comes from', () => {
  it.each<[string, string[] | undefined, string, [string, string]]>([
    ['nobody is believed', undefined, '198.51.100.7', ['127.0.0.1', 'http']],
    ['one who is not named is not believed', ['10.0.0.0/8'], '198.51.100.7', ['127.0.0.1', 'http']],
    ['a named proxy is believed', ['127.0.0.1'], '198.51.100.7', ['198.51.100.7', 'https']],
    ['so is a named network', ['127.0.0.0/8', '10.0.0.1'], '198.51.100.7, 10.0.0.1', ['198.51.100.7', 'https']],
    [
      'what the client wrote before its proxy is not',
      ['127.0.0.1'],
      '203.0.113.9, 198.51.100.7',
      ['198.51.100.7', 'https'],
    ],
  ])('%s', async (_name, trustedProxies, forwarded, expected) => {
    const { app } = serve({ ...(trustedProxies && { trustedProxies }) });
    const answer = await request(app)
      .get('/api/who')
      .set({ 'X-Forwarded-For': forwarded, 'X-Forwarded-Proto': 'https' });
    expect((answer.body as string[]).map((each) => each.replace('::ffff:', ''))).toEqual(expected);
  });

  it('refuses a proxy that is no address', () => {
    expect(() => serve({ trustedProxies: ['proxy.example'] })).toThrow('HUIYING_TRUSTED_PROXIES');
  });
});
