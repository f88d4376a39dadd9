import type { Kysely } from 'kysely';
import type { AccessBook } from '../../config/schema/access.ts';
import type { Time } from '../../platform/ports/time.ts';
import type { Actor, Keys, Transact } from '../../platform/runtime/kernel.ts';
import type { KindOf } from './scope.ts';
import type { DashboardTables, UsersTable } from '../tables.ts';
import type { Selectable } from 'kysely';

/** What the verbs of this folder need. */
export interface AccountsContext {
  db: Kysely<DashboardTables>;
  transact: Transact<DashboardTables>;
  time: Time;
  keys: Keys;
  access: AccessBook;
  jurisdiction: string;
  /** Of the organisation tree, for what a role can see there. */
  kindOf: KindOf;
}

export type User = Selectable<UsersTable>;

export const actorOf = (user: Pick<User, 'id' | 'name' | 'unit_id' | 'roles' | 'origin'>): Actor => ({
  id: user.id,
  name: user.name,
  unitId: user.unit_id,
  roles: user.roles,
  origin: user.origin,
});

/** For acts before anybody is known: a failed sign-in, the first set-up. */
export const SYSTEM: Actor = { id: 'system', name: 'dashboard', unitId: null, roles: [] };
