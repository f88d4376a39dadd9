import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { AppError } from '../platform/runtime/errors.ts';
import { loadCalendars } from './calendars.ts';
import { crossCheck, nationalFindings, type Finding } from './cross-check.ts';
import { loadRulebook, shippedConfigFolder } from './load.ts';
import { locate } from './locate.ts';
import { RULEBOOKS, type Rulebooks } from './rulebooks.ts';
import { clocksSchema } from './schema/clocks.ts';
import { wordHints } from './word-findings.ts';

export interface ConfigReport {
  /** `file:line path: what is wrong`; one is enough to refuse. */
  errors: string[];
  warnings: string[];
  /** Book name → number of rules by evidence grade. */
  grades: Record<string, Record<string, number>>;
}

/** Warn so many days before the calendar ends. */
const CALENDAR_WARNING_DAYS = 60;
const DAY_MS = 86_400_000;

/** Check a whole config folder; reads every book even when one is wrong. `today` decides only the calendar warning. */
export function checkConfig(folder: string, today: Date): ConfigReport {
  const report: ConfigReport = { errors: [], warnings: [], grades: {} };
  if (!existsSync(join(folder, 'rulebooks'))) {
    report.errors.push(`规则目录不存在：${join(folder, 'rulebooks')}（请检查 HUIYING_CONFIG）`);
    return report;
  }
  const books: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(RULEBOOKS)) {
    const book = attempt(report, () => loadRulebook(folder, name, schema as z.ZodType<unknown>));
    if (book === undefined) continue;
    books[name] = book;
    report.grades[name] = gradesOf(book);
  }
  attempt(report, () => calendarWarnings(report, folder, today));
  report.warnings.push(...strangers(folder));
  if (report.errors.length > 0) return report;
  const complete = books as unknown as Rulebooks;
  const findings = crossCheck(complete);
  if (folder !== shippedConfigFolder())
    findings.push(...nationalFindings(complete.clocks, loadRulebook(shippedConfigFolder(), 'clocks', clocksSchema)));
  const told = ({ book, path, message }: Finding): string =>
    `${locate(folder, book, path)} ${path.join('.')}: ${message}`;
  report.errors.push(...findings.map(told));
  report.warnings.push(...wordHints(complete).map(told));
  return report;
}

function attempt<T>(report: ConfigReport, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const problems = error.details['problems'];
    report.errors.push(...(Array.isArray(problems) ? problems.map(String) : [error.message]));
    return undefined;
  }
}

function calendarWarnings(report: ConfigReport, folder: string, today: Date): void {
  const years = loadCalendars(folder).map((file) => file.year);
  const last = years.at(-1);
  const place = join(folder, 'calendars');
  if (last === undefined) {
    report.errors.push(`${place}: 没有已公布放假安排的年份，无法计算工作日`);
    return;
  }
  const gap = years.find((year, index) => index > 0 && year !== years[index - 1]! + 1);
  if (gap !== undefined) report.warnings.push(`${place}: ${gap - 1} 年缺失，跨该年的工作日时限将待校准`);
  const left = Math.floor((Date.parse(`${last + 1}-01-01T00:00:00+08:00`) - today.getTime()) / DAY_MS);
  if (left < CALENDAR_WARNING_DAYS)
    report.warnings.push(
      `${place}: 日历只到 ${last}-12-31（${left < 0 ? '已过期' : `还有 ${left} 天`}），请在国务院办公厅公布后加入 ${last + 1}.json；此前跨年的工作日时限标注“待校准”`,
    );
}

function strangers(folder: string): string[] {
  const known = new Set(Object.keys(RULEBOOKS).map((name) => `${name}.yaml`));
  const files = readdirSync(join(folder, 'rulebooks')).filter((file) => /\.ya?ml$/.test(file) && !known.has(file));
  return files.map((file) => `${join(folder, 'rulebooks', file)}: 未登记的规则文件，不会被读取`);
}

/** Counts `source.grade` wherever a rule carries one. */
function gradesOf(value: unknown, counts: Record<string, number> = {}): Record<string, number> {
  if (Array.isArray(value)) value.forEach((item) => gradesOf(item, counts));
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) {
      const grade = key === 'source' ? (item as { grade?: string } | null)?.grade : undefined;
      if (grade) counts[grade] = (counts[grade] ?? 0) + 1;
      else gradesOf(item, counts);
    }
  return counts;
}
