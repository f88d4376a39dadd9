import { z } from 'zod';
import { instant } from '../../ingest/messages.ts';
import { reasonText } from '../tickets/act.ts';

const person = z.strictObject({ id: z.string().min(1), name: z.string().min(1), unitId: z.string().nullable() });
/** Its shape alone: what is wrong with a shift is told of its line (`shiftProblems`), not of the whole table. */
const shift = z.strictObject({
  ...{ from: instant, to: instant, leader: person.nullable(), officers: z.array(person).max(20) },
});
export const shiftsInput = z.strictObject({
  unit: z.string().min(1),
  shifts: z.array(shift).min(1, '值班表为空').max(400),
  /** Takes the place of what was planned for these times; otherwise meeting an existing shift is refused. */
  replace: z.boolean().default(false),
  reason: reasonText.optional(),
});
export type ShiftsInput = z.input<typeof shiftsInput>;
