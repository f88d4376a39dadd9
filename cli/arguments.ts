import { parseArgs, type ParseArgsConfig } from 'node:util';
import { AppError } from '../platform/runtime/errors.ts';
import type { CliVerb } from './verb.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** parseArgs that answers a wrong argument with the verb's usage (exit 2). */
export function parseArguments<O extends Options>(verb: Pick<CliVerb, 'usage'>, args: string[], options: O) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw wrongUsage(verb, `参数有误：${(error as Error).message}`);
  }
}

export const wrongUsage = (verb: Pick<CliVerb, 'usage'>, what: string): AppError =>
  new AppError('invalid_input', `${what}\n用法：huiying ${verb.usage}`);
