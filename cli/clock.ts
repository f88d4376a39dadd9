import { loadCalendars } from '../config/calendars.ts';
import { loadRulebook } from '../config/load.ts';
import { clocksSchema, type ClockRule, type ClocksBook } from '../config/schema/clocks.ts';
import { readSettings } from '../config/settings.ts';
import { AppError } from '../platform/runtime/errors.ts';
import { toLocalIso } from '../platform/runtime/local-time.ts';
import { countingOf, effectiveRules, specOf } from '../responder/deadlines/book.ts';
import { workCalendar } from '../responder/deadlines/calendar.ts';
import { limitInWords, parseLimit, type ClockSpec } from '../responder/deadlines/clock.ts';
import { due, type DueResult } from '../responder/deadlines/due.ts';
import { explain } from '../responder/deadlines/explain.ts';
import { parseOptions, wrongUsage } from './arguments.ts';
import { parseStart, type Start } from './start.ts';
import type { CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

const OPTIONS = {
  rule: { type: 'string' },
  limit: { type: 'string' },
  colour: { type: 'string' },
  start: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const verb: CliVerb = {
  name: 'clock',
  usage: 'clock (--rule 规则编号 [--colour 颜色] | --limit 时限) --start 时刻 [--json]',
  reads: 'settings',
  summary: '计算时限到期时刻并逐日说明（含调休）。',
  details: [
    '规则编号：clocks.yaml 中的编号；--colour 为工单颜色：red 红、orange 橙、yellow 黄、blue 蓝，只用于随颜色不同的时限。',
    '时限单位：m 分钟，h 自然小时，d 自然日，wd 工作日，wh 工作小时。时刻：2026-09-18 或 2026-09-18T16:00，未写时区即为北京时间。',
    '按日计的不计起算当日；--json 输出一行 JSON。',
  ],
  examples: ['huiying clock --rule N-01 --start 2026-09-18T16:00', 'huiying clock --limit 2wd --start 2026-09-18'],
  async run({ argv, env, cwd, stdout }) {
    const values = parse(argv);
    const { configFolder } = readSettings(env, cwd);
    const book = loadRulebook(configFolder, 'clocks', clocksSchema);
    const { rule, spec } = choose(book, values);
    const start = parseStart(values.start);
    const work = workCalendar(loadCalendars(configFolder));
    const result = due(spec, start.at, work, { counting: countingOf(book) });
    await writeLine(
      stdout,
      values.json ? JSON.stringify(shape(rule, spec, start, result)) : inWords(rule, spec, result),
    );
    return 0;
  },
};

interface Values {
  rule?: string | undefined;
  limit?: string | undefined;
  colour?: string | undefined;
  start: string;
  json: boolean;
}

function parse(argv: string[]): Values {
  const values = parseOptions(verb, argv, OPTIONS);
  if ((values.rule === undefined) === (values.limit === undefined))
    throw wrongUsage(verb, '请在 --rule 与 --limit 中给出一项');
  if (values.start === undefined) throw wrongUsage(verb, '缺少 --start（起算时刻）');
  return { ...values, start: values.start, json: values.json ?? false };
}

function choose(book: ClocksBook, values: Values): { rule: ClockRule | null; spec: ClockSpec } {
  if (values.limit !== undefined) return { rule: null, spec: parseLimit(values.limit) };
  const rules = effectiveRules(book).filter((rule) => rule.id === values.rule || rule.family === values.rule);
  const matching = values.colour === undefined ? rules : rules.filter((rule) => hasColour(rule, values.colour!));
  const [rule] = matching;
  if (!rule)
    throw new AppError(
      'invalid_input',
      `没有规则“${values.rule}”${values.colour ? `（${values.colour}）` : ''}，编号见 config/rulebooks/clocks.yaml`,
    );
  if (matching.length > 1)
    throw new AppError(
      'invalid_input',
      `“${values.rule}”有多档，请写明其一：${matching.map((one) => `${one.id}（${one.title}）`).join('、')}，或加 --colour`,
    );
  const spec = specOf(rule);
  if (!spec)
    throw new AppError('precondition_failed', `${rule.id}（${rule.title}）没有数字时限：${rule.note ?? '及时'}`);
  return { rule, spec };
}

function hasColour(rule: ClockRule, colour: string): boolean {
  const conditions = 'any' in rule.applies ? rule.applies.any : [rule.applies];
  return conditions.some((one) => one.colour?.some((value) => value === colour));
}

function shape(rule: ClockRule | null, spec: ClockSpec, start: Start, result: DueResult): Record<string, unknown> {
  return {
    due: toLocalIso(result.due),
    calendar: result.calendar,
    steps: result.steps.map((step) => ({ ...step, at: toLocalIso(step.at) })),
    source: rule?.source ?? { doc: '命令行给定的时限', grade: 'P' },
    rule: rule?.id ?? null,
    title: rule?.title ?? null,
    limit: limitInWords(spec),
    start: toLocalIso(start.at),
    startPrecision: start.precision,
  };
}

function inWords(rule: ClockRule | null, spec: ClockSpec, result: DueResult): string {
  const head = rule ? `${rule.id} ${rule.title}，${limitInWords(spec)}` : limitInWords(spec);
  const source = rule ? [`依据：${rule.source.doc}（证据等级 ${rule.source.grade}）`] : [];
  return [
    head,
    `到期：${toLocalIso(result.due)}`,
    ...explain(result.steps, 'minutes' in spec.limit ? '分钟' : ''),
    ...source,
  ].join('\n');
}
