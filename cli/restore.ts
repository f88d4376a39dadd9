import { resolve } from 'node:path';
import { systemTime } from '../platform/runtime/system-time.ts';
import { restore } from '../platform/runtime/backup/restore.ts';
import { masterKeyFile } from '../platform/runtime/keys.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import { applyLedger, ledgerBeside, readLedger } from './destruction-ledger.ts';
import { openInstallation } from './installation.ts';
import type { CliContext, CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

export const verb: CliVerb = {
  name: 'restore',
  usage: 'restore 备份文件 [--ledger 台账文件 | --destroy-seals] [--json]',
  reads: 'installation',
  summary: '把备份恢复到一个空的数据目录或空的数据库；逐表核对校验值，有误则不改动。',
  details: [
    '先恢复，再把原来的 master.key 放回数据目录，然后启动。目标不是空的，则拒绝（退出码 1）。',
    '备份中有封存密钥的，按销毁台账把此后已销毁的再次销毁；没有台账或台账早于备份，则拒绝。',
    '--ledger：销毁台账，默认为备份同一目录下的 huiying-destroyed.jsonl，应为最新的一份。',
    '--destroy-seals：台账遗失时，将备份中的封存内容全部销毁。',
  ],
  examples: ['huiying restore /backup/huiying-2026-09-18.gz --data /srv/huiying-new'],
  async run(context) {
    const { values, positionals } = parseArguments(this, context.argv, {
      ...{ ledger: { type: 'string' }, 'destroy-seals': { type: 'boolean' } },
      json: { type: 'boolean' },
    });
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) throw wrongUsage(this, '请给出一个备份文件。');
    const file = resolve(context.cwd, name);
    const ledgerFile = values.ledger === undefined ? ledgerBeside(file) : resolve(context.cwd, values.ledger);
    const ledger = values['destroy-seals'] === true ? 'all' : await readLedger(ledgerFile);
    const installation = await openInstallation(context, { migrate: false, create: true });
    try {
      const { ownerConfig, appRole, settings } = installation;
      const { summary, seals } = await restoreSealed(ownerConfig, file, appRole, { ledger, file: ledgerFile });
      if (values.json) await writeLine(context.stdout, JSON.stringify({ file, ...summary }));
      await writeLine(
        context.stderr,
        `已恢复 ${summary.at} 的备份：${summary.tables.length} 张表、${summary.rows} 行。`,
      );
      await tellSeals(context, seals);
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

/** The keys destroyed since the backup are gone again before its rows are there for anybody. */
async function restoreSealed(
  owner: Parameters<typeof restore>[0],
  file: string,
  appRole: string,
  known: Pick<Parameters<typeof applyLedger>[1], 'ledger' | 'file'>,
) {
  let seals: Awaited<ReturnType<typeof applyLedger>> = { again: 0, intact: [] };
  const summary = await restore(owner, file, {
    appRole,
    async beforeCommit(client, at) {
      seals = await applyLedger(client, { ...known, backupAt: new Date(at), now: systemTime.now() });
    },
  });
  return { summary, seals };
}

async function tellSeals(
  { stderr }: Pick<CliContext, 'stderr'>,
  { again, intact }: { again: number; intact: readonly string[] },
): Promise<void> {
  if (again > 0) await writeLine(stderr, `已按销毁台账再次销毁 ${again} 件工单的封存内容。`);
  if (intact.length === 0) return;
  await writeLine(
    stderr,
    `仍在封存：${intact.join('、')}。台账最后更新之后销毁的不在台账上，请逐件核对，应销毁的重新销毁。`,
  );
}
