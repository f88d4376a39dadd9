import { sql, type Kysely } from 'kysely';
import type { ChannelConfig } from '../../config/schema/notifications.ts';
import { secretNames, type SecretOf } from '../notifications/channels/open-channels.ts';
import type { ResponderTables } from '../tables.ts';
import { iso, type QueryDeps } from './read.ts';

export interface ChannelView {
  id: string;
  title: string;
  kind: ChannelConfig['kind'];
  /** off: not enabled; unset: an address or key is missing; new: nothing sent yet. */
  state: 'ok' | 'failing' | 'off' | 'unset' | 'new';
  /** Names of settings that are not there; never a value. */
  missing: string[];
  destinations: number;
  lastSuccessAt: string | null;
  failingSince: string | null;
  lastError: string | null;
  waiting: number;
  /** In the last 24 hours. */
  givenUp: number;
}

interface Light {
  channel: string;
  last_success_at: Date | null;
  failing_since: Date | null;
  last_error: string | null;
}

/** A light a channel: last success, failing since when, how much waits. Carries no business row. */
export async function channels({ db, books, time }: QueryDeps, secretOf: SecretOf): Promise<ChannelView[]> {
  const lights = await readLights(db);
  const counts = await readCounts(db, new Date(time.now().getTime() - 24 * 3_600_000));
  return books.notifications.channels.map((config) => {
    const lines = books.notifications.targets.filter((one) => one.channel === config.id);
    const missing = secretNames(config, lines).filter((name) => secretOf(name) === null);
    const light = lights.get(config.id);
    const failing = light?.failing_since ?? null;
    return {
      ...{ id: config.id, title: config.title, kind: config.kind, missing },
      state: stateOf(config, missing.length > 0 || lines.length === 0, light),
      destinations: new Set(lines.map(({ targetEnv }) => targetEnv)).size,
      ...{ lastSuccessAt: iso(light?.last_success_at ?? null), failingSince: iso(failing) },
      lastError: failing === null ? null : (light?.last_error ?? null),
      ...(counts.get(config.id) ?? { waiting: 0, givenUp: 0 }),
    };
  });
}

function stateOf(config: ChannelConfig, isUnset: boolean, light: Light | undefined): ChannelView['state'] {
  if (!config.enabled) return 'off';
  if (light?.failing_since) return 'failing';
  if (isUnset) return 'unset';
  return light?.last_success_at ? 'ok' : 'new';
}

async function readLights(db: Kysely<ResponderTables>): Promise<Map<string, Light>> {
  const { rows } = await sql<Light>`
    select channel, max(last_success_at) as last_success_at, min(failing_since) as failing_since,
      (array_agg(last_error order by failing_since) filter (where failing_since is not null))[1] as last_error
    from responder_delivery_queues group by channel`.execute(db);
  return new Map(rows.map((row) => [row.channel, row]));
}

async function readCounts(
  db: Kysely<ResponderTables>,
  since: Date,
): Promise<Map<string, { waiting: number; givenUp: number }>> {
  const { rows } = await sql<{ channel: string; waiting: number; given: number }>`
    select channel, count(*) filter (where state in ('waiting', 'retrying')) as waiting,
      count(*) filter (where state = 'given_up') as given
    from responder_deliveries
    where state in ('waiting', 'retrying') or (state = 'given_up' and tried_at >= ${since})
    group by channel`.execute(db);
  return new Map(rows.map(({ channel, waiting, given }) => [channel, { waiting, givenUp: given }]));
}
