import { Router } from 'express';
import type { ReadyReport } from '../../platform/runtime/http.ts';

const allIsWell = (): Promise<ReadyReport> => Promise.resolve({ ready: true, parts: {} });

/** However many pages ask: the engines are asked once in so long. */
const KEEP_MS = 1_000;

/**
 * What an open page may know of the machinery behind it: the names of the engines that are away, so that it can say that it may be old.
 * Without login, because a session cannot be read while the database is away; always 200, because the answer itself is sound.
 */
export function serviceRouter(ready = allIsWell): Router {
  const router = Router();
  let kept: Promise<ReadyReport> | undefined;
  const ask = (): Promise<ReadyReport> => {
    if (kept) return kept;
    kept = ready();
    setTimeout(() => (kept = undefined), KEEP_MS).unref();
    return kept;
  };
  router.get('/', async (_request, response) => {
    const { parts } = await ask();
    response.setHeader('Cache-Control', 'no-store');
    response.json({ away: Object.keys(parts).filter((name) => !parts[name]!.ok) });
  });
  return router;
}
