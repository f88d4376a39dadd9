import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type Router } from 'express';
import helmet from 'helmet';
import type { Registry } from 'prom-client';
import { AppError } from './errors.ts';
import type { Logger } from './log.ts';
import { apiNotFound, problemHandler } from './problem.ts';

export interface ReadyReport {
  ready: boolean;
  /** Each engine this process needs, with what is wrong when it does not answer. */
  parts: Record<string, { ok: boolean; detail?: string }>;
}

export interface HttpOptions {
  host: string;
  /** 0 = any free port. */
  port: number;
  log: Logger;
  metrics: Registry;
  ready: () => Promise<ReadyReport>;
  /** Addresses and networks whose X-Forwarded-For and -Proto are believed. Default: nobody's. */
  trustedProxies?: readonly string[];
}

export interface Http {
  /** Routers see requests in the order they were mounted; what none of them answers under /api is a 404 problem. */
  mount(path: string, router: Router): void;
  /** For socket.io. */
  server: Server;
  /** For tests that need no port. */
  app: Express;
  /** Begins to answer. @throws AppError 'unavailable' when the port is taken. @returns http://host:port */
  listen(): Promise<string>;
  /** Answers what is under way (at most 5 s), refuses new connections. Idempotent. */
  close(): Promise<void>;
}

/** The one HTTP server of a process. Body limits belong to the routers. */
export function createHttp({ host, port, log, metrics, ready, trustedProxies = [] }: HttpOptions): Http {
  const app = express();
  app.disable('x-powered-by');
  trust(app, trustedProxies);
  app.set('query parser', 'simple');
  app.use(secureHeaders());
  app.use(operations(metrics, ready));
  const mounted = express.Router();
  app.use(mounted);
  app.use('/api', apiNotFound);
  app.use(problemHandler(log));
  const server = createServer(patience(), app);
  let closing: Promise<void> | undefined;
  return {
    ...{ app, server },
    mount: (path, router) => void mounted.use(path, router),
    listen: () => listen(server, host, port),
    close: () => (closing ??= close(server)),
  };
}

/** Behind a proxy everybody has its address; only what a named one says of its clients is believed. @throws AppError 'misconfigured' */
function trust(app: Express, proxies: readonly string[]): void {
  try {
    app.set('trust proxy', proxies.length === 0 ? false : [...proxies]);
  } catch (error) {
    throw new AppError(
      'misconfigured',
      `HUIYING_TRUSTED_PROXIES 应为 IP 地址或网段，以英文逗号分隔（${(error as Error).message}）。`,
    );
  }
}

/** Self-hosted pages only. Element Plus and ECharts set inline styles; scripts come from our own files alone. */
function secureHeaders() {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Plain http on a government intranet is common; the TLS proxy in front sets it.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
}

/** For watchers, without login: they carry no content of the domain. */
function operations(metrics: Registry, ready: () => Promise<ReadyReport>): Router {
  const router = express.Router();
  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  router.get('/readyz', async (_request, response) => {
    const report = await ready();
    if (!report.ready) response.setHeader('Retry-After', '1');
    response.status(report.ready ? 200 : 503).json(report);
  });
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.metrics());
  });
  return router;
}

/** A client that sends a byte a minute does not hold a connection for ever; a big upload has five minutes. */
const patience = () => ({
  headersTimeout: 10_000,
  requestTimeout: 300_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
});

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => reject(explain(error, host, port));
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      const address = server.address() as AddressInfo;
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      resolve(`http://${name}:${address.port}`);
    });
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new AppError('unavailable', `端口 ${port} 已被占用：请关闭占用它的程序，或用环境变量 PORT 换一个端口。`);
  if (error.code === 'EACCES')
    return new AppError('unavailable', `没有权限使用端口 ${port}：请用环境变量 PORT 换一个 1024 以上的端口。`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new AppError('misconfigured', `本机没有地址 ${host}：请检查环境变量 HUIYING_HOST。`);
  return error;
}

const DRAIN_MS = 5_000;

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
