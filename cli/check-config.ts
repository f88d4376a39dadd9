import { checkConfig, type ConfigReport } from '../config/check.ts';
import { readSettings, SETTINGS_HELP } from '../config/settings.ts';
import { parseOptions } from './arguments.ts';
import type { CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

export const verb: CliVerb = {
  name: 'check-config',
  usage: 'check-config [--settings] [--json]',
  reads: 'settings',
  summary: '检查全部规则文件、日历和环境变量。--settings 后面不写文件时，列出每项设置的含义、取值和缺省值。',
  details: [
    '输出每条规则所在文件、行号和错误；C、M 级出处（须与本地文件核对）另行计数。--json 输出一行 JSON。',
    '退出码：0 无错，1 有错，2 用法有误。',
  ],
  examples: ['huiying check-config', 'huiying check-config --settings', 'huiying check-config --settings 设置.yaml'],
  async run({ argv, env, cwd, stdout }) {
    const { settings, json } = parseOptions(this, argv, { settings: { type: 'boolean' }, json: { type: 'boolean' } });
    if (settings) {
      for (const row of SETTINGS_HELP) await writeLine(stdout, json ? JSON.stringify(row) : describeSetting(row));
      return 0;
    }
    const { configFolder } = readSettings(env, cwd);
    const report = checkConfig(configFolder, new Date());
    await writeLine(stdout, json ? JSON.stringify({ folder: configFolder, ...report }) : inWords(configFolder, report));
    return report.errors.length > 0 ? 1 : 0;
  },
};

type SettingHelp = (typeof SETTINGS_HELP)[number];

function describeSetting({ name, meaning, allowed, default: value, flag, secret }: SettingHelp): string {
  const ways = [...(flag ? [`参数 ${flag}`] : []), ...(secret ? [`可写入文件并以 ${name}_FILE 指明`] : [])];
  const facts = [`取值：${allowed}`, `缺省：${value === null ? '不设' : String(value)}`, ...ways];
  return `${name}\n    ${meaning}\n    ${facts.join('；')}`;
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
