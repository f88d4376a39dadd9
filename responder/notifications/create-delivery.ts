import type { Registry, Counter } from 'prom-client';
import { connectorSecrets } from '../../config/connector-secrets.ts';
import type { Kernel } from '../../platform/runtime/kernel.ts';
import { askedGauge, counter } from '../../platform/runtime/metrics.ts';
import { createOutgoing, type Outgoing } from '../../platform/runtime/outgoing.ts';
import { startRound, type Round } from '../../platform/runtime/round.ts';
import type { ResponderBooks } from '../books.ts';
import type { ResponderTables } from '../tables.ts';
import { secretNames } from './channels/open-channels.ts';
import { deliver, nextDelivery } from './deliver.ts';
import { enabledChannels, type DeliveryDeps } from './delivery.ts';

export interface DeliveryOptions {
  /** Where addresses and keys are looked up, by the names the rulebook gives (or NAME_FILE). Default: none. */
  env?: Record<string, string | undefined>;
  /** Scheme and host people see, for the link. Default: notices carry none. */
  publicOrigin?: string | null;
  /** Default: the guarded way out with the rulebook's exceptions. */
  outgoing?: Outgoing;
}

export interface Delivery {
  deps: DeliveryDeps;
  /** One round now. @returns messages sent. */
  deliver(): Promise<number>;
  /** Before jobs start. */
  define(): void;
  start(): Round;
}

const DELIVER = 'responder.deliver';
const EVERY_MS = 1_000;

/** Notices on their way out: a round of its own, so that a slow server never holds a deadline up; the job queue only wakes it earlier. */
export function createDelivery(
  kernel: Kernel<ResponderTables>,
  books: ResponderBooks,
  { env = {}, publicOrigin = null, outgoing }: DeliveryOptions,
): Delivery {
  const { db, transact, time, log, jobs, metrics } = kernel;
  const deps: DeliveryDeps = {
    ...{ transact, time, books, log, publicOrigin, secretOf: connectorSecrets(env) },
    outgoing: outgoing ?? createOutgoing(books.notifications.allowInside),
    counted: countersOf(metrics),
  };
  let stopping = false;
  const work = async (): Promise<number> => {
    const sent = await deliver(deps, () => stopping);
    if (enabledChannels(deps).length > 0) await hint(kernel, await nextDelivery(db));
    return sent;
  };
  return {
    deps,
    deliver: work,
    define() {
      jobs.define(DELIVER, async () => void (await work()), { attempts: 1 });
      waitingGauge(kernel);
    },
    start() {
      stopping = false;
      tellMissing(deps);
      const round = startRound(kernel, { name: DELIVER, everyMs: EVERY_MS, work });
      return {
        stop() {
          stopping = true;
          return round.stop();
        },
      };
    },
  };
}

/** A channel switched on without its address would be found out at the first alarm. */
function tellMissing(deps: DeliveryDeps): void {
  const { targets } = deps.books.notifications;
  for (const channel of enabledChannels(deps)) {
    const names = secretNames(
      channel,
      targets.filter((one) => one.channel === channel.id),
    );
    const missing = names.filter((name) => deps.secretOf(name) === null);
    if (missing.length > 0) deps.log.warn({ channel: channel.id, missing }, 'a channel of notices lacks settings');
  }
}

/** A hint only: the row holds the moment, the round finds it a second later if the hint is lost. */
async function hint({ jobs, time, log }: Kernel<ResponderTables>, next: Date | null): Promise<void> {
  if (next === null) return;
  const at = next > time.now() ? next : new Date(time.now().getTime() + EVERY_MS);
  const lost = (error: unknown): void => log.debug({ err: error }, 'a wake-up hint was lost');
  await jobs.runAt(DELIVER, `due-${Math.ceil(at.getTime() / 1000)}`, at).catch(lost);
}

const NAME = 'huiying_notices_total';

/** One counter a process, however many responders share its registry. */
const countersOf = (metrics: Registry): Counter<'channel' | 'outcome'> =>
  (metrics.getSingleMetric(NAME) as Counter<'channel' | 'outcome'> | undefined) ??
  counter(metrics, NAME, 'Notices by channel and what became of them', ['channel', 'outcome']);

const WAITING = 'huiying_notices_waiting';

function waitingGauge({ metrics, db }: Kernel<ResponderTables>): void {
  if (metrics.getSingleMetric(WAITING)) return;
  askedGauge(metrics, WAITING, 'Notices due or planned that have not left yet', ['channel'], async () => {
    const rows = await db
      .selectFrom('responder_deliveries')
      .select(['channel', ({ fn }) => fn.countAll<number>().as('value')])
      .where('state', 'in', ['waiting', 'retrying'])
      .groupBy('channel')
      .execute();
    return rows.map(({ channel, value }) => ({ labels: { channel }, value }));
  });
}
