import type { Kysely } from 'kysely';
import type { Time } from '../../platform/ports/time.ts';
import type { Role } from '../../platform/runtime/kernel.ts';
import type { Staff } from '../escalation/sweep-chains.ts';
import type { ResponderTables } from '../tables.ts';
import type { Units } from '../tickets/permissions.ts';
import { holders, isRostered } from './roster.ts';
import { rosters } from './shifts.ts';

/**
 * Who is there *now*: a unit with a roster is asked for who is on its shift (and still has the account), one without for its accounts.
 * Nobody on the shift = that step of the chain is skipped at once.
 */
export const rosterStaff =
  (deps: { db: Kysely<ResponderTables>; time: Time; units: Units }, staff: Staff): Staff =>
  async (origin) => {
    const now = deps.time.now();
    const [accounts, kept] = await Promise.all([staff(origin), rosters(deps.db, origin, now)]);
    if (kept.size === 0) return accounts;
    const ofUnit = (role: Role, unit: string): boolean => {
      const shifts = kept.get(unit);
      if (shifts === undefined) return accounts(role, unit);
      return holders(shifts, role, now).some((person) => accounts(role, unit, person.id));
    };
    return (role, unit, person) => {
      if (person !== undefined || !isRostered(role)) return accounts(role, unit, person);
      return unit === null ? [...deps.units.keys()].some((each) => ofUnit(role, each)) : ofUnit(role, unit);
    };
  };
