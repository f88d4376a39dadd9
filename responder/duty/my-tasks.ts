import type { Selectable } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { dueBy, ofPage, type FoundTask, type TaskProvider } from '../queries/task.ts';
import { originOf } from './duty-deps.ts';
import { isOnDutyRole } from './duty-permissions.ts';
import { CANNOT_SIGN, insteadOf, maySign, signersOf, type Side } from './handover-signers.ts';
import type { HandoversTable } from './tables.ts';

type Sheet = Selectable<HandoversTable>;

/** What a sheet still wants of this person: signing over; ticking its lines, then signing for what was taken over. */
export function handoverWaits(
  sheet: Pick<Sheet, 'out_by' | 'in_by' | 'lines'>,
  actor: Pick<Actor, 'id'>,
  signs: { out: boolean; in: boolean },
): { side: 'out' | 'in'; text: string } | null {
  if (sheet.out_by === null && signs.out && sheet.in_by?.id !== actor.id)
    return { side: 'out', text: '核对交接班单并作为交班人签字' };
  if (sheet.in_by !== null || !signs.in || sheet.out_by?.id === actor.id) return null;
  const open = sheet.lines.filter(({ tick }) => tick === null).length;
  return { side: 'in', text: open > 0 ? `逐项核对交接班单（还有 ${open} 项），然后签字接班` : '作为接班人签字' };
}

/** The newest sheets of a unit are the ones anybody still signs. */
const SHEETS = 3;

/** 交接班单 of the own unit that this person has to tick and sign, by the roster or, where none is planned, by being on duty there. */
export const ownHandovers: TaskProvider = async ({ db, time, people }, actor, { ticketId }) => {
  if (ticketId !== undefined || actor.unitId === null || !isOnDutyRole(actor)) return [];
  const sheets = await db
    .selectFrom('responder_handovers')
    .selectAll()
    .where('unit', '=', actor.unitId)
    .where('origin', '=', originOf(actor))
    .where((eb) => eb.or([eb('out_at', 'is', null), eb('in_at', 'is', null)]))
    .orderBy('to_at', 'desc')
    .limit(SHEETS)
    .execute();
  if (sheets.length === 0) return [];
  const known = await people?.(originOf(actor));
  const now = time.now();
  const found: FoundTask[] = [];
  for (const sheet of sheets) {
    const asked = {
      out: await signersOf({ db, known }, sheet, 'out'),
      in: await signersOf({ db, known }, sheet, 'in'),
    };
    const signs = { out: maySign(asked.out, actor), in: maySign(asked.in, actor) };
    const waits = handoverWaits(sheet, actor, signs);
    if (waits === null) continue;
    found.push({
      ...{ id: `handover:${sheet.id}`, kind: 'handover', kindTitle: '交接班', text: waits.text },
      why: whyOf(waits.side, insteadOf(asked[waits.side], actor)),
      ...ofPage('handover'),
      ...dueBy(sheet.sign_due_at, now),
    });
  }
  return found;
};

function whyOf(side: Side, instead: string | null): string {
  if (instead !== null) return `应由${instead}签字，${CANNOT_SIGN}，由您代签`;
  return side === 'out' ? '您是本班交班人' : '您是接班人';
}
