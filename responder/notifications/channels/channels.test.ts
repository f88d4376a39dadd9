import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutgoing } from '../../../platform/runtime/outgoing.ts';
import { httpServer, smtpServer, type Arrived, type SmtpOptions } from '../../../tests/harness/message-servers.ts';
import { safe, type Channel } from './channel.ts';
import { channelContract, NOW, TIMEOUT_MS, type ChannelWorld } from './channel.contract.ts';
import { emailChannel } from './email.ts';
import type { HttpParts } from './http.ts';
import { redact } from './redact.ts';
import { dingtalkRobot, feishuRobot, signDingtalk, signFeishu, wecomRobot } from './robots.ts';
import { signBody, smsGateway, webhook } from './signed-post.ts';

const KEY = 'sEcret+key/0001=';
const TOKEN = 'b7f1c0de-5a5a-4b4b-9c9c-token0000001';

interface HttpWorld {
  path: string;
  codes?: { field: string; busy: number; refuse: number };
  make(parts: HttpParts, url: string): Channel;
  address?: (url: string) => string;
  isGenuine(arrived: Arrived): boolean;
  words(body: Record<string, unknown>): string;
}

/** Robots answer 200 with a code, the others by status; both tell back all they were told when they refuse. */
async function httpWorld({ path, codes, make, address = (url) => url, ...looks }: HttpWorld): Promise<ChannelWorld> {
  const server = await httpServer((behaviour, request) => {
    const echo = `${request.path} ${JSON.stringify(request.headers)} ${request.body} key=${KEY}`;
    if (codes === undefined) return { status: { accept: 202, busy: 503, refuse: 403 }[behaviour], body: { echo } };
    const code = behaviour === 'accept' ? 0 : codes[behaviour];
    return { status: 200, body: { [codes.field]: code, errmsg: `bad ${echo}`, msg: `bad ${echo}` } };
  });
  const url = `http://127.0.0.1:${server.port}${path}`;
  const parts = (allow: boolean): HttpParts => ({
    ...{ outgoing: createOutgoing(allow ? ['127.0.0.1'] : []), now: () => NOW, timeoutMs: TIMEOUT_MS },
  });
  return {
    open: (allow) => safe(make(parts(allow), url), [url, KEY]),
    target: { address: address(url), signKey: KEY },
    secrets: [TOKEN, KEY, encodeURIComponent(KEY), '13800000001'],
    behave: (how) => void (server.behaviour = how),
    arrived: () =>
      server.arrived.map(({ body, headers }) => ({
        text: looks.words(JSON.parse(body) as Record<string, unknown>),
        id: (headers['idempotency-key'] as string | undefined) ?? null,
      })),
    isGenuine: () => looks.isGenuine(server.arrived.at(-1)!),
    close: () => server.close(),
  };
}

const textOf = (body: Record<string, unknown>): string => String((body['text'] as { content?: string }).content);
const signed = ({ headers, body }: Arrived): boolean => {
  const text = `${String(headers['x-huiying-timestamp'])}.${String(headers['x-huiying-nonce'])}.${body}`;
  return headers['x-huiying-signature'] === createHmac('sha256', KEY).update(text).digest('hex');
};

channelContract('企业微信 robot', () =>
  httpWorld({
    ...{ path: `/cgi-bin/webhook/send?key=${TOKEN}`, make: wecomRobot, words: textOf },
    codes: { field: 'errcode', busy: 45009, refuse: 93000 },
    isGenuine: ({ path }) => path.endsWith(`?key=${TOKEN}`),
  }),
);
channelContract('钉钉 robot', () =>
  httpWorld({
    ...{ path: `/robot/send?access_token=${TOKEN}`, make: dingtalkRobot, words: textOf },
    codes: { field: 'errcode', busy: 130101, refuse: 310000 },
    isGenuine({ path }) {
      const { searchParams } = new URL(path, 'http://x');
      const text = `${searchParams.get('timestamp')}\n${KEY}`;
      return searchParams.get('sign') === createHmac('sha256', KEY).update(text).digest('base64');
    },
  }),
);
channelContract('飞书 robot', () =>
  httpWorld({
    ...{ path: `/open-apis/bot/v2/hook/${TOKEN}`, make: feishuRobot },
    codes: { field: 'code', busy: 11232, refuse: 19021 },
    words: (body) => String((body['content'] as { text?: string }).text),
    isGenuine({ body }) {
      const { timestamp, sign } = JSON.parse(body) as { timestamp: string; sign: string };
      return sign === createHmac('sha256', `${timestamp}\n${KEY}`).update('').digest('base64');
    },
  }),
);
channelContract('短信 gateway', () =>
  httpWorld({
    ...{ path: `/sms/${TOKEN}`, make: (parts, url) => smsGateway(parts, { url, key: KEY }), isGenuine: signed },
    address: () => '13800000001, 13800000002',
    words: (body) => String(body['text']),
  }),
);
channelContract('signed webhook', () =>
  httpWorld({ path: `/hook/${TOKEN}`, make: webhook, isGenuine: signed, words: (body) => String(body['text']) }),
);

async function smtpWorld(tls?: SmtpOptions['tls'], off: 'required' | 'off' = 'required'): Promise<ChannelWorld> {
  const server = await smtpServer(tls ? { tls } : {});
  const scheme = tls?.mode === 'immediate' ? 'smtps' : 'smtp';
  const password = encodeURIComponent(KEY);
  const parts = {
    ...{ server: `${scheme}://sender:${password}@localhost:${server.port}`, from: 'huiying@gov.example', tls: off },
    ...{ now: () => NOW, timeoutMs: TIMEOUT_MS, ...(tls && { ca: tls.cert }) },
    resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
  };
  return {
    open: (allow) =>
      safe(emailChannel({ ...parts, allow: allow ? ['localhost'] : [] }), [parts.server, parts.from, KEY]),
    target: { address: 'duty@gov.example', signKey: null },
    secrets: [KEY, password, 'duty@gov.example', 'huiying@gov.example', 'sender'],
    behave: (how) => void (server.behaviour = how),
    arrived: () =>
      server.arrived.map(({ raw }) => {
        const body = raw.slice(raw.indexOf('\n\n') + 2).replaceAll('\n', '');
        const text = /base64/i.test(raw) ? Buffer.from(body, 'base64').toString('utf8') : decodeQuoted(body);
        return { text, id: /^X-Huiying-Notice: (.+)$/m.exec(raw)?.[1] ?? 'none' };
      }),
    isGenuine() {
      const { isEncrypted, login, to } = server.arrived.at(-1)!;
      return isEncrypted === (tls !== undefined) && login === `sender:${KEY}` && to.join() === '<duty@gov.example>';
    },
    close: () => server.close(),
  };
}
const decodeQuoted = (text: string): string => {
  const bytes = text.replaceAll(/=$/gm, '').replace(/=([0-9A-F]{2})/g, '%$1');
  try {
    return decodeURIComponent(bytes);
  } catch {
    return text;
  }
};

/** A certificate of one's own for localhost. */
function certificate(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'notices-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', [...kind, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
  const pair = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return pair;
}

channelContract('e-mail without TLS, where the operator says so', () => smtpWorld(undefined, 'off'));
channelContract('e-mail by smtps', () => smtpWorld({ ...certificate(), mode: 'immediate' }));
channelContract('e-mail by STARTTLS', () => smtpWorld({ ...certificate(), mode: 'starttls' }));

describe('e-mail', () => {
  const send = (change: object) => {
    const parts = { server: 'smtp://a:b@mail.example', from: 'a@b.example', tls: 'required' as const, allow: [] };
    const channel = safe(emailChannel({ ...parts, now: () => NOW, timeoutMs: TIMEOUT_MS, ...change }));
    return channel.send({ id: 'x', kind: 'test', notices: [] }, { address: 'c@d.example', signKey: null });
  };
  const to = (...addresses: string[]) => ({
    resolve: () => Promise.resolve(addresses.map((address) => ({ address, family: 4 }))),
  });

  it('gives no password to a server without TLS', async () => {
    const server = await smtpServer();
    const plain = { server: `smtp://a:secret-word@mail.example:${server.port}`, allow: ['mail.example'] };
    expect((await send({ ...plain, ...to('127.0.0.1') })).kind).toBe('retry');
    expect(server.arrived).toEqual([]);
    await server.close();
  });

  it('lets go of a server that never comes to an end', async () => {
    const dripping = createServer((socket) => {
      socket.write('220 hello\r\n');
      const drip = setInterval(() => socket.write('250-one more\r\n'), 50);
      socket.on('error', () => undefined).on('close', () => clearInterval(drip));
    });
    await new Promise<void>((done) => dripping.listen(0, '127.0.0.1', done));
    const { port } = dripping.address() as AddressInfo;
    const there = { server: `smtp://mail.example:${port}`, allow: ['mail.example'], tls: 'off' };
    expect(await send({ ...there, ...to('127.0.0.1') })).toMatchObject({
      kind: 'retry',
      why: expect.stringContaining('ETIMEDOUT'),
    });
    dripping.close();
  });

  it.each([
    ['a name that resolves inside only sometimes', to('8.8.8.8', '10.0.0.8'), '内网'],
    ['another port outside', { ...to('8.8.8.8'), server: 'smtp://mail.example:6379' }, '端口 6379'],
    ['what is no mail server', { server: 'https://mail.example' }, 'smtps://'],
  ])('refuses %s', async (_name, change, why) => {
    expect(await send(change)).toMatchObject({ kind: 'give_up', why: expect.stringContaining(why) });
  });
});

describe('signatures as the other side computes them', () => {
  it('钉钉: milliseconds, newline, key; in the address', () => {
    const url = new URL(signDingtalk('https://oapi.dingtalk.example/robot/send?access_token=t', 'SEC1', NOW));
    expect(url.searchParams.get('timestamp')).toBe('1791000000000');
    expect(url.searchParams.get('access_token')).toBe('t');
    expect(url.searchParams.get('sign')).toBe(
      createHmac('sha256', 'SEC1').update('1791000000000\nSEC1').digest('base64'),
    );
  });
  it('飞书: seconds, the text is the key and nothing is signed', () => {
    expect(signFeishu('k', NOW)).toEqual({
      timestamp: '1791000000',
      sign: createHmac('sha256', '1791000000\nk').digest('base64'),
    });
  });
  it('ours: timestamp.nonce.body', () => {
    const headers = signBody('k', '{}', NOW, 'n0n0n0n0');
    expect(headers['x-huiying-signature']).toBe(
      createHmac('sha256', 'k').update('1791000000.n0n0n0n0.{}').digest('hex'),
    );
  });
});

describe('what is told of a failure', () => {
  it('never a piece of the key, whatever the other side echoes', () => {
    const token = fc.stringMatching(/^[A-Za-z0-9]{16,40}$/);
    const around = fc.constantFrom('Error at ', '{"url":"', 'bad request: ', '无效的地址 ');
    fc.assert(
      fc.property(token, token, around, (key, secret, before) => {
        const url = `https://robot.example/send/${key}?access_token=${secret}`;
        const echoes = [
          url,
          `/send/${key}?access_token=${secret}`,
          `access_token=${secret}`,
          secret,
          encodeURIComponent(url),
        ];
        for (const echo of echoes) {
          const told = redact(`${before}${echo}" again`, [url]);
          expect(told).not.toContain(key);
          expect(told).not.toContain(secret);
        }
      }),
    );
  });
  it('keeps the host and the reason', () => {
    expect(redact('无法访问 robot.example：ECONNREFUSED', ['https://robot.example/send?key=abcdef123456'])).toBe(
      '无法访问 robot.example：ECONNREFUSED',
    );
    expect(redact('550 no such box <someone@gov.example>, call 13800000001', [])).toBe(
      '550 no such box <‹已隐去›>, call ‹已隐去›',
    );
  });
});
