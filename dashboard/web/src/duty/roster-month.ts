import { TEMPLATE_HEAD, templateRows } from '../../../rooms/roster-template-rows.ts';
import { SHANGHAI_OFFSET_MS } from '../../../../platform/runtime/local-time.ts';

const DAY_MS = 86_400_000;

export interface MonthShift {
  id: string;
  from: string;
  to: string;
  leader: { name: string } | null;
  officers: { name: string }[];
}
export interface DayCell<S extends MonthShift = MonthShift> {
  /** YYYY-MM-DD; null = a cell before the first or after the last day. */
  day: string | null;
  /** Shifts that begin on this day, in order. */
  shifts: S[];
  /** Times of this day nobody is on duty, e.g. 17:30–24:00. Only where the unit is manned at all hours. */
  gaps: string[];
}

/** Instants of a month of Shanghai, 'YYYY-MM'; `to` is the first of the next one. */
export function monthSpan(month: string): { from: string; to: string } {
  return { from: `${month}-01T00:00:00+08:00`, to: `${nextMonth(month, 1)}-01T00:00:00+08:00` };
}

export function nextMonth(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

export const localMonth = (iso: string): string =>
  new Date(Date.parse(iso) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 7);

/** What is said of a month without gaps: of the present one only what is left of it, of a past one nothing. */
export function fullWords(month: string, now: string): string {
  const present = localMonth(now);
  if (month < present) return '';
  return month > present ? '已排满' : '今日起已排满';
}

/** A month as weeks from Monday on. What lies before `now` is no gap any more: nobody can fill it. Pure. */
export function monthGrid<S extends MonthShift>(
  month: string,
  shifts: readonly S[],
  { allHours, now }: { allHours: boolean; now: string },
): DayCell<S>[][] {
  const { from, to } = monthSpan(month);
  const days = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
  const before = (new Date(Date.parse(from) + SHANGHAI_OFFSET_MS).getUTCDay() + 6) % 7;
  const empty = (): DayCell<S> => ({ day: null, shifts: [], gaps: [] });
  const cells = [
    ...Array.from({ length: before }, empty),
    ...Array.from({ length: days }, (_, index): DayCell<S> => {
      const start = Date.parse(from) + index * DAY_MS;
      return {
        day: new Date(start + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10),
        shifts: shifts
          .filter((shift) => Date.parse(shift.from) >= start && Date.parse(shift.from) < start + DAY_MS)
          .sort((a, b) => Date.parse(a.from) - Date.parse(b.from)),
        gaps: allHours ? gapsOfDay(start, shifts, Date.parse(now)) : [],
      };
    }),
  ];
  while (cells.length % 7 !== 0) cells.push(empty());
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

function gapsOfDay(start: number, shifts: readonly MonthShift[], now: number): string[] {
  const gaps: string[] = [];
  let covered = Math.max(start, now);
  const end = start + DAY_MS;
  const gap = (until: number): void => void gaps.push(`${clockOf(covered, start)}–${clockOf(until, start)}`);
  for (const shift of [...shifts].sort((a, b) => Date.parse(a.from) - Date.parse(b.from))) {
    const begins = Math.min(Date.parse(shift.from), end);
    if (begins > covered) gap(begins);
    covered = Math.max(covered, Date.parse(shift.to));
  }
  if (covered < end) gap(end);
  return gaps;
}

function clockOf(at: number, start: number): string {
  const minutes = Math.floor((at - start) / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The file a unit fills: a day and a night shift for every day of the month, the names left to people. With a byte order mark, for Excel and WPS. */
export function templateCsv(month: string): string {
  const lines = [TEMPLATE_HEAD, ...templateRows(month)].map((cells) => cells.join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}
