import { resolve } from 'node:path';
import { restore } from '../platform/runtime/backup/restore.ts';
import { masterKeyFile } from '../platform/runtime/keys.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import { openInstallation } from './installation.ts';
import type { CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

export const verb: CliVerb = {
  name: 'restore',
  usage: 'restore 备份文件 [--json]',
  reads: 'installation',
  summary: '把备份恢复到一个空的数据目录或空的数据库；逐表核对校验值，有误则不改动。',
  details: ['先恢复，再把原来的 master.key 放回数据目录，然后启动。目标不是空的，则拒绝（退出码 1）。'],
  examples: ['huiying restore /backup/huiying-2026-09-18.gz --data /srv/huiying-new'],
  async run(context) {
    const { values, positionals } = parseArguments(this, context.argv, {
      json: { type: 'boolean' },
    });
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) throw wrongUsage(this, '请给出一个备份文件。');
    const file = resolve(context.cwd, name);
    const installation = await openInstallation(context, { migrate: false, create: true });
    try {
      const { ownerConfig, appRole, settings } = installation;
      const summary = await restore(ownerConfig, file, { appRole });
      if (values.json) await writeLine(context.stdout, JSON.stringify({ file, ...summary }));
      await writeLine(
        context.stderr,
        `已恢复 ${summary.at} 的备份：${summary.tables.length} 张表、${summary.rows} 行。`,
      );
      if (settings.masterKey === null)
        await writeLine(
          context.stderr,
          `首次启动前，请把原来的主密钥文件放到 ${masterKeyFile(settings.dataFolder)}（权限 600）；没有原密钥将无法启动。`,
        );
      return 0;
    } finally {
      await installation.close();
    }
  },
};
