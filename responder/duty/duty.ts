import type { Actor, Origin } from '../../platform/runtime/kernel.ts';
import type { PageQuery } from '../queries/read.ts';
import { changeDuty, type changeDutyInput } from './change-duty.ts';
import type { DutyDeps, DutyReadDeps } from './duty-deps.ts';
import { checkShifts } from './check-shifts.ts';
import { dutyTable } from './read-duties.ts';
import { handoversOf } from './read-handovers.ts';
import { rosterGaps, rosterLight, rosterOfUnit, rosterUnits, type RosterLight } from './read-roster.ts';
import type { Span } from './roster.ts';
import { removeShift, setShifts, type removeShiftInput } from './set-shifts.ts';
import type { ShiftsInput } from './shift-input.ts';
import { rosterOrigin } from './shifts.ts';
import { signHandover, tickHandover, type signHandoverInput, type tickHandoverInput } from './sign-handover.ts';
import { writeHandover, type writeHandoverInput } from './write-handover.ts';
import type { z } from 'zod';

/** 值班表、交接班、职责表: everything about who is there, bound to this process. Shapes are those of the API. */
export function createDuty(deps: DutyDeps & DutyReadDeps) {
  return {
    rosterUnits: (actor: Actor) => rosterUnits(deps, actor),
    roster: (actor: Actor, unit: string, window: Span) => rosterOfUnit(deps, actor, unit, window),
    setShifts: (input: ShiftsInput, actor: Actor) => setShifts(deps, input, actor),
    /** What stands against each of these shifts; null = nothing. Writes nothing. */
    checkShifts: (input: ShiftsInput, actor: Actor) => checkShifts(deps, input, actor),
    removeShift: (input: z.input<typeof removeShiftInput>, actor: Actor) => removeShift(deps, input, actor),
    handovers: (actor: Actor, query: { unit: string } & Omit<PageQuery, 'origins'>) => handoversOf(deps, actor, query),
    writeHandover: (input: z.input<typeof writeHandoverInput>, actor: Actor) => writeHandover(deps, input, actor),
    tickHandover: (input: z.input<typeof tickHandoverInput>, actor: Actor) => tickHandover(deps, input, actor),
    signHandover: (input: z.input<typeof signHandoverInput>, actor: Actor) => signHandover(deps, input, actor),
    table: (actor: Actor) => dutyTable(deps, actor),
    changeTable: (input: z.input<typeof changeDutyInput>, actor: Actor) => changeDuty(deps, input, actor),
    async light(origin: Origin): Promise<RosterLight> {
      return rosterLight(await rosterGaps(deps, rosterOrigin(origin)), deps.time.now());
    },
  };
}
export type Duty = ReturnType<typeof createDuty>;
