import type { Unit } from '../../config/schema/departments.ts';
import type { Role } from '../../platform/runtime/kernel.ts';
import { ROLE_TITLES } from '../accounts/role-titles.ts';
import type { Organisation } from '../api/schemas/duty.ts';

type Row = Organisation['units'][number];
/** An account in use: what it may do and where. */
export interface Holder {
  name: string;
  unitId: string | null;
  roles: readonly Role[];
}

/** Posts a unit needs filled, by its kind. */
export function postsOf({ kind, supervises_only: only }: Pick<Unit, 'kind' | 'supervises_only'>): Role[] {
  if (kind === 'lead_body') return only ? ['supervisor'] : ['duty_leader', 'duty_officer'];
  if (kind === 'press') return ['spokesperson'];
  if (kind === 'government') return ['leader'];
  return ['unit_head', 'handler'];
}

/** The tree with its posts filled or empty, in the order of the rulebook. Governments above this one are no users of it. Pure. */
export function organisationOf(units: readonly Unit[], holders: readonly Holder[], jurisdiction: string): Row[] {
  const known = new Map(units.map((unit) => [unit.id, unit]));
  const here = new Set(
    units.filter((unit) => unit.jurisdiction.startsWith(jurisdiction.replace(/0+$/, ''))).map(({ id }) => id),
  );
  return units.map((unit) => {
    const superior = unit.superior === null ? null : known.get(unit.superior)!;
    const posts = postsOf(unit).map((role) => ({
      ...{ role, title: postTitle(role, unit) },
      names: holders.filter((one) => one.unitId === unit.id && one.roles.includes(role)).map(({ name }) => name),
    }));
    return {
      ...{ id: unit.id, name: unit.name, kind: unit.kind },
      superior: superior && { id: superior.id, name: superior.name },
      vertical: unit.kind === 'vertical',
      mayAssign: unit.kind === 'lead_body' && unit.supervises_only !== true,
      maySupervise: unit.kind === 'lead_body' && unit.supervises_only !== true,
      posts,
      empty: here.has(unit.id) ? posts.filter(({ names }) => names.length === 0).map(({ title }) => title) : [],
    };
  });
}

const postTitle = (role: Role, { kind }: Pick<Unit, 'kind'>): string =>
  role === 'unit_head'
    ? '负责人'
    : role === 'handler'
      ? '联系人'
      : role === 'leader' && kind === 'government'
        ? '分管领导'
        : ROLE_TITLES[role];
