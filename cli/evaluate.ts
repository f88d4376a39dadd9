import { trainCalibrated } from '../analyzer/training/calibrated-labels.ts';
import { measureLabels } from '../analyzer/training/metrics.ts';
import { trainLabels } from '../analyzer/training/labels-model.ts';
import { shippedConfigFolder } from '../config/load.ts';
import { AppError } from '../platform/runtime/errors.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import { inWords } from './evaluate/in-words.ts';
import { readLabelledRows } from './evaluate/labelled-rows.ts';
import { evaluateSets } from './evaluate/sets.ts';
import type { CliContext, CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;

export const verb: CliVerb = {
  name: 'evaluate',
  usage:
    'evaluate labels --train 文件 --test 文件 --label 字段 --text 字段[,字段…] [--json]\n' +
    '       huiying evaluate sets [数据集…] [--final] [--json]',
  summary:
    'labels：用任一带标签的 JSONL 训练与本系统同类的模型，并在另一份上检验；sets：在语料（HUIYING_CORPUS）固定划分的开发部分上检验，--final 用留出部分。不需要服务和数据库。',
  details: [
    '--label：标签字段；--text：文本字段，可写多个，用逗号分开；报告准确率、宏平均 F1 和各类结果，--json 输出一行 JSON。',
    '--final 用留出部分，只宜在最后用一次。',
  ],
  examples: ['huiying evaluate labels --train 训练.jsonl --test 检验.jsonl --label 一级标签 --text 留言主题,留言详情'],
  async run(context) {
    const { values, positionals } = parseArguments(verb, context.argv, {
      ...{ train: TEXT, test: TEXT, label: TEXT, text: TEXT },
      ...{ json: FLAG, final: FLAG },
    });
    const [what, ...names] = positionals;
    const json = values.json === true;
    if (what === 'sets') {
      const wishes = { names, final: values.final === true, json, out: context.stdout };
      await evaluateSets(context.env['HUIYING_CORPUS'], { ...wishes, configFolder: shippedConfigFolder() });
      return 0;
    }
    if (what !== 'labels' || names.length > 0) throw wrongUsage(verb, '目前可检验：labels、sets');
    await evaluateLabels(context, values, json);
    return 0;
  },
};

/** Rows kept aside of fewer would say nothing of what a margin is worth. */
const ENOUGH = 300;

interface LabelsArguments {
  train?: string | undefined;
  test?: string | undefined;
  label?: string | undefined;
  text?: string | undefined;
}

async function evaluateLabels({ cwd, stdout }: CliContext, given: LabelsArguments, json: boolean): Promise<void> {
  const { train, test, label, text } = given;
  if (!train || !test || !label || !text) throw wrongUsage(verb, '须给出 --train、--test、--label 和 --text');
  const shape = { label, fields: text.split(',').map((name) => name.trim()) };
  const known = await readLabelledRows(cwd, train, shape);
  if (new Set(known.map((row) => row.label)).size < 2)
    throw new AppError('invalid_input', `${train}: 字段 ${label} 至少要有两种标签。`);
  const unseen = await readLabelledRows(cwd, test, shape);
  const model = known.length >= ENOUGH ? trainCalibrated(known) : trainLabels(known);
  const ranked = model.rank(unseen.map((row) => row.text)).map((answers) => answers.map((answer) => answer.label));
  const measured = measureLabels(
    unseen.map((row) => row.label),
    ranked,
  );
  await writeLine(stdout, json ? JSON.stringify(measured) : inWords(measured));
}
