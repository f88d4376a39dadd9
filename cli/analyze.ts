import { createAnalyzerPool, type AnalyzerPool } from '../analyzer/brains/analyzer-pool.ts';
import { unreadable } from '../analyzer/brains/readable.ts';
import { readSettings } from '../config/settings.ts';
import { AppError } from '../platform/runtime/errors.ts';
import { readInput, type Encodings } from './analyze-input.ts';
import type { AnalyzeRow } from './analyze-row.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import type { CliContext, CliVerb } from './verb.ts';
import { write, writeLine } from './write.ts';

export const verb: CliVerb = {
  name: 'analyze',
  usage: 'analyze [--workers 线程数] < 输入.jsonl > 输出.jsonl',
  reads: 'settings',
  summary:
    '逐行分析信息：标准输入每行一个 {id, title?, text, publishedAt?, region?}，标准输出同序每行一个分析结果；无法读取的行报到标准错误，退出码为 1。不需要服务和数据库。',
  async run(context) {
    const { values, positionals } = parseArguments(verb, context.argv, {
      workers: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (positionals.length > 0) throw wrongUsage(verb, `不认识的参数：${positionals[0]}`);
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
  /** Lines whose bytes are of no known encoding. */
  broken: number;
  /** Rows with an answer nobody can rely on: no text, or broken. Each says so itself (`needsPerson`). */
  unreadable: number;
}

/** Reads ahead only as far as the threads have work, and writes in the order of the input. */
async function analyzeAll(context: CliContext, pool: AnalyzerPool, workers: number): Promise<Told> {
  const running: Promise<string>[] = [];
  const encodings: Encodings = { first: new Map(), broken: [] };
  const told: Told = { refused: 0, unreadable: 0, broken: 0 };
  let rows: AnalyzeRow[] = [];
  const flush = async (most: number): Promise<void> => {
    if (rows.length > 0) running.push(analyzeChunk(pool, rows));
    rows = [];
    while (running.length > most) await write(context.stdout, await running.shift()!);
  };
  for await (const item of readInput(context.stdin, encodings)) {
    const problem = item.kind === 'refused' ? item.reason : unreadable(item.row.input)[0];
    if (item.kind === 'row') rows.push(item.row);
    told[item.kind === 'row' ? 'unreadable' : 'refused'] += problem === undefined ? 0 : 1;
    if (problem !== undefined) await writeLine(context.stderr, `${item.where}：${problem}`);
    if (rows.length >= CHUNK) await flush(workers + 1);
  }
  await flush(0);
  told.broken = encodings.broken.length;
  for (const line of wordsOf(encodings, told)) await writeLine(context.stderr, line);
  return told;
}

const NAMES: Record<string, string> = { gb18030: ' GB18030（GBK）', 'utf-16le': ' UTF-16 ', 'utf-16be': ' UTF-16 ' };
const MOST_NUMBERS = 20;

function* wordsOf({ first, broken }: Encodings, { refused, unreadable: unsure }: Told): Generator<string> {
  for (const [charset, line] of first) yield `输入（自第 ${line} 行起）是${NAMES[charset]}编码，已按该编码读取。`;
  const lines = broken.slice(0, MOST_NUMBERS).join('、') + (broken.length > MOST_NUMBERS ? ' 等' : '');
  if (broken.length > 0)
    yield `第 ${lines} 行（共 ${broken.length} 行）既不是 UTF-8 也不是 GB18030（GBK）编码，请从来源重新导出，或用记事本、WPS 另存为 UTF-8 后重新分析。`;
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
