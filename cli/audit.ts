import { internationalSuite } from '../platform/runtime/crypto.ts';
import { AppError } from '../platform/runtime/errors.ts';
import { verifyAudit, type AuditFault, type AuditReport } from '../platform/runtime/verify-audit.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import { openInstallation } from './installation.ts';
import type { CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

const FAULTS: Record<AuditFault, string> = {
  altered: '记录内容与封存时不一致',
  entry_missing: '已封存的记录被删除',
  seal_missing: '封存序号缺失，或有记录被移出待封存列表',
  reordered: '封存顺序被调换',
  anchor: '先前记下的链尾不在链上，链被截断或重写',
};

export const verb: CliVerb = {
  name: 'audit',
  usage: 'audit verify [--anchor 序号:哈希] [--json]',
  reads: 'installation',
  summary: '核对操作日志的哈希链；完好返回 0，有改动返回 1 并指出第一处。',
  details: [
    '--anchor：此前核验时输出的链尾，用以查出整段删除或重写。',
    '退出码：0 完好，1 有改动（指出第一处）或无法核对，2 用法有误。',
  ],
  examples: ['huiying audit verify', 'huiying audit verify --data /srv/huiying --json'],
  async run(context) {
    const { values, positionals } = parseArguments(this, context.argv, {
      anchor: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (positionals.join(' ') !== 'verify') throw wrongUsage(this, '请写明 verify。');
    const anchor = parseAnchor(values.anchor);
    const installation = await openInstallation(context);
    try {
      const report = await verifyAudit(installation.db, internationalSuite, anchor);
      await writeLine(context.stdout, values.json ? JSON.stringify(report) : describe(report));
      return report.ok ? 0 : 1;
    } finally {
      await installation.close();
    }
  },
};

function parseAnchor(text: string | undefined): { sequence: number; hash: string } | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d+):([0-9a-f]{64})$/.exec(text);
  if (!match) throw new AppError('invalid_input', '--anchor 应为“序号:哈希”，即此前 audit verify 输出的链尾。');
  return { sequence: Number(match[1]), hash: match[2]! };
}

function describe({ ok, sealed, unsealed, head, broken }: AuditReport): string {
  const tail = head ? `，链尾 ${head.sequence}:${head.hash}` : '';
  if (ok) return `完好：已封存 ${sealed} 条，待封存 ${unsealed} 条${tail}`;
  const entry = broken!.entryId ? `（记录 ${broken!.entryId}）` : '';
  return `有改动：第 ${broken!.sequence} 条${entry}，${FAULTS[broken!.fault]}。此前 ${sealed} 条完好${tail}`;
}
