import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { WorkerOptions } from 'node:worker_threads';

/**
 * Where a worker's module lies and how to run it: compiled from dist, or straight from TypeScript source (tests, development).
 * `name` is relative to the caller without extension, e.g. workerEntry(import.meta.url, './xlsx-worker').
 */
export function workerEntry(callerUrl: string, name: string): { url: URL; options: Pick<WorkerOptions, 'execArgv'> } {
  const fromSource = callerUrl.endsWith('.ts');
  const url = new URL(`${name}${fromSource ? '.ts' : '.js'}`, callerUrl);
  if (!fromSource) return { url, options: {} };
  // On Node 20 `--import tsx` registers nothing inside a worker; asking for it explicitly works everywhere.
  const api = new URL('index.mjs', pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api'))).href;
  const boot = `import { register } from ${JSON.stringify(api)}; register();`;
  return { url, options: { execArgv: ['--import', `data:text/javascript,${encodeURIComponent(boot)}`] } };
}
