import { parseArgs, type ParseArgsConfig } from 'node:util';
import { AppError } from '../platform/runtime/errors.ts';
import { isCommon, usageOf } from './common-options.ts';
import type { CliVerb } from './verb.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** parseArgs that answers a wrong argument with the verb's usage (exit 2). */
export function parseArguments<O extends Options>(verb: Pick<CliVerb, 'usage' | 'reads'>, args: string[], options: O) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    const option = optionNamed(error);
    throw wrongUsage(verb, isCommon(verb, option) ? `选项 ${option} 缺少值` : argumentProblem(error));
  }
}

/** As parseArguments, for a verb that takes options only. */
export function parseOptions<O extends Options>(verb: Pick<CliVerb, 'usage' | 'reads'>, args: string[], options: O) {
  const { values, positionals } = parseArguments(verb, args, options);
  if (positionals.length > 0) throw wrongUsage(verb, `多余的参数：${positionals.join(' ')}`);
  return values;
}

export const wrongUsage = (verb: Pick<CliVerb, 'usage' | 'reads'>, what: string): AppError =>
  new AppError('invalid_input', `${what}\n用法：huiying ${usageOf(verb)}`);

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** An instant as an option gives it, with its offset, so that nobody has to guess the zone. @returns null for anything else, 30 February included */
export function instantOf(text: string | undefined): Date | null {
  const day = INSTANT.exec(text ?? '')?.[1];
  const at = new Date(text ?? '');
  return day === undefined || Number.isNaN(at.getTime()) || !isRealDay(day) ? null : at;
}

/** Whether the calendar has this YYYY-MM-DD; a Date would take 30 February for 2 March. */
export function isRealDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day;
}

/** What node's parseArgs complains of, in Chinese. */
export function argumentProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const option = optionNamed(error);
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `没有这个选项：${option}`;
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return `多余的参数：${option}`;
  if (message.includes('does not take an argument')) return `选项 ${option} 不带值`;
  if (message.includes('ambiguous')) return `选项 ${option} 缺少值（值若以“-”开头，请写成 ${option}=值）`;
  return code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' ? `选项 ${option} 缺少值` : '参数有误';
}

/** The option a complaint of parseArgs is about, e.g. `--kind`; empty when it names none. */
const optionNamed = (error: unknown): string =>
  /'([^']*)'/
    .exec((error as Error).message)?.[1]
    ?.replace(/ <value>$/, '')
    .replace(/^-\w, /, '')
    .replace(/=.*$/, '') ?? '';
