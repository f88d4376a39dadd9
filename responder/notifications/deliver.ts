import { sql, type Kysely } from 'kysely';
import type { ResponderTables } from '../tables.ts';
import { openChannel } from './channels/open-channels.ts';
import { giveUp, type Channel, type SendOutcome } from './channels/channel.ts';
import { claimQueues, type Claimed } from './claim-queues.ts';
import { enabledChannels, type DeliveryDeps } from './delivery.ts';
import { markOutcome } from './mark-outcome.ts';
import { routeNotices } from './route-notices.ts';

/**
 * One round: decides the ways of what is new, then sends what is due. Nothing is locked while a message is under way; the row is marked
 * after it. A process that dies in between leaves the row as it was: it goes out once more when the lease is over, never not at all.
 * @returns messages sent.
 */
export async function deliver(deps: DeliveryDeps, isStopping: () => boolean = () => false): Promise<number> {
  await routeNotices(deps);
  if (enabledChannels(deps).length === 0) return 0;
  let sent = 0;
  while (!isStopping()) {
    const claimed = await deps.transact((unit) => claimQueues(unit, deps));
    if (claimed.length === 0) return sent;
    const counts = await Promise.all(claimed.map((queue) => sendQueue(deps, queue, isStopping)));
    sent += counts.reduce((sum, count) => sum + count, 0);
  }
  return sent;
}

/** One destination, one message after the other: a failure holds back what comes behind it. */
async function sendQueue(deps: DeliveryDeps, queue: Claimed, isStopping: () => boolean): Promise<number> {
  let sent = 0;
  try {
    for (const message of queue.messages) {
      if (isStopping()) break;
      const outcome = await sendOne(deps, queue, message);
      const goesOn = await deps.transact((unit) => markOutcome(unit, queue, message, outcome, deps));
      tell(deps, queue, message, outcome);
      if (outcome.kind === 'sent') sent += 1;
      if (!goesOn) break;
    }
    return sent;
  } finally {
    await release(deps, queue);
  }
}

function sendOne(deps: DeliveryDeps, queue: Claimed, { message }: Claimed['messages'][number]): Promise<SendOutcome> {
  const way = wayTo(deps, queue);
  return 'why' in way ? Promise.resolve(giveUp(way.why)) : way.channel.send(message, way.target);
}

/** The adapter with the secrets of this destination, or which of them is missing. */
export function wayTo(
  deps: Pick<DeliveryDeps, 'books' | 'outgoing' | 'secretOf' | 'time'>,
  { channel: id, target: name }: { channel: string; target: string },
): { channel: Channel; target: { address: string; signKey: string | null } } | { why: string } {
  const { books, outgoing, secretOf, time } = deps;
  const book = books.notifications;
  const config = book.channels.find((one) => one.id === id);
  const line = book.targets.find((one) => one.channel === id && one.targetEnv === name);
  if (!config || !line) return { why: '通知规则中已没有该去处' };
  const address = secretOf(name);
  const signKey = line.signEnv === undefined ? null : secretOf(line.signEnv);
  if (address === null) return { why: `未设置 ${name}` };
  if (line.signEnv !== undefined && signKey === null) return { why: `未设置 ${line.signEnv}` };
  return {
    channel: openChannel(config, { book, outgoing, secretOf, now: () => time.now() }),
    target: { address, signKey },
  };
}

function tell(
  { log, counted }: DeliveryDeps,
  { channel }: Claimed,
  { ids, message }: Claimed['messages'][number],
  outcome: SendOutcome,
): void {
  counted.inc({ channel, outcome: outcome.kind }, ids.length);
  const about = { channel, message: message.id, notices: ids.length };
  if (outcome.kind === 'sent') log.debug(about, 'a notice went out');
  else log.warn({ ...about, why: outcome.why }, `a notice did not go out: ${outcome.kind}`);
}

const release = ({ transact }: DeliveryDeps, { channel, target, claim }: Claimed): Promise<unknown> =>
  transact((unit) =>
    sql`update responder_delivery_queues set claim = null, claimed_until = null
      where channel = ${channel} and target = ${target} and claim = ${claim}::uuid`.execute(unit.tx),
  );

/** When something is due next, for the hint; null = nothing waits. */
export async function nextDelivery(db: Kysely<ResponderTables>): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(greatest(d.due_at, q.hold_until, q.claimed_until)) as at from responder_deliveries d
    join responder_delivery_queues q on q.channel = d.channel and q.target = d.target
    where d.state in ('waiting', 'retrying')`.execute(db);
  return rows[0]?.at ?? null;
}
