import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { measureLabels } from '../analyzer/training/metrics.ts';
import { trainLabels, type LabelledText } from '../analyzer/training/labels-model.ts';
import { AppError } from '../platform/runtime/errors.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import { readLines } from './lines.ts';
import type { CliContext, CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

export const verb: CliVerb = {
  name: 'evaluate',
  usage: 'evaluate labels --train 文件 --test 文件 --label 字段 --text 字段[,字段…] [--json]',
  summary: '用任一带标签的 JSONL 训练与本系统同类的模型，并在另一份上检验。不需要服务和数据库。',
  async run(context) {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArguments(this, context.argv, {
      ...{ train: text, test: text, label: text, text },
      json: { type: 'boolean' },
    });
    const { train, test, label, text: fields } = values;
    if (positionals[0] !== 'labels' || positionals.length > 1) throw wrongUsage(this, '目前可检验：labels');
    if (!train || !test || !label || !fields) throw wrongUsage(this, '须给出 --train、--test、--label 和 --text');
    const shape = { label, fields: fields.split(',').map((name) => name.trim()) };
    const known = await readLabelled(context, train, shape);
    if (new Set(known.map((row) => row.label)).size < 2)
      throw new AppError('invalid_input', `${train}: 字段 ${label} 至少要有两种标签。`);
    const unseen = await readLabelled(context, test, shape);
    const model = trainLabels(known);
    const ranked = model.rank(unseen.map((row) => row.text)).map((answers) => answers.map((answer) => answer.label));
    const measured = measureLabels(
      unseen.map((row) => row.label),
      ranked,
    );
    await writeLine(context.stdout, values.json ? JSON.stringify(measured) : inWords(measured));
    return 0;
  },
};

interface Shape {
  label: string;
  fields: string[];
}

/** Labels exactly as in the file; fields joined by a newline, empty ones skipped. @throws AppError naming file, line and what is wrong */
async function readLabelled({ cwd }: CliContext, file: string, { label, fields }: Shape): Promise<LabelledText[]> {
  const rows: LabelledText[] = [];
  const input = createReadStream(resolve(cwd, file));
  const refuse = (number: number, why: string): never => {
    throw new AppError('invalid_input', `${file} 第 ${number} 行：${why}`);
  };
  try {
    for await (const { number, text } of readLines(input)) {
      if (text === null) refuse(number, '过长');
      if (text === null || text.trim() === '') continue;
      const row = parseObject(text) ?? refuse(number, '不是 JSON 对象');
      const value = row[label];
      if (typeof value !== 'string' && typeof value !== 'number') refuse(number, `没有标签字段 ${label}`);
      const parts = fields.map((name) => row[name]).filter((part) => typeof part === 'string' && part !== '');
      if (fields.every((name) => !(name in row))) refuse(number, `没有文本字段 ${fields.join('、')}`);
      rows.push({ text: parts.join('\n'), label: String(value) });
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new AppError('not_found', `没有这个文件：${file}`);
    throw error;
  }
  if (rows.length === 0) throw new AppError('invalid_input', `${file} 中没有数据行。`);
  return rows;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null; // the caller says which line
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

function inWords({ macroF1, accuracy, top3, perClass }: ReturnType<typeof measureLabels>): string {
  const lines = Object.entries(perClass).map(
    ([label, { precision, recall, f1, rows }]) =>
      `  ${label}  F1 ${f1.toFixed(3)}  查准 ${percent(precision)}  查全 ${percent(recall)}  ${rows} 条`,
  );
  return [`宏平均 F1 ${macroF1.toFixed(3)}  准确率 ${percent(accuracy)}  前三命中 ${percent(top3)}`, ...lines].join(
    '\n',
  );
}
