import type { Time } from '../../platform/ports/time.ts';
import { isCoordinating, type Duty } from '../../responder/index.ts';
import type { AccountsContext } from '../accounts/accounts-context.ts';
import type { DutyRoom } from '../api/rooms.ts';
import type { Units } from '../api/units.ts';
import { organisationOf } from './organisation.ts';
import { dutyPeople, rosterPart, unitFor } from './roster-room.ts';

export interface DutyRoomDeps {
  duty: Duty;
  accounts: Pick<AccountsContext, 'db' | 'jurisdiction'>;
  units: Units;
  time: Time;
}

/** The responder knows shifts and papers, this room the accounts that stand on them. */
export const dutyRoom = (deps: DutyRoomDeps): DutyRoom => ({
  ...rosterPart(deps),
  ...handoverPart(deps),
  ...tablePart(deps),
});

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
      const people = await dutyPeople(accounts, viewer);
      const holders = people.map(({ name, unit_id: unitId, roles }) => ({ name, unitId, roles }));
      return { units: organisationOf(units.all(), holders, accounts.jurisdiction) };
    },
  };
}
