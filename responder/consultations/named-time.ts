import { fromLocal, localDay } from '../../platform/runtime/local-time.ts';
import { DAY_MS, type WorkCalendar } from '../deadlines/calendar.ts';
import { datesIn, numberOf } from '../wording/dates.ts';

const HOUR =
  /(\d{1,2}月\d{1,2}日|今[日天]?|明[日天]?|次日)?(凌晨|早|上午|中午|下午|傍晚|晚上?)?(\d{1,2}|[一二两三四五六七八九十]{1,3})[时点](?!间)(半|(\d{1,2})分)?[之以]?前/;

/** Until when an instruction wants it done, as its words name it: 今晚八时前, 3月12日前. Null: none is named, or it was over when it was given. */
export function namedTime(text: string, given: Date, calendar: Pick<WorkCalendar, 'day'>): Date | null {
  const at = hourNamed(text, given) ?? datesIn(text, given, calendar).find((one) => one.at > given)?.at ?? null;
  return at !== null && at > given ? at : null;
}

function hourNamed(text: string, given: Date): Date | null {
  const match = HOUR.exec(text);
  if (match === null) return null;
  const [, day, part = '', hour = '', half, minute] = match;
  const told = numberOf(hour);
  const late = /下午|傍晚|晚/.test(part) && told < 12 ? 12 : 0;
  const minutes = (told + late) * 60 + (half === '半' ? 30 : Number(minute ?? 0));
  if (Number.isNaN(minutes) || minutes > 24 * 60) return null;
  return new Date(fromLocal(dayNamed(day, given)).getTime() + minutes * 60_000);
}

function dayNamed(day: string | undefined, given: Date): string {
  if (day === undefined || day.startsWith('今')) return localDay(given);
  if (day.startsWith('明') || day === '次日') return localDay(new Date(given.getTime() + DAY_MS));
  const [, month = '', date = ''] = /(\d+)月(\d+)日/.exec(day)!;
  return `${localDay(given).slice(0, 4)}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
}
