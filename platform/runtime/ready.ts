import type { ReadyReport } from './http.ts';
import { pause } from './system-time.ts';

/** What is wrong in words that everyone in the network may read: no address, no secret. */
export class PublicTrouble extends Error {}

/** Asks every engine at once; one that does not answer in time is not ready. Details name the part, never an address or a secret. */
export async function askReady(parts: Record<string, () => Promise<unknown>>, limitMs = 2_000): Promise<ReadyReport> {
  const answers = await Promise.all(
    Object.entries(parts).map(async ([name, ask]) => [name, await answer(ask, limitMs)] as const),
  );
  return { ready: answers.every(([, part]) => part.ok), parts: Object.fromEntries(answers) };
}

async function answer(ask: () => Promise<unknown>, limitMs: number): Promise<{ ok: boolean; detail?: string }> {
  const done = new AbortController();
  const late = pause(limitMs, done.signal).then(() => '没有按时应答');
  late.catch(() => undefined); // aborted when the answer was in time
  try {
    const detail = await Promise.race([ask().then(() => undefined), late]);
    return detail === undefined ? { ok: true } : { ok: false, detail };
  } catch (error) {
    return { ok: false, detail: error instanceof PublicTrouble ? error.message : '无法连接' };
  } finally {
    done.abort(new Error('in time'));
  }
}
