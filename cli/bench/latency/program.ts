import { spawn, type ChildProcess } from 'node:child_process';
import { assetPath } from '../../../platform/runtime/assets.ts';

/** One real process of the program. */
export interface Program {
  name: string;
  pid: number;
  /** What it serves on; resolves when it says that it is ready, rejects when it ends before. */
  ready: Promise<string>;
  /** Everything printed so far, stdout and stderr. */
  output(): string;
  ended(): boolean;
  /** Exit code, null when killed. */
  exited: Promise<number | null>;
  /** Ctrl-C, and its end. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

/** As `npm start` and the image give it. */
const YOUNG_SPACE = '--max-semi-space-size=64';

const running = new Set<Program>();
/** For a run that is interrupted. */
export const killPrograms = (): Promise<unknown> => Promise.all([...running].map((each) => each.kill()));

/** `node dist/main.js …args` on a free port, nothing of the surroundings' database. */
export function startProgram(name: string, args: string[], env: Record<string, string>): Program {
  const child = spawn(process.execPath, [YOUNG_SPACE, assetPath('dist', 'main.js'), '--port', '0', ...args], {
    env: { ...process.env, DATABASE_URL: '', DATABASE_OWNER_URL: '', INIT_CWD: '', HUIYING_LOG: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let over = false;
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code))).then((code) => {
    over = true;
    running.delete(self);
    return code;
  });
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return exited;
  };
  const self: Program = {
    ...{ name, pid: child.pid!, exited, ...listen(name, child, exited) },
    ended: () => over,
    stop: () => end('SIGINT'),
    kill: async () => void (await end('SIGKILL')),
  };
  running.add(self);
  return self;
}

function listen(name: string, child: ChildProcess, exited: Promise<number | null>): Pick<Program, 'output' | 'ready'> {
  let printed = '';
  let heard = (): void => undefined;
  const ready = new Promise<string>((resolve, reject) => {
    heard = () => {
      const url = /回应已就绪.*?(http:\/\/[^\s/]+)/.exec(printed)?.[1];
      if (url) resolve(url);
    };
    void exited.then((code) =>
      reject(new Error(`${name} ended with ${String(code)} before it was ready:\n${printed.slice(-3000)}`)),
    );
  });
  ready.catch(() => undefined); // whoever awaits it hears of it
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      heard();
    });
  return { ready, output: () => printed };
}
