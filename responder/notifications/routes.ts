import type { NotificationsBook, TargetConfig } from '../../config/schema/notifications.ts';
import type { Units } from '../tickets/permissions.ts';
import type { Lane } from './ledger.ts';
import { inPlaceOfDuty, linesInPlace, ringsAccused } from './recusal.ts';

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

/** What a ledger row is routed by. */
export interface Telling {
  recipient: string;
  lane: Lane;
  /** Units its matter accuses. None of their channels tells of it, nor one they share; those in their place hear. */
  accused?: readonly string[];
}

/**
 * Pure: by which channels a ledger row for role@unit goes out. Routes choose channels, never people: nobody hears of anything outside who was
 * not told inside. One destination reached by several posts of one reason gets it once (`taken`, filled here).
 */
export function routesFor(
  book: NotificationsBook,
  row: Telling,
  units: Units,
  taken: Set<string> = new Set(),
): Routed[] {
  const { role, unit } = splitPost(row.recipient);
  const { accused = [] } = row;
  const roles = inPlaceOfDuty(role, accused, units) ? [role, 'duty_officer'] : [role];
  const enabled = new Map(book.channels.filter((one) => one.enabled).map((one) => [one.id, one]));
  const found: Routed[] = [];
  for (const route of book.routes) {
    if (!route.lanes.includes(row.lane) || !route.roles.some((one) => roles.includes(one))) continue;
    if (route.units !== undefined && !route.units.includes(unit)) continue;
    for (const channel of route.channels) {
      if (!enabled.has(channel) || found.some((one) => one.channel === channel)) continue;
      const lines = book.targets.filter((one) => one.channel === channel);
      const asked = { post: row.recipient, role, unit, accused };
      found.push(...toTargets(channel, asked, { lines, units }, `${route.id} ${route.title}`, taken));
    }
  }
  return found;
}

interface Asked {
  post: string;
  role: string;
  unit: string;
  accused: readonly string[];
}

function toTargets(
  channel: string,
  asked: Asked,
  lines: { lines: TargetConfig[]; units: Units },
  why: string,
  taken: Set<string>,
): Routed[] {
  const { targets, recused } = destinations(asked, lines);
  const reason = recused ? `${why}（涉及单位回避，改送代行其职责的单位）` : why;
  if (targets.length === 0)
    return [{ channel, recipient: asked.post, target: null, why: reason, suppressed: recused ? RECUSED : NO_LINE }];
  return targets.map((one) => {
    const key = `${channel} ${one.targetEnv}`;
    const again = taken.has(key);
    taken.add(key);
    return {
      ...{ channel, recipient: `${one.role}@${one.unit}`, target: one.targetEnv, why: reason },
      suppressed: again ? '同一去处已由另一岗位收到' : null,
    };
  });
}

/** Shown in the ledger of what left the house. */
const NO_LINE = '该通道未为此岗位配置去处';
const RECUSED = '该去处有被反映单位的人员，应当回避；未为代行其职责的单位单独配置去处，请查看站内消息';

/** Where a post is reached; where that rings at the accused, those in their place are reached instead. */
function destinations(
  { role, unit, accused }: Asked,
  { lines, units }: { lines: TargetConfig[]; units: Units },
): { targets: TargetConfig[]; recused: boolean } {
  const direct = targetsOf(
    lines.filter((one) => one.role === role),
    unit,
  );
  const open = direct.filter((one) => !ringsAccused(one, accused, { lines, units }));
  const recused = open.length < direct.length || (direct.length === 0 && inPlaceOfDuty(role, accused, units));
  if (!recused) return { targets: open, recused };
  const instead = linesInPlace(role === 'supervisor' ? 'duty_officer' : role, accused, { lines, units });
  return { targets: [...new Set([...open, ...instead])], recused };
}

/** Own line of the unit before the common one; a post "in any unit" rings the common line, else every unit's. */
function targetsOf(targets: TargetConfig[], unit: string): TargetConfig[] {
  const own = targets.filter((one) => one.unit === unit);
  if (own.length > 0) return own;
  return unit === '*' ? targets : targets.filter((one) => one.unit === '*');
}
