import { spawn } from 'node:child_process';
import { assetPath } from '../../platform/runtime/assets.ts';

/** A process of the built program, with everything it said. */
export interface Child {
  stdout(): string;
  stderr(): string;
  ended(): boolean;
  /** Exit code, null when killed. Rejects, after a kill, when it takes longer than `ms`. */
  exit(ms: number): Promise<number | null>;
  /** Resolves when a condition on what it said holds, or when it ended. */
  said(holds: (stdout: string, stderr: string) => boolean): Promise<void>;
  kill(): void;
  /** Ctrl-C. */
  interrupt(): void;
  /** Does nothing and answers nobody, its connections stay open (SIGSTOP), until thawed. */
  freeze(): void;
  thaw(): void;
}

const running = new Set<Child>();
/** For a run that is interrupted. */
export const killAllChildren = (): void => running.forEach((child) => child.kill());

/** `node dist/SCRIPT …args` with its own data folder; no database URL of the surroundings. */
export function startChild(script: string, args: string[], env: Record<string, string>): Child {
  const child = spawn(process.execPath, [assetPath('dist', script), ...args], {
    env: { ...process.env, DATABASE_URL: '', INIT_CWD: '', HUIYING_LOG: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  const changed = (): void => watchers.forEach((look) => look());
  const listen = (name: 'stdout' | 'stderr') =>
    child[name].on('data', (chunk: Buffer) => {
      text[name] += chunk.toString();
      changed();
    });
  listen('stdout');
  listen('stderr');
  let over = false;
  const closed = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code));
  }).then((code) => {
    over = true;
    running.delete(self);
    changed();
    return code;
  });
  const self: Child = {
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    ended: () => over,
    kill: () => void child.kill('SIGKILL'),
    interrupt: () => void child.kill('SIGINT'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    exit: (ms) => within(closed, ms, self, script),
    said: (holds) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!over && !holds(text.stdout, text.stderr)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
  };
  running.add(self);
  return self;
}

async function within(closed: Promise<number | null>, ms: number, child: Child, script: string) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      child.kill();
      reject(new Error(`${script} did not end within ${ms} ms; it said:\n${child.stderr().slice(-2000)}`));
    }, ms);
  });
  try {
    return await Promise.race([closed, late]);
  } finally {
    clearTimeout(timer);
  }
}
