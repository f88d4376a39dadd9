const DAY_MS = 86_400_000;

export const TEMPLATE_HEAD = ['起', '止', '带班领导', '值班员'] as const;

/** What a unit fills for a month ('YYYY-MM'): a day and a night shift for every day, the names left to people. Shanghai wall-clock times. Pure. */
export function templateRows(month: string): string[][] {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const [first, next] = [Date.UTC(year, number - 1, 1), Date.UTC(year, number, 1)];
  const days = Array.from({ length: (next - first) / DAY_MS }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString().slice(0, 10),
  );
  return days.flatMap((day) => [
    [`${day} 08:30`, '17:30', '', ''],
    [`${day} 17:30`, '08:30', '', ''],
  ]);
}
