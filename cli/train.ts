import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { WEIGHTS_FILE } from '../analyzer/model/weights.ts';
import { trainShipped, type Trained } from '../analyzer/training/train-shipped.ts';
import { shippedConfigFolder } from '../config/load.ts';
import { assetPath } from '../platform/runtime/assets.ts';
import { AppError } from '../platform/runtime/errors.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import type { CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

export const verb: CliVerb = {
  name: 'train',
  usage: 'train [--corpus 文件夹] [--out 文件] [--check]',
  summary:
    '由语料（HUIYING_CORPUS）和随附词表重新训练主题、诉求、敏感等级、关注类型的模型；--check 只比对摘要，不写文件。约六分钟，不需要服务和数据库。',
  details: [
    '--corpus 语料目录，缺省取 HUIYING_CORPUS；--out 写入的模型文件，缺省为随附模型。结果逐字节一致，修改词表后须重新训练。',
    '退出码：0 完成（--check 时为一致），1 不一致或语料不可读，2 用法有误。',
  ],
  examples: ['huiying train --corpus ./语料 --check'],
  async run({ argv, env, cwd, stdout, stderr }) {
    const { values, positionals } = parseArguments(verb, argv, {
      ...{ corpus: { type: 'string' }, out: { type: 'string' }, check: { type: 'boolean' } },
    });
    if (positionals.length > 0) throw wrongUsage(verb, `不认识的参数：${positionals[0]}`);
    const corpus = values.corpus === undefined ? env['HUIYING_CORPUS'] : resolve(cwd, values.corpus);
    if (!corpus) throw new AppError('misconfigured', '未设置语料文件夹 HUIYING_CORPUS，语料不随程序提供。');
    const shipped = assetPath(...WEIGHTS_FILE);
    const trained = await trainShipped(corpus, shippedConfigFolder());
    const digest = digestOf(trained.bytes);
    const same = values.check === true ? digestOf(readFileSync(shipped)) === digest : undefined;
    if (same === undefined) writeFileSync(values.out ? resolve(cwd, values.out) : shipped, trained.bytes);
    await writeLine(stdout, JSON.stringify({ digest, ...(same === undefined ? {} : { same }), ...summary(trained) }));
    if (same === false) await writeLine(stderr, '与随附的模型不一致：语料、词表或 Node 主版本与训练时不同。');
    return same === false ? 1 : 0;
  },
};

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Of the rows kept aside in turn. */
function summary({ bytes, measured, rows }: Trained): Record<string, unknown> {
  const { topic, appeal, sensitivity, focus, person } = measured;
  return {
    ...{ node: process.versions.node, bytes: bytes.length, rows },
    aside: {
      ...{ topic: topic.accuracy, topicMacroF1: topic.macroF1, appeal: appeal.accuracy },
      ...{ sensitivity: sensitivity.accuracy, atLeast2: sensitivity.atLeast2, level3: sensitivity.level3 },
      ...{ focusF1: focus.f1, person },
    },
  };
}
