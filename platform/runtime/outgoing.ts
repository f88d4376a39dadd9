import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AppError } from './errors.ts';
import { bareHost, createGuard, type OutgoingGuard } from './outgoing-guard.ts';

export interface OutgoingRequest {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** For the whole exchange, redirects included. Default 20 s. */
  timeoutMs?: number;
  /** After decompression. Default 16 MB. */
  maxBytes?: number;
}

export interface OutgoingAnswer {
  /** After redirects. */
  url: string;
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

export type Outgoing = (url: string, request?: OutgoingRequest) => Promise<OutgoingAnswer>;
type Resolve = (
  host: string,
  options: { all: true },
  done: (error: Error | null, found: LookupAddress[]) => void,
) => void;

const MAX_REDIRECTS = 5;

/**
 * The only way out of the program to addresses a person or a document names. Every hop is checked: scheme, port, literal address, and each
 * resolved address at the moment of connecting, so that a name that changes its mind (DNS rebinding) reaches nothing inside.
 * @throws AppError 'forbidden' when refused, 'unavailable' when unreachable, 'too_large' beyond maxBytes
 */
export function createOutgoing(allow: string[] = [], resolve: Resolve = systemLookup as unknown as Resolve): Outgoing {
  const guard = createGuard(allow);
  return async (address, request = {}) => {
    const signal = AbortSignal.timeout(request.timeoutMs ?? 20_000);
    let url = parse(address);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      guard.checkUrl(url);
      const answer = await exchange(url, request, guard, resolve, signal);
      const location = answer.headers['location'];
      if (answer.status < 300 || answer.status > 399 || answer.status === 304 || location === undefined) return answer;
      url = parse(location, url.href);
    }
    throw new AppError('unavailable', `重定向超过 ${MAX_REDIRECTS} 次：${address}`);
  };
}

function parse(address: string, base?: string): URL {
  if (!URL.canParse(address, base)) throw new AppError('invalid_input', `不是有效的网址：${address.slice(0, 200)}`);
  return new URL(address, base);
}

async function exchange(
  url: URL,
  request: OutgoingRequest,
  guard: OutgoingGuard,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<OutgoingAnswer> {
  try {
    const answer = await send(url, request, { guard, resolve, signal });
    const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]));
    const body = await readBody(answer, request.maxBytes ?? 16 * 1024 * 1024);
    return { url: url.href, status: answer.statusCode ?? 0, headers, body };
  } catch (error) {
    if (error instanceof AppError) throw error;
    const why = signal.aborted
      ? '超时'
      : error instanceof Error
        ? ((error as NodeJS.ErrnoException).code ?? error.message)
        : String(error);
    throw new AppError('unavailable', `无法访问 ${url.host}：${why}`);
  }
}

interface Way {
  guard: OutgoingGuard;
  resolve: Resolve;
  signal: AbortSignal;
}

function send(url: URL, request: OutgoingRequest, { guard, resolve, signal }: Way): Promise<IncomingMessage> {
  const host = bareHost(url);
  const options: RequestOptions = {
    method: request.method ?? 'GET',
    headers: { 'user-agent': 'Huiying/0.1', 'accept-encoding': 'gzip, deflate, br', ...request.headers },
    lookup: guardedLookup(host, guard, resolve),
    agent: false,
    signal,
  };
  return new Promise((done, fail) => {
    const call = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, done);
    // Literal addresses never pass through lookup: looked at again when the socket stands.
    call.once('socket', (socket) =>
      socket.once('connect', () => {
        if (!guard.allows(host, socket.remoteAddress?.replace(/^::ffff:/, '') ?? '')) call.destroy(inside(host));
      }),
    );
    call.once('error', fail);
    call.end(request.body);
  });
}

const inside = (host: string): AppError => new AppError('forbidden', `已拒绝访问 ${host}：解析到内网或本机地址`);

/** Resolves once, refuses if any address is inside, and hands exactly the checked ones to the socket. */
function guardedLookup(host: string, guard: OutgoingGuard, resolve: Resolve): LookupFunction {
  return (name, options, callback) => {
    resolve(name, { all: true }, (error, found) => {
      if (error) return callback(error, '');
      if (found.length === 0 || found.some(({ address }) => !guard.allows(host, address)))
        return callback(inside(host), '');
      if (options.all) return callback(null, found);
      callback(null, found[0]!.address, found[0]!.family);
    });
  };
}

async function readBody(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of unpacked(answer) as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) {
      answer.destroy();
      throw new AppError('too_large', `对方返回的内容超过 ${Math.round(maxBytes / 1024 / 1024)} MB`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** `pipeline`, not `pipe`: a peer that stalls or breaks off must end the unpacking too, or the reader waits for ever. */
function unpacked(answer: IncomingMessage): NodeJS.ReadableStream {
  const unpack = unpackerOf(answer.headers['content-encoding'] ?? '');
  // The reader meets the error in the stream it reads.
  return unpack ? pipeline(answer, unpack, () => undefined) : answer;
}

function unpackerOf(encoding: string) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip();
  if (encoding === 'deflate') return createInflate();
  return encoding === 'br' ? createBrotliDecompress() : null;
}
