import { AppError } from './platform/runtime/errors.ts';
import { COMMON_HELP, helpOf, runVerb } from './cli/common-options.ts';
import type { ExitCode } from './cli/verb.ts';
import { VERBS } from './cli/verbs.ts';

/** `huiying VERB …`. Sets the exit code and lets the process end by itself, so that pipes are drained. */
async function main(): Promise<ExitCode> {
  const [first, ...rest] = process.argv.slice(2);
  // `help VERB` is `VERB --help`.
  const [name, ...argv] = first === 'help' && rest[0] !== undefined ? [rest[0], '--help'] : [first, ...rest];
  if (name === undefined || name === 'help' || name === '--help') return printHelp(name === undefined ? 2 : 0);
  const load = VERBS[name];
  if (!load) {
    process.stderr.write(`没有名为“${name}”的命令。\n`);
    return printHelp(2);
  }
  const verb = await load();
  if (argv.includes('--help')) {
    process.stderr.write(`${helpOf(verb)}\n`);
    return 0;
  }
  const cwd = process.env['INIT_CWD'] ?? process.cwd();
  const { stdin, stdout, stderr, env } = process;
  return runVerb(verb, { argv, env, cwd, stdin, stdout, stderr });
}

async function printHelp(code: ExitCode): Promise<ExitCode> {
  const verbs = await Promise.all(Object.values(VERBS).map((load) => load()));
  const lines = [
    ...verbs.map((verb) => `  ${verb.usage}\n      ${verb.summary}`),
    '',
    '读取设置的命令都可带：',
    ...COMMON_HELP,
    '',
    '数据输出到标准输出，提示输出到标准错误；退出码 0 成功，1 拒绝或未能完成，2 用法有误。',
    '参数含义和示例：huiying 命令 --help',
  ];
  process.stderr.write(`用法：huiying 命令 [参数]\n\n${lines.join('\n')}\n`);
  return code;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE')
    process.exitCode = 0; // the reader went away (| head): not our failure
  else throw error;
});

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = complain(error);
}

function complain(error: unknown): ExitCode {
  // The reader went away (| head): nothing is wrong and nobody is there to be told.
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') return 0;
  if (error instanceof AppError) {
    process.stderr.write(`${error.message}\n`);
    return error.code === 'invalid_input' ? 2 : 1;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}
