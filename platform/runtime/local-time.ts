/** China has one zone and no daylight saving: local time is UTC+8, always. */
export const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** ISO 8601 with +08:00, seconds precision (milliseconds kept only when not zero). The form of every time in API, CLI and exports. */
export function toLocalIso(at: Date): string {
  const shifted = new Date(at.getTime() + SHANGHAI_OFFSET_MS).toISOString();
  const body = shifted.endsWith('.000Z') ? shifted.slice(0, 19) : shifted.slice(0, 23);
  return `${body}+08:00`;
}

/** The local calendar day, YYYY-MM-DD. */
export function localDay(at: Date): string {
  return new Date(at.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
}

/** An instant from local wall-clock parts, e.g. fromLocal('2026-02-24', '17:30'). */
export function fromLocal(day: string, time = '00:00'): Date {
  return new Date(`${day}T${time.length === 5 ? `${time}:00` : time}+08:00`);
}

/** As people say it, for sentences: 11月22日12:56; with its year where that is not the year of `beside`, the time it is read against. */
export function spokenTime(at: Date, beside: Date = at): string {
  const [, year, month, day, clock] = /^(\d+)-(\d+)-(\d+)T(\d+:\d+)/.exec(toLocalIso(at))!;
  const named = toLocalIso(beside).startsWith(`${year}-`) ? '' : `${year}年`;
  return `${named}${Number(month)}月${Number(day)}日${clock}`;
}

/** The minute it lies in. People type minutes: what they enter for the minute of an act is not before the act. */
export const wholeMinute = (at: Date): Date => new Date(Math.floor(at.getTime() / 60_000) * 60_000);
