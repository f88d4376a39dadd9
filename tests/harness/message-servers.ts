import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createTcp, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { createServer as createTls, TLSSocket } from 'node:tls';

import type { Behaviour } from '../../responder/notifications/channels/channel.contract.ts';

export interface Arrived {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface MessageServer<R> {
  port: number;
  arrived: R[];
  behaviour: Behaviour;
  /** Connections refused from now on. */
  close(): Promise<void>;
}

interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** A real HTTP server on the loopback address; `answer` says status and body for each behaviour, `stall` never answers. */
export async function httpServer(
  answer: (behaviour: Exclude<Behaviour, 'stall'>, request: Arrived) => Answer | Promise<Answer>,
): Promise<MessageServer<Arrived>> {
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const arrived = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString('utf8'),
      };
      const { behaviour } = world;
      if (behaviour === 'stall') return;
      if (behaviour === 'accept') world.arrived.push(arrived);
      const { status, body, headers = {} } = await answer(behaviour, arrived);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
  });
  const port = await listening(server);
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((done) => server.close(() => done()));
  };
  const world: MessageServer<Arrived> = { port, arrived: [], behaviour: 'accept', close };
  return world;
}

export interface Mail {
  from: string;
  to: string[];
  /** Headers and body as they came. */
  raw: string;
  isEncrypted: boolean;
  login: string | null;
}

export interface SmtpOptions {
  /** Immediate TLS, or STARTTLS offered. */
  tls?: { key: string; cert: string; mode: 'immediate' | 'starttls' };
}

/** A small SMTP server: EHLO, STARTTLS, AUTH PLAIN, MAIL, RCPT, DATA. */
export async function smtpServer({ tls }: SmtpOptions = {}): Promise<MessageServer<Mail>> {
  const sockets = new Set<Socket>();
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    if (world.behaviour === 'stall') return;
    socket.write('220 test ESMTP\r\n');
    converse(socket, world, tls);
  };
  const server: TcpServer = tls?.mode === 'immediate' ? createTls(tls, serve) : createTcp(serve);
  server.on('tlsClientError', () => undefined);
  const port = await listening(server);
  const close = (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    return new Promise((done) => server.close(() => done()));
  };
  const world: MessageServer<Mail> = { port, arrived: [], behaviour: 'accept', close };
  return world;
}

function converse(
  socket: Socket,
  world: MessageServer<Mail>,
  tls: SmtpOptions['tls'],
  login: string | null = null,
): void {
  let [pending, inData] = ['', false];
  let mail: Mail = { from: '', to: [], raw: '', isEncrypted: socket instanceof TLSSocket, login };
  const reply = (text: string): unknown => socket.write(`${text}\r\n`);
  const finish = (): void => {
    inData = false;
    world.arrived.push(mail);
    mail = { ...mail, from: '', to: [], raw: '' };
    reply('250 2.0.0 queued');
  };
  const command = (line: string): unknown => {
    if (/^EHLO/i.test(line)) {
      const offered = tls?.mode === 'starttls' && !(socket instanceof TLSSocket) ? ['STARTTLS'] : [];
      return reply(['250-test', ...offered.map((each) => `250-${each}`), '250 AUTH PLAIN'].join('\r\n'));
    }
    if (/^STARTTLS/i.test(line) && tls) {
      reply('220 go ahead');
      socket.removeAllListeners('data');
      const encrypted = new TLSSocket(socket, { isServer: true, ...tls });
      encrypted.on('error', () => undefined);
      return converse(encrypted, world, tls);
    }
    if (/^AUTH PLAIN/i.test(line)) {
      mail.login = Buffer.from(line.slice(11), 'base64').toString().split('\0').slice(1).join(':');
      return reply('235 ok');
    }
    if (/^MAIL FROM:/i.test(line)) {
      // A server that tells what it was told, the password too.
      if (world.behaviour === 'busy') return reply(`451 4.3.0 try later ${mail.login}`);
      mail.from = line.slice(10);
      return reply('250 ok');
    }
    if (/^RCPT TO:/i.test(line)) {
      if (world.behaviour === 'refuse') return reply(`550 5.1.1 no such box ${line.slice(8)} ${mail.login}`);
      mail.to.push(line.slice(8));
      return reply('250 ok');
    }
    if (/^DATA/i.test(line)) {
      inData = true;
      return reply('354 go');
    }
    return /^QUIT/i.test(line) ? socket.end('221 bye\r\n') : reply('250 ok');
  };
  socket.on('data', (data: Buffer) => {
    pending += data.toString('utf8');
    for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
      const line = pending.slice(0, end);
      pending = pending.slice(end + 2);
      if (!inData) command(line);
      else if (line === '.') finish();
      else mail.raw += `${line}\n`;
    }
  });
}

const listening = async (server: Server | TcpServer): Promise<number> => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
};
