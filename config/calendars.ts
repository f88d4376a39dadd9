import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../platform/runtime/errors.ts';
import { jsonProblem } from '../platform/runtime/json-problem.ts';
import { inChinese } from './in-chinese.ts';
import { calendarYearSchema, isKnownYear, type CalendarYear } from './schema/calendars.ts';

/**
 * Every known year of the calendar folder, in order. A file without a State Council paper (the notice has not come yet) is left out.
 * @throws AppError 'misconfigured' naming the file and what is wrong.
 */
export function loadCalendars(configFolder: string): CalendarYear[] {
  const folder = join(configFolder, 'calendars');
  if (!existsSync(folder)) throw new AppError('misconfigured', `日历目录不存在：${folder}`);
  const names = readdirSync(folder).filter((name) => /^\d{4}\.json$/.test(name));
  return names
    .sort()
    .map((name) => readYear(join(folder, name), Number(name.slice(0, 4))))
    .filter(isKnownYear);
}

function readYear(file: string, year: number): CalendarYear {
  const parsed = calendarYearSchema.safeParse(readJson(file), inChinese);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${file} ${issue.path.join('.')}: ${issue.message}`);
    throw new AppError('misconfigured', `日历文件有误：\n${problems.join('\n')}`, { problems });
  }
  if (parsed.data.year !== year)
    throw new AppError('misconfigured', `日历文件有误：${file} 的 year 为 ${parsed.data.year}，应与文件名一致`);
  return parsed.data;
}

function readJson(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('misconfigured', `日历文件有误：${file}：${jsonProblem(error, text)}`);
  }
}
