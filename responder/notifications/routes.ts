import type { NotificationsBook, TargetConfig } from '../../config/schema/notifications.ts';
import type { Lane } from './ledger.ts';

/** A ledger row on its way out. */
export interface Routed {
  channel: string;
  /** Post it reaches: role@unit of the target, or of the ledger where there is none. */
  recipient: string;
  /** Name of the secret that holds the address: one queue each. Null = nothing is configured for this post. */
  target: string | null;
  /** Part of the answer to "why did I get this". */
  why: string;
  /** Why it stays in the house after all. */
  suppressed: string | null;
}

const splitPost = (post: string): { role: string; unit: string } => {
  const [role = '', unit = '*'] = post.split('@');
  return { role, unit };
};

/**
 * Pure: by which channels a ledger row for role@unit goes out. Routes choose channels, never people: nobody hears of anything outside who was
 * not told inside. One destination reached by several posts of one reason gets it once (`taken`, filled here).
 */
export function routesFor(
  book: NotificationsBook,
  row: { recipient: string; lane: Lane },
  taken: Set<string> = new Set(),
): Routed[] {
  const { role, unit } = splitPost(row.recipient);
  const enabled = new Map(book.channels.filter((one) => one.enabled).map((one) => [one.id, one]));
  const found: Routed[] = [];
  for (const route of book.routes) {
    if (!route.lanes.includes(row.lane) || !route.roles.some((one) => one === role)) continue;
    if (route.units !== undefined && !route.units.includes(unit)) continue;
    for (const channel of route.channels) {
      if (!enabled.has(channel) || found.some((one) => one.channel === channel)) continue;
      found.push(...toTargets(book, channel, { role, unit, post: row.recipient }, `${route.id} ${route.title}`, taken));
    }
  }
  return found;
}

function toTargets(
  book: NotificationsBook,
  channel: string,
  { role, unit, post }: { role: string; unit: string; post: string },
  why: string,
  taken: Set<string>,
): Routed[] {
  const targets = targetsOf(
    book.targets.filter((one) => one.channel === channel && one.role === role),
    unit,
  );
  if (targets.length === 0)
    return [{ channel, recipient: post, target: null, why, suppressed: '该通道未为此岗位配置去处' }];
  return targets.map((one) => {
    const key = `${channel} ${one.targetEnv}`;
    const again = taken.has(key);
    taken.add(key);
    return {
      ...{ channel, recipient: `${one.role}@${one.unit}`, target: one.targetEnv, why },
      suppressed: again ? '同一去处已由另一岗位收到' : null,
    };
  });
}

/** Own line of the unit before the common one; a post "in any unit" rings the common line, else every unit's. */
function targetsOf(targets: TargetConfig[], unit: string): TargetConfig[] {
  const own = targets.filter((one) => one.unit === unit);
  if (own.length > 0) return own;
  return unit === '*' ? targets : targets.filter((one) => one.unit === '*');
}
