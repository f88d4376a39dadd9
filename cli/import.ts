import { resolve } from 'node:path';
import { importFile, SOURCE_ID, type IngestTables } from '../ingest/index.ts';
import { AppError } from '../platform/runtime/errors.ts';
import type { Actor, Kernel } from '../platform/runtime/kernel.ts';
import { systemTime } from '../platform/runtime/system-time.ts';
import { createTransact } from '../platform/runtime/transact.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import { importWords } from './import-words.ts';
import { openInstallation, type Installation } from './installation.ts';
import type { CliContext, CliVerb, ExitCode } from './verb.ts';
import { writeLine } from './write.ts';

const ACTOR: Actor = { id: 'cli', name: '命令行导入', unitId: null, roles: [] };

/** Writes to the database and the outbox; a running server (or the next start) publishes from there. */
export const verb: CliVerb = {
  name: 'import',
  usage: 'import 文件 [--source 来源编号] [--again] [--json]',
  reads: 'installation',
  summary: '导入 JSONL、JSON、CSV、XLSX 或订阅源文件；可中断续导，未收下的行连同原因写入“文件.refused.*”。',
  details: [
    '自动识别格式、编码（UTF-8、GB18030、UTF-16）和表头；同一来源同一编号更新而不重复，个人信息入库前遮蔽。',
    '--source：来源编号（汉字、字母、数字、点、下划线、连字符），缺省由内容和文件判断；--again：已导入完毕的文件重读一遍；--json 输出一行 JSON。',
    '退出码：0 已导入（部分行拒收也为 0，见汇总），1 文件不可读或全部拒收，2 用法有误。',
  ],
  examples: ['huiying import 留言.xlsx --source 留言板', 'huiying import 帖子.jsonl --json'],
  async run(context) {
    const { values, positionals } = parseArguments(this, context.argv, {
      source: { type: 'string' },
      again: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    const [path] = positionals;
    if (path === undefined || positionals.length > 1) throw wrongUsage(this, '请写明一个文件。');
    if (values.source !== undefined && !SOURCE_ID.test(values.source))
      throw wrongUsage(this, '来源编号只能用汉字、字母、数字、点、下划线和连字符，最长 60 个字符。');
    const installation = await openInstallation<IngestTables>(context, { create: true });
    try {
      return await bring(context, installation, { ...values, path: resolve(context.cwd, path) });
    } finally {
      await installation.close();
    }
  },
};

async function bring(
  context: CliContext,
  installation: Installation<IngestTables>,
  wanted: { path: string; source?: string | undefined; again?: boolean | undefined; json?: boolean | undefined },
): Promise<ExitCode> {
  const { db, log, settings } = installation;
  const say = (text: string): void => void context.stderr.write(`${text}\n`);
  const kernel: Pick<Kernel<IngestTables>, 'transact' | 'time' | 'keys'> = {
    ...{ keys: await installation.keys(), time: systemTime },
    transact: createTransact(db, { time: systemTime, log, wakeRelay: () => {} }),
  };
  try {
    const summary = await importFile(kernel, {
      ...{ path: wanted.path, source: wanted.source, again: wanted.again ?? false, actor: ACTOR },
      ...{ jurisdiction: settings.jurisdiction, historyDays: settings.historyDays },
      onNote: say,
      onProgress: ({ rows, new: fresh, updated, refused }) =>
        say(`已处理 ${rows} 行：新增 ${fresh}，更新 ${updated}，拒收 ${refused}`),
    });
    if (summary.withoutDate > 0)
      say(`有 ${summary.withoutDate} 行没有写明时间，按导入时间保存，发布时间标为不详；请核对后再用于研判。`);
    await writeLine(context.stdout, wanted.json ? JSON.stringify(summary) : importWords(summary));
    return summary.rows > 0 && summary.refused === summary.rows ? 1 : 0;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    say(error.message.includes(wanted.path) ? error.message : `${wanted.path}：${error.message}`);
    return 1;
  }
}
