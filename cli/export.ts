import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { createTransact } from '../platform/runtime/transact.ts';
import { systemTime } from '../platform/runtime/system-time.ts';
import type { Actor } from '../platform/runtime/kernel.ts';
import type { ExportFormat, ResponderTables } from '../responder/index.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import { openInstallation, type Installation } from './installation.ts';
import type { CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

/** Whoever may run commands on the machine; the audit says so. */
const OPERATOR: Actor = { id: 'cli', name: '命令行', unitId: null, roles: ['leader'] };

export const verb: CliVerb = {
  name: 'export',
  usage: 'export [--format csv|jsonl] [--open] [--unit 单位编号] [--out 文件]',
  reads: 'installation',
  summary: '导出工单，一单一行，含全部时限；--open 只导出未办结的；CSV 为 UTF-8（带 BOM），可直接用表格软件打开。',
  details: [
    '--format 缺省为 csv；--unit 只导出该单位主办、协办或协调的，编号见 departments.yaml；--out 写入文件，缺省为标准输出。导出行为记入操作日志。',
  ],
  examples: ['huiying export --open --out 在办.csv', 'huiying export --format jsonl'],
  async run(context) {
    const { values, positionals } = parseArguments(this, context.argv, {
      format: { type: 'string', default: 'csv' },
      open: { type: 'boolean' },
      unit: { type: 'string' },
      out: { type: 'string' },
    });
    if (positionals.length > 0) throw wrongUsage(this, `多余的参数：${positionals.join(' ')}`);
    // Loaded when it runs: the list of commands does not pay for the responder.
    const { EXPORT_FORMATS } = await import('../responder/index.ts');
    const format = EXPORT_FORMATS.find((name) => name === values.format);
    if (!format) throw wrongUsage(this, `没有名为“${values.format}”的格式。`);
    const installation = await openInstallation<ResponderTables>(context);
    const file = values.out === undefined ? null : createWriteStream(resolve(context.cwd, values.out));
    try {
      const filter = { open: values.open === true ? true : undefined, unitId: values.unit };
      const count = await writeTickets(installation, filter, format, file ?? context.stdout);
      if (file) {
        file.end();
        await finished(file);
      }
      await writeLine(context.stderr, `已导出 ${count} 个工单。`);
      return 0;
    } finally {
      file?.destroy();
      await installation.close();
    }
  },
};

async function writeTickets(
  installation: Installation<ResponderTables>,
  filter: { open: boolean | undefined; unitId: string | undefined },
  format: ExportFormat,
  out: Writable,
): Promise<number> {
  const { exportTickets, loadResponderBooks, loadTicketWords } = await import('../responder/index.ts');
  const { db, replica, log, settings } = installation;
  const deps = {
    db: replica,
    time: systemTime,
    books: loadResponderBooks(settings.configFolder),
    words: loadTicketWords(settings.configFolder),
  };
  let lines = 0;
  for await (const line of exportTickets(deps, OPERATOR, filter, format)) {
    await writeLine(out, line);
    lines += 1;
  }
  const count = format === 'csv' ? lines - 1 : lines;
  const transact = createTransact(db, { time: systemTime, log, wakeRelay: () => undefined });
  await transact(async (unit) =>
    unit.audit({
      actor: OPERATOR,
      action: 'ticket.export',
      subject: { kind: 'tickets', id: '*' },
      detail: { count, format },
    }),
  );
  return count;
}
