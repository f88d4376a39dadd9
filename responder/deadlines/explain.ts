import { AppError } from '../../platform/runtime/errors.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { dayOf, formatDay, type DayNumber, type WorkCalendar } from './calendar.ts';

/** One line of the explanation. `n` is the running count (day number, or minutes used up); null when the day does not count. */
export interface DueStep {
  at: Date;
  /** Local day. */
  day: string;
  counted: boolean;
  n: number | null;
  why: string;
}

/** No clock walks further than this many days: a broken calendar must not hang the sweep. */
const HORIZON_DAYS = 4000;

export function step(at: Date, counted: boolean, n: number | null, why: string): DueStep {
  return { at, day: formatDay(dayOf(at)), counted, n, why };
}

/** Looks at days, remembers the explanation and whether a day was only assumed. */
export class Walk {
  readonly steps: DueStep[] = [];
  uncalibrated = false;
  readonly #work: WorkCalendar;
  constructor(work: WorkCalendar) {
    this.#work = work;
  }
  look(day: DayNumber): { working: boolean; why: string } {
    const found = this.#work.day(day);
    if (!found.known) this.uncalibrated = true;
    return found;
  }
  note(at: Date, counted: boolean, n: number | null, why: string): void {
    this.steps.push(step(at, counted, counted || n === 0 ? n : null, why));
  }
  guard(days: number): void {
    if (days > HORIZON_DAYS) throw new AppError('misconfigured', '时限在十年内不会到期，请检查值班表、日历或停计记录');
  }
}

/** The explanation as Chinese lines for a screen or a terminal; `unit` is what the running count counts, days when it is not given. */
export function explain(steps: DueStep[], unit: '分钟' | '' = ''): string[] {
  return steps.map((row) => {
    const at = toLocalIso(row.at).slice(0, 16).replace('T', ' ');
    return `${at.endsWith('00:00') ? at.slice(0, 10) : at}  ${row.counted ? (row.n === null ? '—' : `${row.n}${unit}`) : '不计'}  ${row.why}`;
  });
}
