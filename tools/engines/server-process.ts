import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endWithUs } from './end-with-us.ts';
import type { Engine, EngineName } from './engine.ts';

export interface ServerOptions {
  name: EngineName;
  folder: string;
  port: number;
  env: Record<string, string>;
  command: string;
  args: string[];
  /** Waits until the server really serves; called after its port answers. */
  ready?: () => Promise<void>;
}

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 30_000;
/** What a killed server of ours may take to let go of its port. */
const PORT_LIMIT_MS = 3_000;

/** An engine that is one process in the foreground. It dies with this process, also after kill -9. */
export function serverProcess(options: ServerOptions): Engine {
  const { name, folder, port, env } = options;
  mkdirSync(folder, { recursive: true });
  const pidFile = join(folder, 'pid');
  let release: (() => void) | undefined;
  let child: ChildProcess | undefined;
  const running = (): boolean => child !== undefined && isRunning(child);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!child) return; // a pid file here is someone else's
    if (isRunning(child)) await endProcess(child, signal);
    child = undefined;
    rmSync(pidFile, { force: true });
  };
  return {
    ...{ name, port, folder, env, running },
    async start() {
      if (running()) return;
      await untilFree(options);
      const started = (child = launch(options));
      writeFileSync(pidFile, String(started.pid));
      release ??= endWithUs(pidFile, 'KILL');
      await untilAnswering(started, options);
      await options.ready?.();
      if (!isRunning(started)) throw didNotStart(options);
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async remove() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      release?.();
      release = undefined;
    },
  };
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

/** In a session of its own, so that Ctrl-C in the terminal reaches the runner and not the engine. */
function launch({ command, args, folder }: ServerOptions): ChildProcess {
  const log = openSync(join(folder, 'log'), 'a');
  const child = spawn(command, args, { cwd: folder, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.on('error', () => undefined); // it is not running then, and the wait below says so
  child.unref();
  return child;
}

/** Whoever answers there before the launch is not our server, and its data are not ours. */
async function untilFree({ name, folder, port }: ServerOptions): Promise<void> {
  for (const until = Date.now() + PORT_LIMIT_MS; await answers(port); await pause(50))
    if (Date.now() > until)
      throw new Error(`${name}: port ${port} is already in use; ${folder} was not started and is as it was`);
}

async function untilAnswering(child: ChildProcess, options: ServerOptions): Promise<void> {
  const ended = (): boolean => !isRunning(child) || child.pid === undefined;
  for (const until = Date.now() + START_LIMIT_MS; !(await answers(options.port)); await pause(50))
    if (ended() || Date.now() > until) throw didNotStart(options);
  if (ended()) throw didNotStart(options);
}

const didNotStart = ({ name, folder }: ServerOptions): Error =>
  new Error(`${name} did not start: ${tail(join(folder, 'log'))}`);

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.kill(signal);
  child.kill('SIGCONT'); // a frozen one hears nothing
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await gone;
  clearTimeout(late);
}

const tail = (file: string): string => readFileSync(file, 'utf8').trim().slice(-2_000);

export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    const say = (open: boolean) => () => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', say(true));
    socket.once('error', say(false));
  });
}

/** A port nobody uses right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
