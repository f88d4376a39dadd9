import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { SourceHealth } from '../../ingest/index.ts';
import type { Kernel } from '../../platform/runtime/kernel.ts';
import { listParked } from '../../platform/runtime/parked.ts';
import type { light } from '../api/schemas/overview.ts';

export type Light = z.infer<typeof light>;
export type WatchdogReport = { state: 'ok' | 'warn' | 'bad'; why: string };

/** Messages a group may be behind before the lamp turns. */
const LAG_WARN = 2_000;
const LAG_BAD = 20_000;

export const watchdogLight = ({ state, why }: WatchdogReport): Light => ({
  id: 'watchdog',
  name: '时限看门狗',
  state,
  why,
});

/** 24小时值班: gaps of the next days. */
export const rosterLight = ({ state, why }: WatchdogReport): Light => ({ id: 'roster', name: '值班表', state, why });

export function sourcesLight(sources: readonly SourceHealth[]): Light {
  const names = (state: SourceHealth['state']): string[] =>
    sources.filter((source) => source.state === state).map((source) => source.name);
  const [dead, failing] = [names('dead'), names('failing')];
  const base = { id: 'sources', name: '采集来源' };
  if (dead.length > 0) return { ...base, state: 'bad', why: `采集中断：${dead.join('、')}` };
  if (failing.length > 0) return { ...base, state: 'warn', why: `采集出错，正在重试：${failing.join('、')}` };
  const on = sources.filter((source) => source.enabled).length;
  return { ...base, state: 'ok', why: on === 0 ? '尚未启用自动采集来源' : `${on} 个来源采集正常` };
}

/** How far the slowest group is behind. Nobody knows while the bus is away: that is a lamp of its own. */
export async function lagLight(backlog: Kernel<unknown>['backlog']): Promise<Light> {
  const base = { id: 'lag', name: '处理积压' };
  const all = await backlog().catch(() => null);
  if (all === null) return { ...base, state: 'bad', why: '消息总线没有应答，积压不明' };
  const behind = Math.max(0, ...all.map(({ messages }) => messages));
  const state = behind > LAG_BAD ? 'bad' : behind > LAG_WARN ? 'warn' : 'ok';
  return { ...base, state, why: behind === 0 ? '没有积压' : `最多积压 ${behind} 条消息` };
}

export async function parkedLight<T>(db: Kysely<T>): Promise<Light> {
  const { length } = await listParked(db);
  const why = length === 0 ? '没有搁置的消息' : `${length} 条消息无法处理，已搁置，请系统管理员查看`;
  return { id: 'parked', name: '搁置消息', state: length === 0 ? 'ok' : 'warn', why };
}
