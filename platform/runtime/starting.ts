import { Router } from 'express';
import type { Waiting } from './await-engine.ts';
import { AppError } from './errors.ts';
import type { ReadyReport } from './http.ts';

export interface Starting extends Waiting {
  /** Stands before every other router until `done`. */
  router: Router;
  ready(): Promise<ReadyReport>;
  /** From now on the engines answer for themselves. */
  done(ready: () => Promise<ReadyReport>): void;
}

const NAMES: Record<string, string> = { database: 'PostgreSQL', kafka: 'Kafka', redis: 'Redis' };

/** The time between the first answer on the port and the first page: who asks is told what is being waited for. */
export function createStarting(print: (line: string) => void, signal: AbortSignal): Starting {
  const waitingFor = new Map<string, string>();
  let engines: (() => Promise<ReadyReport>) | undefined;
  const router = Router();
  router.use((_request, response, next) => {
    if (engines) return next();
    response.setHeader('Retry-After', '1');
    next(new AppError('unavailable', '系统正在启动，请稍后再试。'));
  });
  const notYet = (): ReadyReport => ({
    ready: false,
    parts: Object.fromEntries([
      ['start', { ok: false, detail: '正在启动' }],
      ...[...waitingFor].map(([name, detail]) => [name, { ok: false, detail }]),
    ]),
  });
  return {
    ...{ router, signal },
    tell(engine, detail) {
      const known = waitingFor.get(engine);
      if (detail === null) {
        waitingFor.delete(engine);
        if (known !== undefined) print(`${NAMES[engine] ?? engine} 已就绪。`);
      } else {
        waitingFor.set(engine, '正在等待');
        if (known === undefined) print(`正在等待 ${NAMES[engine] ?? engine}：${detail}`);
      }
    },
    ready: () => engines?.() ?? Promise.resolve(notYet()),
    done: (ready) => void (engines = ready),
  };
}
