import { resolve } from 'node:path';
import { systemTime } from '../platform/runtime/system-time.ts';
import { backUp } from '../platform/runtime/backup/back-up.ts';
import { masterKeyFile } from '../platform/runtime/keys.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import { openInstallation } from './installation.ts';
import type { CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

export const verb: CliVerb = {
  name: 'backup',
  usage: 'backup 备份文件 [--json]',
  reads: 'installation',
  summary: '把全部数据备份成一个文件（运行中也可以）；密钥不在其中，须另行保管。',
  details: ['文件为压缩格式，含全部表及校验值；密钥文件 master.key 单独保管，缺了它备份无法启用。'],
  examples: ['huiying backup /backup/huiying-2026-09-18.gz'],
  async run(context) {
    const { values, positionals } = parseArguments(this, context.argv, {
      json: { type: 'boolean' },
    });
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) throw wrongUsage(this, '请给出一个文件名。');
    const file = resolve(context.cwd, name);
    const installation = await openInstallation(context);
    try {
      const summary = await backUp(installation.ownerConfig, file, systemTime.now());
      if (values.json) await writeLine(context.stdout, JSON.stringify({ file, ...summary }));
      await writeLine(context.stderr, `已备份 ${summary.tables.length} 张表、${summary.rows} 行：${file}`);
      if (installation.settings.masterKey === null)
        await writeLine(
          context.stderr,
          `密钥不在备份中，请另行保管：${masterKeyFile(installation.settings.dataFolder)}`,
        );
      return 0;
    } finally {
      await installation.close();
    }
  },
};
