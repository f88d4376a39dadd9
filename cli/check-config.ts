import { parseArgs } from 'node:util';
import { checkConfig, type ConfigReport } from '../config/check.ts';
import { readSettings, SETTINGS_HELP } from '../config/settings.ts';
import { AppError } from '../platform/runtime/errors.ts';
import type { CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

export const verb: CliVerb = {
  name: 'check-config',
  usage: 'check-config [--settings] [--json]',
  summary: '检查全部规则文件、日历和环境变量；有错时退出码为 1。--settings 列出每项设置的含义。',
  async run({ argv, env, cwd, stdout }) {
    const { settings, json } = parse(argv);
    if (settings) {
      for (const row of SETTINGS_HELP)
        await writeLine(stdout, json ? JSON.stringify(row) : `${row.name}  ${row.meaning}`);
      return 0;
    }
    const { configFolder } = readSettings(env, cwd);
    const report = checkConfig(configFolder, new Date());
    await writeLine(stdout, json ? JSON.stringify({ folder: configFolder, ...report }) : inWords(configFolder, report));
    return report.errors.length > 0 ? 1 : 0;
  },
};

function parse(argv: string[]): { settings: boolean; json: boolean } {
  try {
    const { values } = parseArgs({ args: argv, options: { settings: { type: 'boolean' }, json: { type: 'boolean' } } });
    return { settings: values.settings ?? false, json: values.json ?? false };
  } catch (error) {
    throw new AppError('invalid_input', `参数有误：${(error as Error).message}\n用法：huiying ${verb.usage}`);
  }
}

const GRADES = ['A', 'B', 'C', 'M', 'P'];

function inWords(folder: string, { errors, warnings, grades }: ConfigReport): string {
  const books = Object.entries(grades).map(([name, counts]) => {
    const parts = GRADES.filter((grade) => counts[grade]).map((grade) => `${grade}×${counts[grade]}`);
    return `  ${name}${parts.length > 0 ? `  证据等级 ${parts.join(' ')}` : ''}`;
  });
  const open = Object.values(grades).reduce((sum, counts) => sum + (counts['C'] ?? 0) + (counts['M'] ?? 0), 0);
  return [
    `规则目录：${folder}`,
    ...books,
    ...warnings.map((line) => `提示：${line}`),
    ...(open > 0 ? [`提示：${open} 条依据为 C、M 级，上线前须与本地预案原文核对`] : []),
    ...errors.map((line) => `错误：${line}`),
    errors.length > 0 ? `共 ${errors.length} 处错误，未通过` : '检查通过',
  ].join('\n');
}
