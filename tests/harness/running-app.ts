import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assetPath } from '../../platform/runtime/assets.ts';

export interface RunningApp {
  url: string;
  pid: number;
  /** Everything printed so far, stdout and stderr. */
  output(): string;
  /** Resolves with the exit code, null when killed. */
  exited: Promise<number | null>;
  interrupt(): Promise<number | null>;
  kill(): Promise<void>;
}

/** A data folder that is not under /root, so that the database's unprivileged account can enter it. */
export function temporaryFolder(name: string): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `huiying-${name}-`));
  chmodSync(path, 0o711); // that account has to pass, else the cluster goes to /var/lib and stays there
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** The real program from dist, as `npm start` runs it, on a free port. Resolves when it says that it is ready. */
export async function startRunningApp(
  dataFolder: string,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<RunningApp> {
  const child = spawn(process.execPath, [assetPath('dist', 'main.js'), ...args], {
    env: { ...process.env, HUIYING_DATA: dataFolder, PORT: '0', HUIYING_LOG: 'warn', DATABASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const ready = /(http:\/\/127\.0\.0\.1:\d+)/.exec(printed);
      if (ready?.[1] && printed.includes('回应已就绪')) resolve(ready[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exited.then((code) =>
      reject(new Error(`the program ended with ${String(code)} before it was ready:\n${printed}`)),
    );
  });
  return {
    url,
    pid: child.pid!,
    output: () => printed,
    exited,
    interrupt: () => interrupt(child, exited),
    kill: () => killHard(child, exited),
  };
}

function interrupt(child: ChildProcess, exited: Promise<number | null>): Promise<number | null> {
  child.kill('SIGINT');
  return exited;
}

async function killHard(child: ChildProcess, exited: Promise<number | null>): Promise<void> {
  child.kill('SIGKILL');
  await exited;
}
