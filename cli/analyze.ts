import { createAnalyzerPool, type AnalyzerPool } from '../analyzer/brains/analyzer-pool.ts';
import { readSettings } from '../config/settings.ts';
import { AppError } from '../platform/runtime/errors.ts';
import { createRowReader, type AnalyzeRow } from './analyze-row.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import { readLines } from './lines.ts';
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
      const { refused, garbled } = await analyzeAll(context, pool, workers);
      if (garbled.lines > 0) await writeLine(context.stderr, garbledWords(garbled));
      if (refused > 0) await writeLine(context.stderr, `共 ${refused} 行未能分析，其余已输出。`);
      return refused > 0 ? 1 : 0;
    } finally {
      await pool.close();
    }
  },
};

const CHUNK = 128;

/** Lines with U+FFFD: bytes that are no UTF-8, as a GBK file gives them, or a post that came broken. */
interface Garbled {
  lines: number;
  first: number;
}
const garbledWords = ({ lines, first }: Garbled): string =>
  `有 ${lines} 行含有无法识别的字符（首见第 ${first} 行），已照可识别的部分分析；输入若不是 UTF-8 编码，请转换后重新分析。`;

/** Reads ahead only as far as the threads have work, and writes in the order of the input. */
async function analyzeAll(
  context: CliContext,
  pool: AnalyzerPool,
  workers: number,
): Promise<{ refused: number; garbled: Garbled }> {
  const running: Promise<string>[] = [];
  let rows: AnalyzeRow[] = [];
  let refused = 0;
  const garbled: Garbled = { lines: 0, first: 0 };
  const readRow = createRowReader();
  const flush = async (most: number): Promise<void> => {
    if (rows.length > 0) running.push(analyzeChunk(pool, rows));
    rows = [];
    while (running.length > most) await write(context.stdout, await running.shift()!);
  };
  for await (const line of readLines(context.stdin)) {
    const row = readRow(line);
    if (line.text?.includes('\ufffd')) {
      garbled.first ||= line.number;
      garbled.lines += 1;
    }
    if (row.kind === 'row') rows.push(row.row);
    if (row.kind === 'refused') {
      refused += 1;
      await writeLine(context.stderr, `第 ${line.number} 行：${row.reason}`);
    }
    if (rows.length >= CHUNK) await flush(workers + 1);
  }
  await flush(0);
  return { refused, garbled };
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
