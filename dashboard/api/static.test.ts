import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveWeb } from './static.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiying-web-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>回应</title>');
  writeFileSync(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(folder, 'assets', 'main-1a2b3c.js'), 'export {};');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const get = (path: string, from = folder) => request(express().use(serveWeb(from))).get(path);

describe('the built pages', () => {
  it.each(['/', '/tickets', '/events/01900000-0000-7000-8000-000000000000'])('%s is the application', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('回应');
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it('keeps files with a hash in their name for a year, others for an hour', async () => {
    expect((await get('/assets/main-1a2b3c.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('public, max-age=3600');
  });

  it.each(['/assets/gone-9z.js', '/gone.js', '/api/v1/nothing', '/ingest/feed'])(
    '%s is not the application',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  it('leaves its folder for nobody', async () => {
    expect((await get('/..%2f..%2fetc%2fpasswd')).status).not.toBe(200);
  });

  it('says what to do when nothing was built', async () => {
    const answer = await get('/', join(folder, 'nowhere'));
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('npm run build');
  });
});
