import { fromLocal, localDay } from '../../platform/runtime/local-time.ts';

/** When the event happened, as a text says it. */
export interface Occurrence {
  at: number;
  /** The words it was read from. */
  words: string;
  /** An hour was named; else the start of the part of day. */
  exact: boolean;
}

/** Start of each part of day: the earliest reading is the strict one for a clock that runs from occurrence. */
const PARTS: Record<string, { from: number; pm: boolean }> = {
  凌晨: { from: 0, pm: false },
  清晨: { from: 5, pm: false },
  今晨: { from: 5, pm: false },
  早晨: { from: 6, pm: false },
  早上: { from: 6, pm: false },
  上午: { from: 8, pm: false },
  中午: { from: 11, pm: true },
  下午: { from: 12, pm: true },
  傍晚: { from: 17, pm: true },
  晚间: { from: 18, pm: true },
  晚上: { from: 18, pm: true },
  夜间: { from: 18, pm: true },
  深夜: { from: 22, pm: true },
  早: { from: 6, pm: false },
  晚: { from: 18, pm: true },
};
const DAYS_AGO: Record<string, number> = { 今: 0, 昨: 1, 前: 2 };
const PATTERN =
  /(?:(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]|(今|昨|前)(?:天|日)|(今|昨)(?=早|晚|晨))(?:[^，。；,;\d]{0,4}?)(凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚间|晚上|夜间|深夜|早|晚|晨)?(?:(\d{1,2})(?:[时点:：](?:(\d{1,2})分?|半)?)(?:许|左右)?)?/g;

/**
 * First date with at least a part of day in the text, not after `publishedAt` and at most 60 days before it; null when none.
 * A day without any hour is no occurrence time: clocks must not run from a guessed midnight.
 */
export function occurrenceIn(text: string, publishedAt: Date): Occurrence | null {
  for (const match of text.matchAll(PATTERN)) {
    const [words, year, month, day, ago, agoShort, part, hour, minute] = match;
    if (part === undefined && hour === undefined) continue;
    const date =
      month === undefined
        ? localDay(new Date(publishedAt.getTime() - DAYS_AGO[(ago ?? agoShort)!]! * 86_400_000))
        : calendarDay(year, month, day!, publishedAt);
    const clock = date === null ? null : timeOfDay(part, hour, minute, words.includes('半'));
    if (date === null || clock === null) continue;
    const at = fromLocal(date, clock).getTime();
    const age = publishedAt.getTime() - at;
    if (age >= 0 && age <= 60 * 86_400_000) return { at, words: words.trim(), exact: hour !== undefined };
  }
  return null;
}

/** A date without a year is the latest one not after the publication. */
function calendarDay(year: string | undefined, month: string, day: string, publishedAt: Date): string | null {
  const tail = `${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const published = localDay(publishedAt);
  const thisYear = Number(published.slice(0, 4));
  const full = `${year ?? (tail > published.slice(5) ? thisYear - 1 : thisYear)}-${tail}`;
  const real = fromLocal(full);
  return Number.isNaN(real.getTime()) || localDay(real) !== full ? null : full;
}

function timeOfDay(
  part: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  half: boolean,
): string | null {
  const range = part === undefined ? undefined : (PARTS[part] ?? PARTS['早晨']);
  if (hour === undefined) return range ? `${String(range.from).padStart(2, '0')}:00` : null;
  let value = Number(hour);
  if (value === 12 && range?.from === 0) value = 0;
  if (value === 12 && range !== undefined && range.from >= 17) return '23:59';
  if (range?.pm && value < 11) value += 12;
  const minutes = half ? 30 : Number(minute ?? 0);
  if (value > 23 || minutes > 59) return null;
  return `${String(value).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
