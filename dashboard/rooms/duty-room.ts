import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor, Role } from '../../platform/runtime/kernel.ts';
import type { Time } from '../../platform/ports/time.ts';
import { isCoordinating, type Duty } from '../../responder/index.ts';
import { actorOf, type AccountsContext, type User } from '../accounts/accounts-context.ts';
import { seesOrigin } from '../accounts/scope.ts';
import type { Viewer } from '../accounts/sessions.ts';
import type { DutyRoom } from '../api/rooms.ts';
import type { Units } from '../api/units.ts';
import { organisationOf } from './organisation.ts';
import { readRosterTable, type WrittenShift } from './roster-table.ts';

export interface DutyRoomDeps {
  duty: Duty;
  accounts: Pick<AccountsContext, 'db' | 'jurisdiction'>;
  units: Units;
  time: Time;
}

const DAY_MS = 86_400_000;
const OFFICERS: readonly Role[] = ['duty_officer', 'handler'];
const LEADERS: readonly Role[] = ['duty_leader', 'unit_head'];
const PLANNERS: readonly Role[] = ['duty_leader', 'duty_officer', 'unit_head'];
const holds = (user: Pick<User, 'roles'>, roles: readonly Role[]): boolean =>
  user.roles.some((role) => roles.includes(role));

/** The responder knows shifts and papers, this room the accounts that stand on them. */
export const dutyRoom = (deps: DutyRoomDeps): DutyRoom => ({
  ...rosterPart(deps),
  ...handoverPart(deps),
  ...tablePart(deps),
});

type RosterPart = Pick<DutyRoom, 'roster' | 'setShifts' | 'importShifts' | 'removeShift'>;
function rosterPart({ duty, accounts, time }: DutyRoomDeps): RosterPart {
  const setShifts: DutyRoom['setShifts'] = async ({ unit, shifts, replace, reason }, viewer) => {
    const people = await peopleOf(accounts, viewer);
    const input = { unit, shifts: shifts.map((shift, index) => resolved(shift, index + 1, unit, people)), replace };
    return duty.setShifts({ ...input, ...(reason !== undefined && { reason }) }, actorOf(viewer.user));
  };
  return {
    async roster({ unit: asked, from, to }, viewer) {
      const actor = actorOf(viewer.user);
      const unit = unitFor(duty, actor, asked);
      const begin = from === undefined ? new Date(time.now().getTime() - 7 * DAY_MS) : new Date(from);
      const end = to === undefined ? new Date(time.now().getTime() + 31 * DAY_MS) : new Date(to);
      const found = await duty.roster(actor, unit, { from: begin, to: end });
      const people = (await peopleOf(accounts, viewer)).filter((user) => user.unit_id === unit);
      return {
        ...found,
        units: duty.rosterUnits(actor),
        people: people.map((user) => ({
          ...{ id: user.id, name: user.name, officer: holds(user, OFFICERS), leader: holds(user, LEADERS) },
        })),
        mayPlan: viewer.user.unit_id === unit && holds(viewer.user, PLANNERS),
      };
    },
    setShifts,
    importShifts: ({ table, ...rest }, viewer) => setShifts({ ...rest, shifts: readRosterTable(table) }, viewer),
    removeShift: (input, actor) => duty.removeShift(input, actor),
  };
}

type HandoverPart = Pick<DutyRoom, 'handovers' | 'writeHandover' | 'tickHandover' | 'signHandover'>;
const handoverPart = ({ duty, units }: DutyRoomDeps): HandoverPart => ({
  async handovers({ unit: asked, ...page }, actor) {
    const unit = unitFor(duty, actor, asked);
    const { items, nextCursor } = await duty.handovers(actor, { unit, ...page });
    return { items, nextCursor, unit: units.ref(unit), units: duty.rosterUnits(actor) };
  },
  writeHandover: (input, actor) => duty.writeHandover(input, actor),
  tickHandover: (input, actor) => duty.tickHandover(input, actor),
  signHandover: (input, actor) => duty.signHandover(input, actor),
});

function tablePart({ duty, accounts, units }: DutyRoomDeps): Pick<DutyRoom, 'table' | 'changeTable' | 'organisation'> {
  const byId = new Map(units.all().map((unit) => [unit.id, unit]));
  return {
    table: async (actor) => ({ ...(await duty.table(actor)), mayChange: isCoordinating(actor, byId) }),
    changeTable: (input, actor) => duty.changeTable(input, actor),
    async organisation(viewer) {
      const people = await peopleOf(accounts, viewer);
      const holders = people.map(({ name, unit_id: unitId, roles }) => ({ name, unitId, roles }));
      return { units: organisationOf(units.all(), holders, accounts.jurisdiction) };
    },
  };
}

/** The unit asked for, else the own one, else the first there is to see. */
function unitFor(duty: Duty, actor: Actor, asked: string | undefined): string {
  const unit = asked ?? actor.unitId ?? duty.rosterUnits(actor)[0]?.id;
  if (unit === undefined) throw new AppError('not_found', '没有可查看的值班表');
  return unit;
}

/** Accounts in use that do the same duty: the demonstration's with the demonstration, real ones with real ones. */
async function peopleOf({ db }: Pick<AccountsContext, 'db'>, { user }: Viewer): Promise<User[]> {
  const rows = await db
    .selectFrom('dashboard_users')
    .selectAll()
    .where('disabled', '=', false)
    .orderBy('name')
    .execute();
  return rows.filter(
    ({ origin }) => (origin === 'demo') === (user.origin === 'demo') && seesOrigin(user.origin, origin),
  );
}

/** Names to accounts of the unit. @throws AppError invalid_input naming the row */
function resolved(shift: WrittenShift, row: number, unit: string, people: readonly User[]) {
  const find = (name: string, roles: readonly Role[], post: string) => {
    const named = people.filter((user) => user.unit_id === unit && (user.id === name || user.name === name));
    const fit = named.filter((user) => holds(user, roles));
    const why =
      named.length === 0 ? '本单位没有这个在用账号' : fit.length === 0 ? `不是${post}` : '重名，请在页面上选择';
    if (fit.length !== 1) throw new AppError('invalid_input', `第 ${row} 个班次的${post}“${name}”：${why}`);
    return { id: fit[0]!.id, name: fit[0]!.name, unitId: unit };
  };
  return {
    ...{ from: shift.from, to: shift.to },
    leader: shift.leader === null ? null : find(shift.leader, LEADERS, '带班领导'),
    officers: shift.officers.map((name) => find(name, OFFICERS, '值班员')),
  };
}
