import { loadRulebook } from '../config/load.ts';
import { suggestLevel, LEVEL_NAMES, type LevelFacts, type LevelSuggestion } from '../config/levels/suggest.ts';
import { eventLevelsSchema } from '../config/schema/event-levels.ts';
import { readSettings } from '../config/settings.ts';
import { AppError } from '../platform/runtime/errors.ts';
import { parseOptions, wrongUsage } from './arguments.ts';
import type { CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

const OPTIONS = {
  kind: { type: 'string' },
  deaths: { type: 'string' },
  'serious-injuries': { type: 'string' },
  injuries: { type: 'string' },
  missing: { type: 'string' },
  poisoned: { type: 'string' },
  evacuated: { type: 'string' },
  'direct-loss': { type: 'string' },
  magnitude: { type: 'string' },
  participants: { type: 'string' },
  dense: { type: 'boolean' },
  sparse: { type: 'boolean' },
  school: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export const verb: CliVerb = {
  name: 'level',
  usage:
    'level --kind 类型 [--deaths 人数] [--serious-injuries 人数] [--injuries 人数] [--missing 人数] [--poisoned 人数] [--evacuated 人数] [--direct-loss 元] [--magnitude 震级 [--dense|--sparse]] [--participants 人数] [--school] [--json]',
  reads: 'settings',
  summary: '按分级标准给出突发事件的建议级别；级别由主管部门认定。',
  details: [
    '类型：分级表中的代码或名称，如 fire 或“火灾”，写错时列出全部。人数、元可写 30（确数）、30+（以上）、10-19（区间）。',
    '--dense、--sparse：地震发生在人口密集、稀少地区；--school：涉及学校；--participants：群体性事件参与人数。',
    '只有下限达到的级别是建议级别，上限达到的注明“可能升级”；级别由主管部门认定。',
  ],
  examples: [
    'huiying level --kind fire --deaths 3',
    'huiying level --kind 食物中毒与食品安全事件 --poisoned 100+ --school --json',
  ],
  async run({ argv, env, cwd, stdout }) {
    const { facts, kind, json } = read(argv);
    const book = loadRulebook(readSettings(env, cwd).configFolder, 'event-levels', eventLevelsSchema);
    const found = book.kinds.find((row) => row.kind === kind || row.name === kind);
    if (!found)
      throw new AppError(
        'invalid_input',
        `没有事件类型“${kind}”，可用：${book.kinds.map((row) => `${row.kind}（${row.name}）`).join('、')}`,
      );
    const suggestion = suggestLevel(book, found.kind, facts);
    await writeLine(stdout, json ? JSON.stringify(shape(suggestion)) : inWords(suggestion));
    return 0;
  },
};

function read(argv: string[]): { facts: LevelFacts; kind: string; json: boolean } {
  const values = parseOptions(verb, argv, OPTIONS);
  if (values.kind === undefined) throw wrongUsage(verb, '缺少 --kind（事件类型，如 work_safety、food 或其中文名）');
  const facts: LevelFacts = {
    deaths: range('deaths', values.deaths),
    seriousInjuries: range('serious-injuries', values['serious-injuries']),
    injuries: range('injuries', values.injuries),
    missing: range('missing', values.missing),
    poisoned: range('poisoned', values.poisoned),
    evacuated: range('evacuated', values.evacuated),
    directLossYuan: range('direct-loss', values['direct-loss']),
    participants: range('participants', values.participants),
    magnitude: values.magnitude === undefined ? undefined : range('magnitude', values.magnitude)?.low,
    dense: values.dense ? true : values.sparse ? false : undefined,
    school: values.school,
  };
  return { facts, kind: values.kind, json: values.json ?? false };
}

/** 30 → {30,30}; 30+ → {30,null}; 10-19 → {10,19}. */
function range(name: string, text: string | undefined): { low: number; high: number | null } | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)(?:(\+)|-(\d+(?:\.\d+)?))?$/.exec(text.trim());
  const low = Number(match?.[1]);
  const high = match?.[2] ? null : Number(match?.[3] ?? match?.[1]);
  if (!match || (high !== null && high < low))
    throw new AppError('invalid_input', `--${name} 应为数字，可写 30、30+ 或 10-19，现为“${text}”`);
  return { low, high };
}

function shape(found: LevelSuggestion): Record<string, unknown> {
  const { low: level, possible, rule, source, status, reference, notes } = found;
  return { level, possible, rule, source, status, reference, notes };
}

function inWords(found: LevelSuggestion): string {
  const head = found.low ? `建议级别：${LEVEL_NAMES[found.low]}` : found.status === 'unclear' ? '级别待核' : '未达分级';
  const lines = [head];
  if (found.possible) lines.push(`可能升级：${LEVEL_NAMES[found.possible]}`);
  if (found.reference) lines.push(`参考值（不作为定级依据）：${LEVEL_NAMES[found.reference]}`);
  if (found.source)
    lines.push(
      `依据：${found.rule} ${found.source.doc}${found.source.article ?? ''}（证据等级 ${found.source.grade}）`,
    );
  return [...lines, ...found.notes].join('\n');
}
