import { createAnalyzerPool, type AnalyzerPool } from '../analyzer/brains/analyzer-pool.ts';
import { unreadable } from '../analyzer/brains/readable.ts';
import { readSettings } from '../config/settings.ts';
import { AppError } from '../platform/runtime/errors.ts';
import { readInput, type Encodings } from './analyze-input.ts';
import { analyzePage } from './analyze-page.ts';
import type { AnalyzeRow } from './analyze-row.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import type { CliContext, CliVerb } from './verb.ts';
import { write, writeLine } from './write.ts';

export const verb: CliVerb = {
  name: 'analyze',
  usage: 'analyze ([--workers 线程数] < 输入 > 输出.jsonl | --fields [--english])',
  reads: 'settings',
  summary: '逐条分析信息，同序输出 JSONL：主题、诉求、敏感等级、地点、人数、单位、级别及依据。不需要服务和数据库。',
  details: [
    '输入：每行一个 JSON 对象，也可为 JSON 数组或带表头的 CSV；编码为 UTF-8、GB18030（GBK）或 UTF-16。',
    '字段：id（编号）必填；title（标题）、text（也可写 body、content、内容、正文）至少一项；publishedAt（发布时间）、region（省份）可选。',
    '输出各字段的含义、单位和代码见 --fields（加 --english 为英文），亦载于 docs/analyze.zh-CN.md。',
    '--workers 1 至 64，缺省取设置中的 HUIYING_WORKERS。',
    '退出码：0 全部分析；1 有的行未能分析，或文字空白、残缺（有结果，均标为须人工判读），标准错误逐行列出；2 用法有误。',
  ],
  examples: [
    'huiying analyze < 留言.csv > 结果.jsonl',
    `echo '{"id":"1","text":"滨江区阳光小区停水三天没人管"}' | huiying analyze`,
  ],
  async run(context) {
    const { values, positionals } = parseArguments(verb, context.argv, {
      workers: { type: 'string' },
      json: { type: 'boolean' },
      fields: { type: 'boolean' },
      english: { type: 'boolean' },
    });
    if (positionals.length > 0) throw wrongUsage(verb, `不认识的参数：${positionals[0]}`);
    if (values.fields === true) {
      await write(context.stdout, analyzePage(values.english === true));
      return 0;
    }
    const settings = readSettings(context.env, context.cwd);
    const workers = values.workers === undefined ? settings.workers : Number(values.workers);
    if (!Number.isInteger(workers) || workers < 1 || workers > 64)
      throw wrongUsage(verb, '--workers 应为 1 到 64 的整数');
    const pool = createAnalyzerPool({ configFolder: settings.configFolder, workers });
    try {
      await pool.ready().catch(rethrowKnown);
      const told = await analyzeAll(context, pool, workers);
      return told.refused + told.unreadable + told.broken > 0 ? 1 : 0;
    } finally {
      await pool.close();
    }
  },
};

const CHUNK = 128;

/** What the person at the keyboard is told at the end. */
interface Told {
  refused: number;
  /** Rows whose id an earlier row bears: both are analysed, and nobody can tell the results apart by it. */
  repeated: number;
  /** Lines whose bytes are of no known encoding. */
  broken: number;
  /** Rows with an answer nobody can rely on: no text, or broken. Each says so itself (`needsPerson`). */
  unreadable: number;
}

/** Reads ahead only as far as the threads have work, and writes in the order of the input. */
async function analyzeAll(context: CliContext, pool: AnalyzerPool, workers: number): Promise<Told> {
  const running: Promise<string>[] = [];
  const encodings: Encodings = { first: new Map(), broken: [] };
  const told: Told = { refused: 0, repeated: 0, unreadable: 0, broken: 0 };
  const seen = new Map<string, string>();
  let rows: AnalyzeRow[] = [];
  const flush = async (most: number): Promise<void> => {
    if (rows.length > 0) running.push(analyzeChunk(pool, rows));
    rows = [];
    while (running.length > most) await write(context.stdout, await running.shift()!);
  };
  let items = 0;
  for await (const item of readInput(context.stdin, encodings)) {
    items += 1;
    const problem = item.kind === 'refused' ? item.reason : unreadable(item.row.input)[0];
    if (item.kind === 'row') {
      rows.push(item.row);
      const first = seen.get(item.row.id);
      if (first === undefined) seen.set(item.row.id, item.where);
      else {
        told.repeated += 1;
        await writeLine(context.stderr, `${item.where}：编号“${item.row.id}”与${first}重复，两条均已分析`);
      }
    }
    told[item.kind === 'row' ? 'unreadable' : 'refused'] += problem === undefined ? 0 : 1;
    if (problem !== undefined) await writeLine(context.stderr, `${item.where}：${problem}`);
    if (rows.length >= CHUNK) await flush(workers + 1);
  }
  await flush(0);
  told.broken = encodings.broken.length;
  if (items + told.broken === 0) await writeLine(context.stderr, '输入中没有信息。');
  for (const line of wordsOf(encodings, told)) await writeLine(context.stderr, line);
  return told;
}

const NAMES: Record<string, string> = { gb18030: ' GB18030（GBK）', 'utf-16le': ' UTF-16 ', 'utf-16be': ' UTF-16 ' };
const MOST_NUMBERS = 20;

function* wordsOf({ first, broken }: Encodings, { refused, repeated, unreadable: unsure }: Told): Generator<string> {
  for (const [charset, line] of first) yield `输入（自第 ${line} 行起）是${NAMES[charset]}编码，已按该编码读取。`;
  const lines = broken.slice(0, MOST_NUMBERS).join('、') + (broken.length > MOST_NUMBERS ? ' 等' : '');
  if (broken.length > 0)
    yield `第 ${lines} 行（共 ${broken.length} 行）既不是 UTF-8 也不是 GB18030（GBK）编码，请从来源重新导出，或用记事本、WPS 另存为 UTF-8 后重新分析。`;
  if (repeated > 0) yield `共 ${repeated} 行的编号与前面的重复，请核对来源；按编号合并结果时会相互覆盖。`;
  if (unsure > 0) yield `共 ${unsure} 行的文字无法可靠识别，结果已标明须人工判读（needsPerson）。`;
  if (refused > 0) yield `共 ${refused} 行未能分析，其余已输出。`;
}

async function analyzeChunk(pool: AnalyzerPool, rows: AnalyzeRow[]): Promise<string> {
  const analyses = await pool.analyze(rows.map((row) => row.input));
  return analyses.map((analysis, index) => `${JSON.stringify({ id: rows[index]!.id, ...analysis })}\n`).join('');
}

/** Errors cross threads as plain errors; what a person can mend (a rulebook, a dictionary, the model file) must still read as a sentence. */
function rethrowKnown(error: unknown): never {
  if (error instanceof Error && error.name === 'AppError') throw new AppError('misconfigured', error.message);
  throw error;
}
