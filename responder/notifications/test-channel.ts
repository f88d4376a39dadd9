import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { SendOutcome } from './channels/channel.ts';
import { wayTo } from './deliver.ts';
import type { DeliveryDeps } from './delivery.ts';
import { postTitle } from './posts.ts';

/** A city has a robot for every department: not one after the other, not all at once. */
const TOGETHER = 8;

export interface TestResult {
  /** 市住房和城乡建设局经办. */
  post: string;
  outcome: 'sent' | 'failed';
  why: string | null;
}

/**
 * 通道测试, to every destination of the channel that is set, also of one not yet enabled. Nothing is written into the ledger; the light of
 * the destination follows, and the audit says who asked. @throws AppError 'forbidden', 'not_found'
 */
export async function testChannel(deps: DeliveryDeps, id: string, actor: Actor): Promise<TestResult[]> {
  const { books, transact } = deps;
  if (!actor.roles.includes('system_admin')) throw new AppError('forbidden', '只有系统管理员可以测试通知通道');
  const channel = books.notifications.channels.find((one) => one.id === id);
  if (!channel) throw new AppError('not_found', '没有这个通知通道');
  const lines = books.notifications.targets.filter((one) => one.channel === id);
  const names = [...new Set(lines.map(({ targetEnv }) => targetEnv))];
  const outcomes = new Map<string, SendOutcome>();
  for (let at = 0; at < names.length; at += TOGETHER)
    await Promise.all(
      names.slice(at, at + TOGETHER).map(async (name) => outcomes.set(name, await tryOne(deps, id, name))),
    );
  await transact(async (unit) => {
    for (const [target, outcome] of outcomes) await light(unit.tx, { channel: id, target }, outcome, unit.now);
    const failed = [...outcomes.values()].filter(({ kind }) => kind !== 'sent').length;
    const detail = { targets: names.length, failed };
    unit.audit({ actor, action: 'channel.test', subject: { kind: 'channel', id }, detail, success: failed === 0 });
  });
  return lines.map(({ role, unit, targetEnv }) => {
    const outcome = outcomes.get(targetEnv)!;
    const why = outcome.kind === 'sent' ? null : outcome.why;
    return { post: postTitle(`${role}@${unit}`, books.units), outcome: why === null ? 'sent' : 'failed', why };
  });
}

async function tryOne(deps: DeliveryDeps, channel: string, target: string): Promise<SendOutcome> {
  const way = wayTo(deps, { channel, target });
  if ('why' in way) return { kind: 'give_up', why: way.why };
  return way.channel.send({ id: randomUUID(), kind: 'test', notices: [] }, way.target);
}

/** A test that arrives also ends a pause: what waits goes out. */
const light = (
  tx: Parameters<ReturnType<typeof sql>['execute']>[0],
  { channel, target }: { channel: string; target: string },
  outcome: SendOutcome,
  now: Date,
): Promise<unknown> =>
  outcome.kind === 'sent'
    ? sql`insert into responder_delivery_queues (channel, target, last_success_at) values (${channel}, ${target}, ${now})
        on conflict (channel, target) do update
        set last_success_at = excluded.last_success_at, failing_since = null, last_error = null, hold_until = null, failures = 0`.execute(
        tx,
      )
    : sql`insert into responder_delivery_queues as q (channel, target, failing_since, last_error) values (${channel}, ${target}, ${now}, ${outcome.why})
        on conflict (channel, target) do update
        set failing_since = coalesce(q.failing_since, excluded.failing_since), last_error = excluded.last_error`.execute(
        tx,
      );
