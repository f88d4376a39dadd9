import type { Actor, Role } from '../../platform/runtime/kernel.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { tableText } from '../../ingest/index.ts';
import type { Duty } from '../../responder/index.ts';
import { actorOf, type AccountsContext, type User } from '../accounts/accounts-context.ts';
import { seesOrigin } from '../accounts/scope.ts';
import type { Viewer } from '../accounts/sessions.ts';
import type { DutyRoom } from '../api/rooms.ts';
import type { DutyRoomDeps } from './duty-room.ts';
import { readRosterRows, type WrittenShift } from './roster-table.ts';
import { templateBook } from './roster-template.ts';

const DAY_MS = 86_400_000;
const OFFICERS: readonly Role[] = ['duty_officer', 'handler'];
const LEADERS: readonly Role[] = ['duty_leader', 'unit_head'];
const PLANNERS: readonly Role[] = ['duty_leader', 'duty_officer', 'unit_head'];
const holds = (user: Pick<User, 'roles'>, roles: readonly Role[]): boolean =>
  user.roles.some((role) => roles.includes(role));

type RosterPart = Pick<
  DutyRoom,
  'roster' | 'setShifts' | 'template' | 'readTable' | 'previewShifts' | 'importShifts' | 'removeShift'
>;
/** 值班表: read, planned, and taken over from the file of an office. */
export function rosterPart({ duty, accounts, time }: DutyRoomDeps): RosterPart {
  const setShifts: DutyRoom['setShifts'] = async ({ unit, shifts, replace, reason }, viewer) => {
    const people = await dutyPeople(accounts, viewer);
    const found = shifts.map((shift, index) => {
      const one = resolved(shift, unit, people);
      if (typeof one === 'string') throw new AppError('invalid_input', `第 ${index + 1} 个班次的${one}`);
      return one;
    });
    return duty.setShifts(
      { unit, shifts: found, replace, ...(reason !== undefined && { reason }) },
      actorOf(viewer.user),
    );
  };
  return {
    async roster({ unit: asked, from, to }, viewer) {
      const actor = actorOf(viewer.user);
      const unit = unitFor(duty, actor, asked);
      const begin = from === undefined ? new Date(time.now().getTime() - 7 * DAY_MS) : new Date(from);
      const end = to === undefined ? new Date(time.now().getTime() + 31 * DAY_MS) : new Date(to);
      const found = await duty.roster(actor, unit, { from: begin, to: end });
      const people = (await dutyPeople(accounts, viewer)).filter((user) => user.unit_id === unit);
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
    ...tablePart({ duty, accounts }, setShifts),
    removeShift: (input, actor) => duty.removeShift(input, actor),
  };
}

type TablePart = Pick<DutyRoom, 'template' | 'readTable' | 'previewShifts' | 'importShifts'>;
function tablePart(
  { duty, accounts }: Pick<DutyRoomDeps, 'duty' | 'accounts'>,
  setShifts: DutyRoom['setShifts'],
): TablePart {
  const previewShifts: DutyRoom['previewShifts'] = async ({ unit, table, replace }, viewer) => {
    const people = await dutyPeople(accounts, viewer);
    const read = readRosterRows(table).map((row) => {
      const found = row.shift === null ? null : resolved(row.shift, unit, people);
      return typeof found === 'string' ? { ...row, found: null, problem: found } : { ...row, found };
    });
    const shifts = read.flatMap(({ found }) => found ?? []);
    const against = shifts.length === 0 ? [] : await duty.checkShifts({ unit, shifts, replace }, actorOf(viewer.user));
    const rows = read.map(({ line, shift, problem, found }) => ({
      ...{ line, shift, problem: problem ?? (found === null ? null : (against[shifts.indexOf(found)] ?? null)) },
    }));
    return { rows, problems: rows.filter(({ problem }) => problem !== null).length };
  };
  return {
    template: templateBook,
    readTable: async (bytes) => ({ table: await tableText(bytes) }),
    previewShifts,
    async importShifts({ table, ...rest }, viewer) {
      const { rows } = await previewShifts({ ...rest, table }, viewer);
      const wrong = rows.filter(({ problem }) => problem !== null);
      const told = wrong.slice(0, 20).map(({ line, problem }) => `第 ${line} 行：${problem}`);
      if (wrong.length > 0) throw new AppError('invalid_input', told.join('；'), { rows: wrong });
      return setShifts({ ...rest, shifts: rows.flatMap(({ shift }) => shift ?? []) }, viewer);
    },
  };
}

/** The unit asked for, else the own one, else the first there is to see. */
export function unitFor(duty: Duty, actor: Actor, asked: string | undefined): string {
  const unit = asked ?? actor.unitId ?? duty.rosterUnits(actor)[0]?.id;
  if (unit === undefined) throw new AppError('not_found', '没有可查看的值班表');
  return unit;
}

/** Accounts in use that do the same duty: the demonstration's with the demonstration, real ones with real ones. */
export async function dutyPeople({ db }: Pick<AccountsContext, 'db'>, { user }: Viewer): Promise<User[]> {
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

/** Names to accounts of the unit, or why one cannot be found. */
function resolved(shift: WrittenShift, unit: string, people: readonly User[]) {
  const wrong: string[] = [];
  const find = (name: string, roles: readonly Role[], post: string) => {
    const named = people.filter((user) => user.unit_id === unit && (user.id === name || user.name === name));
    const fit = named.filter((user) => holds(user, roles));
    const why =
      named.length === 0 ? '本单位没有这个在用账号' : fit.length === 0 ? `不是${post}` : '重名，请在页面上选择';
    if (fit.length !== 1) wrong.push(`${post}“${name}”：${why}`);
    return { id: fit[0]?.id ?? '', name: fit[0]?.name ?? name, unitId: unit };
  };
  const leader = shift.leader === null ? null : find(shift.leader, LEADERS, '带班领导');
  const officers = shift.officers.map((name) => find(name, OFFICERS, '值班员'));
  return wrong.length > 0 ? wrong.join('，') : { from: shift.from, to: shift.to, leader, officers };
}
