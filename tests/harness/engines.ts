import { inject } from 'vitest';
import type { EngineName } from '../../tools/engines/index.ts';
import type { EngineAnswer } from './engine-keeper.ts';

export interface TestEngines {
  /** What is missing on this machine and how to get it; null when all run. In CI a missing engine throws instead. */
  missing: string | null;
  /** KAFKA_BROKERS, REDIS_URL, DATABASE_URL, DATABASE_OWNER_URL of what was asked for. */
  env: Record<string, string>;
}

/**
 * Real engines shared by the whole run; whoever stops or flushes one makes an engine of its own (tools/engines).
 * Awaited at the top of a test file, so that a suite can be skipped: `describe.skipIf(engines.missing !== null)`.
 */
export async function testEngines(...names: EngineName[]): Promise<TestEngines> {
  const answers = await Promise.all(names.map(ask));
  const missing = answers.flatMap((answer) => ('missing' in answer ? [answer.missing] : []));
  if (missing.length > 0 && process.env['CI']) throw new Error(missing.join('\n'));
  if (missing.length > 0) console.warn(`skipped: ${missing.join('\n')}`);
  const env = Object.assign({}, ...answers.map((answer) => ('env' in answer ? answer.env : {}))) as Record<
    string,
    string
  >;
  return { missing: missing.length > 0 ? missing.join('\n') : null, env };
}

async function ask(name: EngineName): Promise<EngineAnswer> {
  const answer = (await (await fetch(`${inject('engineKeeper')}/${name}`)).json()) as EngineAnswer;
  if ('error' in answer) throw new Error(`${name} did not start: ${answer.error}`);
  return answer;
}
