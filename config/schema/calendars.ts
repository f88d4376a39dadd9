import { z } from 'zod';

const day = z.iso.date();

/**
 * calendars/<year>.json: the days on which the State Council's notice departs from the plain week. Same day rows as NateScarlet/holiday-cn,
 * so that next year's file can be dropped in as it is. `isOffDay: false` is a make-up workday (调休补班).
 */
export const calendarYearSchema = z
  .strictObject({
    $schema: z.string().optional(),
    $id: z.string().optional(),
    year: z.number().int().min(2000).max(2100),
    notice: z.strictObject({ title: z.string(), number: z.string(), date: day }).optional(),
    /** Addresses of the notice on the State Council's site; none = the notice has not come, the year is unknown. */
    papers: z.array(z.url()),
    days: z.array(z.strictObject({ date: day, name: z.string(), isOffDay: z.boolean() })),
  })
  .superRefine((file, context) => {
    const seen = new Set<string>();
    file.days.forEach((row, index) => {
      if (seen.has(row.date))
        context.addIssue({ code: 'custom', path: ['days', index, 'date'], message: `日期重复：${row.date}` });
      seen.add(row.date);
      if (Math.abs(Number(row.date.slice(0, 4)) - file.year) > 1)
        context.addIssue({
          code: 'custom',
          path: ['days', index, 'date'],
          message: `${row.date} 不属于 ${file.year} 年`,
        });
    });
  });
export type CalendarYear = z.infer<typeof calendarYearSchema>;

/** A year counts as known only when its file names the State Council paper. */
export function isKnownYear(file: CalendarYear): boolean {
  return (file.papers.length > 0 || file.notice !== undefined) && file.days.length > 0;
}
