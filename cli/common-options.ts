import type { CliContext, CliVerb } from './verb.ts';

/** Options that mean the same for every verb that reads settings; each stands for a name of the environment and wins over it. */
const COMMON = {
  data: { name: 'HUIYING_DATA', shape: '--data 数据目录', meaning: '数据目录（用到数据的命令），缺省为 data' },
  settings: { name: 'HUIYING_SETTINGS', shape: '--settings 设置文件', meaning: 'YAML 设置文件，与 npm start 的相同' },
} as const;
type Common = keyof typeof COMMON;

const namesOf = ({ reads }: Pick<CliVerb, 'reads'>): Common[] =>
  reads === 'installation' ? ['data', 'settings'] : reads === 'settings' ? ['settings'] : [];

type Described = Pick<CliVerb, 'usage' | 'reads'>;

/** The verb's line of usage with what it shares with others at its end. */
export const usageOf = (verb: Described): string =>
  [verb.usage, ...namesOf(verb).map((name) => `[${COMMON[name].shape}]`)].join(' ');

/** What the shared options mean, a line each, for the help. */
export const COMMON_HELP = Object.values(COMMON).map(({ shape, meaning }) => `  ${shape}\n      ${meaning}`);

const EXIT_CODES = '退出码：0 成功，1 拒绝或未能完成，2 用法有误。';

/** What `--help` of one verb prints. */
export function helpOf(verb: CliVerb): string {
  const { summary, details = [], examples = [] } = verb;
  const shared = namesOf(verb).map((name) => `${COMMON[name].shape}：${COMMON[name].meaning}。`);
  const exits = details.some((line) => line.startsWith('退出码')) ? [] : [EXIT_CODES];
  const shown = examples.length > 0 ? ['例：', ...examples.map((example) => `  ${example}`)] : [];
  return [summary, `用法：huiying ${usageOf(verb)}`, ...details, ...shared, ...exits, ...shown].join('\n');
}

export const isCommon = (verb: Described, option: string): boolean =>
  namesOf(verb).some((name) => option === `--${name}`);

/**
 * The context as the verb sees it: shared options taken out of its arguments and laid over the environment. One without a value stays, the
 * verb's own parser names it.
 */
export function withCommonOptions<C extends Pick<CliContext, 'argv' | 'env'>>(verb: Described, context: C): C {
  const argv: string[] = [];
  const env = { ...context.env };
  const given = [...context.argv];
  for (let arg = given.shift(); arg !== undefined; arg = given.shift()) {
    if (arg === '--') {
      argv.push(arg, ...given);
      break;
    }
    const [option, ...parts] = arg.split('=');
    const name = namesOf(verb).find((each) => option === `--${each}`);
    const follows = parts.length === 0 && given[0] !== undefined && !given[0].startsWith('-');
    const value = name === undefined ? '' : follows ? given.shift()! : parts.join('=');
    if (name === undefined || value === '') argv.push(arg);
    else env[COMMON[name].name] = value;
  }
  return { ...context, argv, env };
}

/** Runs a verb as its user called it. */
export const runVerb = (verb: CliVerb, context: CliContext): ReturnType<CliVerb['run']> =>
  verb.run(withCommonOptions(verb, context));
