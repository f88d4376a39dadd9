import { resolve } from 'node:path';
import { systemTime } from '../platform/runtime/system-time.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import { keepLedger } from './destruction-ledger.ts';
import { openInstallation } from './installation.ts';
import type { CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

export const verb: CliVerb = {
  name: 'seals',
  usage: 'seals 台账文件 [--json]',
  reads: 'installation',
  summary: '核对封存内容的销毁台账：新销毁的记入台账；台账已列、库中又出现的密钥再次销毁。',
  details: [
    '台账只列工单、时间、经办人和理由，没有封存内容，也没有密钥。与备份放在一起，不随数据库恢复。',
    '每次备份自动核对一次；销毁封存内容之后、用数据库自带工具回退之后，请随即执行。',
  ],
  examples: ['huiying seals /backup/huiying-destroyed.jsonl'],
  async run(context) {
    const { values, positionals } = parseArguments(this, context.argv, { json: { type: 'boolean' } });
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) throw wrongUsage(this, '请给出台账文件。');
    const file = resolve(context.cwd, name);
    const installation = await openInstallation(context);
    try {
      const kept = await keepLedger(installation.ownerConfig, file, systemTime.now());
      if (values.json) await writeLine(context.stdout, JSON.stringify({ file, ...kept }));
      await writeLine(
        context.stderr,
        `台账共列 ${kept.listed} 件，再次销毁 ${kept.again} 件；尚在封存 ${kept.intact} 件：${file}`,
      );
      return 0;
    } finally {
      await installation.close();
    }
  },
};
