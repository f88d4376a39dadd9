import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from './errors.ts';
import { isPublicAddress } from './outgoing-guard.ts';
import { createOutgoing } from './outgoing.ts';

let canary: Server;
let port = 0;
let touched = 0;

beforeAll(async () => {
  canary = createServer((request, response) => {
    touched += 1;
    if (request.url === '/away') response.writeHead(302, { location: 'http://10.0.0.1/' }).end();
    else if (request.url === '/round') response.writeHead(302, { location: '/round' }).end();
    else if (request.url === '/bomb')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(2_000_000)));
    else if (request.url === '/stalled' || request.url === '/broken-off') {
      response.writeHead(200, { 'content-encoding': 'gzip' }).write(gzipSync(Buffer.alloc(100_000)).subarray(0, 40));
      if (request.url === '/broken-off') setTimeout(() => response.destroy(), 50);
    } else if (request.url === '/slow') setTimeout(() => response.end('late'), 5000).unref();
    else response.writeHead(200, { etag: '"1"' }).end('hello');
  });
  await new Promise<void>((done) => canary.listen(0, '127.0.0.1', done));
  port = (canary.address() as AddressInfo).port;
});
afterAll(() => {
  canary.closeAllConnections();
  canary.close();
});

const refusal = async (url: string, outgoing = createOutgoing()): Promise<string> => {
  try {
    await outgoing(url, { timeoutMs: 3000 });
    return 'reached';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};

describe('addresses', () => {
  it.each(['8.8.8.8', '114.114.114.114', '2400:3200::1', '2606:4700::1111'])('%s is public', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
  it.each([
    ...[
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '224.0.0.1',
      '255.255.255.255',
    ],
    ...[
      '::1',
      '::',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      '64:ff9b::7f00:1',
      'fe80::1',
      'fc00::1',
      'fd12::1',
      '2002:7f00:1::',
      '2001:0:1::',
      'ff02::1',
      'nonsense',
    ],
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('outgoing', () => {
  it('reaches nothing inside, however the address is written', async () => {
    const before = touched;
    const forms = [
      '127.0.0.1',
      'localhost',
      '127.1',
      '0x7f.1',
      '2130706433',
      '017700000001',
      '0',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '127.0.0.1.',
      '１２７.０.０.１',
      'user@127.0.0.1',
      '[0:0:0:0:0:0:0:1]',
      '[64:ff9b::127.0.0.1]',
    ];
    for (const form of forms) expect([form, await refusal(`http://${form}:${port}/`)]).toEqual([form, 'forbidden']);
    for (const url of ['file:///etc/passwd', 'gopher://example.com/', 'ftp://example.com/', 'http://example.com:22/'])
      expect(await refusal(url)).toBe('forbidden');
    expect(touched).toBe(before);
  });

  it('refuses a public name that resolves inside, also only sometimes', async () => {
    let turn = 0;
    const rebinding = createOutgoing([], (_host, _options, done) => {
      turn += 1;
      done(
        null,
        turn % 2
          ? [
              { address: '8.8.8.8', family: 4 },
              { address: '127.0.0.1', family: 4 },
            ]
          : [{ address: '127.0.0.1', family: 4 }],
      );
    });
    expect(await refusal('http://news.example.com/', rebinding)).toBe('forbidden');
    expect(await refusal('http://news.example.com/', rebinding)).toBe('forbidden');
  });

  it('reaches what the operator allows, and checks every redirect', async () => {
    const allowed = createOutgoing(['127.0.0.1']);
    const answer = await allowed(`http://127.0.0.1:${port}/x`);
    expect([answer.status, answer.headers['etag'], answer.body.toString()]).toEqual([200, '"1"', 'hello']);
    expect(await refusal(`http://127.0.0.1:${port}/away`, allowed)).toBe('forbidden');
    expect(await refusal(`http://127.0.0.1:${port}/round`, allowed)).toBe('unavailable');
  });

  it('bounds size after decompression and time', async () => {
    const allowed = createOutgoing(['127.0.0.0/8']);
    await expect(allowed(`http://127.0.0.1:${port}/bomb`, { maxBytes: 1_000_000 })).rejects.toMatchObject({
      code: 'too_large',
    });
    await expect(allowed(`http://127.0.0.1:${port}/slow`, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('ends also when a packed answer stalls or breaks off in the middle', async () => {
    const allowed = createOutgoing(['127.0.0.1']);
    for (const path of ['stalled', 'broken-off'])
      await expect(allowed(`http://127.0.0.1:${port}/${path}`, { timeoutMs: 300 })).rejects.toMatchObject({
        code: 'unavailable',
      });
  });
});
