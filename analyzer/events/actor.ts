import type { Actor } from '../../platform/runtime/kernel.ts';

/** Who made and merged events, in audit rows. */
export const GROUPING_ACTOR: Actor = { id: 'system', name: 'analyzer.group', unitId: null, roles: [] };
