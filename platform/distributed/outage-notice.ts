import type { Logger } from '../runtime/log.ts';

/** Tells the loss and the return of an engine once each, however many connections notice. */
export interface OutageNotice {
  /** The whole error only at level debug. */
  away(who: object, error: unknown): void;
  back(who: object): void;
  /** Ended on purpose: neither away nor back. */
  gone(who: object): void;
}

const notices = new WeakMap<object, OutageNotice>();

/** Connections made from one object of settings share a notice. */
export function noticeFor(settings: object, engine: 'Redis' | 'Kafka', log: Logger): OutageNotice {
  const known = notices.get(settings) ?? createNotice(engine, log);
  notices.set(settings, known);
  return known;
}

function createNotice(engine: string, log: Logger): OutageNotice {
  const missing = new Set<object>();
  let since = 0;
  return {
    away(who, error) {
      log.debug({ err: error, engine }, 'a connection is away');
      if (missing.size === 0) {
        since = performance.now();
        log.warn({ engine }, `${engine} 连接中断，正在重试，恢复后自动继续（${wordsOf(error)}）。`);
      }
      missing.add(who);
    },
    back(who) {
      if (!missing.delete(who) || missing.size > 0) return;
      // At the level of the loss: whoever read that must not wait for the good news in vain.
      log.warn({ engine }, `${engine} 连接已恢复（中断约 ${Math.ceil((performance.now() - since) / 1000)} 秒）。`);
    },
    gone: (who) => void missing.delete(who),
  };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)) || '没有应答';
