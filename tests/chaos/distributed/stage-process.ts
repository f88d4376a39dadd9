import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../tools/engines/index.ts';
import { startChild, type Child } from '../child.ts';

/** One process of the program that is killed and started again, always on the same port. */
export interface StageProcess {
  readonly name: string;
  readonly url: string;
  /** Does not wait until it is ready. */
  start(): void;
  ready(): Promise<void>;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  running(): boolean;
  /** Ctrl-C. @returns what is wrong with how it ended, null when nothing. */
  stop(): Promise<string | null>;
  /** Ends nobody asked for, and everything else it said to stderr at the end of its lives. */
  troubles(): string[];
  stderr(): string;
}

const READY_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 60_000;

export async function stageProcess(name: string, args: string[], env: Record<string, string>): Promise<StageProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const troubles: string[] = [];
  const said: string[] = [];
  let child: Child | undefined;
  let wanted = false;
  const running = (): boolean => child !== undefined && !child.ended();
  const end = async (how: 'kill' | 'interrupt'): Promise<number | null> => {
    wanted = false;
    const mine = child!;
    mine[how]();
    mine.thaw(); // a frozen one hears no Ctrl-C
    const code = await mine.exit(STOP_LIMIT_MS);
    said.push(mine.stderr());
    return code;
  };
  return {
    ...{ name, url, running },
    start() {
      if (running()) return;
      wanted = true;
      const mine = startChild('main.js', [...args, '--port', String(port)], env);
      child = mine;
      void mine
        .said(() => false)
        .then(() => {
          if (wanted && child === mine) troubles.push(`${name} ended by itself:\n${mine.stderr().slice(-2000)}`);
        });
    },
    async ready() {
      const mine = child!;
      const isReady = (): boolean => mine.stdout().includes('回应已就绪');
      await Promise.race([mine.said(isReady), pause(READY_LIMIT_MS, undefined, { ref: false })]);
      if (!isReady() && child === mine && wanted)
        throw new Error(`${name} did not become ready:\n${mine.stdout()}${mine.stderr().slice(-2000)}`);
    },
    async kill() {
      if (running()) await end('kill');
    },
    freeze: () => child?.freeze(),
    thaw: () => child?.thaw(),
    async stop() {
      if (!running()) return null;
      const code = await end('interrupt');
      return code === 0 ? null : `${name}: Ctrl-C ended with ${String(code)}:\n${said.at(-1)!.slice(-1000)}`;
    },
    troubles: () => troubles,
    stderr: () => [...said, child?.stderr() ?? ''].join(''),
  };
}
