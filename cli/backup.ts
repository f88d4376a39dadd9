import { resolve } from 'node:path';
import { systemTime } from '../platform/runtime/system-time.ts';
import { backUp } from '../platform/runtime/backup/back-up.ts';
import { masterKeyFile } from '../platform/runtime/keys.ts';
import { keepLedger, ledgerBeside } from './destruction-ledger.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import { openInstallation } from './installation.ts';
import type { CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

export const verb: CliVerb = {
  name: 'backup',
  usage: 'backup 备份文件 [--json]',
  reads: 'installation',
  summary: '把全部数据备份成一个文件（运行中也可以）；密钥不在其中，须另行保管。',
  details: [
    '文件为压缩格式，含全部表及校验值；密钥文件 master.key 单独保管，缺了它备份无法启用。',
    '用过封存的，同一目录下另有销毁台账 huiying-destroyed.jsonl，每次备份更新；恢复旧备份时凭它再次销毁，请始终保留最新的一份。',
  ],
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
      const startedAt = systemTime.now();
      const summary = await backUp(installation.ownerConfig, file, startedAt);
      if (values.json) await writeLine(context.stdout, JSON.stringify({ file, ...summary }));
      await writeLine(context.stderr, `已备份 ${summary.tables.length} 张表、${summary.rows} 行：${file}`);
      // After the backup: the ledger beside it knows at least as much.
      await keepLedger(installation.ownerConfig, ledgerBeside(file), systemTime.now(), startedAt);
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
