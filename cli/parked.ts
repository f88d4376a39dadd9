import { toLocalIso } from '../platform/runtime/local-time.ts';
import { listParked, replayParked, type ParkedMessage } from '../platform/runtime/parked.ts';
import { adviceFor, listSkipped, type SkippedNote } from '../platform/runtime/skipped.ts';
import { systemTime } from '../platform/runtime/system-time.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import { openInstallation, type Installation } from './installation.ts';
import type { CliContext, CliVerb, ExitCode } from './verb.ts';
import { writeLine } from './write.ts';

export const verb: CliVerb = {
  name: 'parked',
  usage: 'parked (list | replay (编号 | --all)) [--json]',
  reads: 'installation',
  summary:
    '查看无法处理而搁置、过期而漏读的消息；搁置的排除原因后重放，只交给当初搁置它的环节，漏读的用 republish 补发。',
  details: [
    'list 列出编号、时间、环节和原因；replay 重放一条，--all 重放全部。重放由运行中的程序（或下次启动后）处理。',
    '退出码：0 成功，1 有的内容不是消息、无法重放，2 用法有误。',
  ],
  examples: ['huiying parked list', 'huiying parked replay 12'],
  async run(context) {
    const { values, positionals } = parseArguments(this, context.argv, {
      all: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    const [action, id, ...rest] = positionals;
    const wrong = wrongUsage(this, '请写明 list 或 replay。');
    const listing = action === 'list' && id === undefined;
    const replaying = action === 'replay' && (id !== undefined) !== (values.all ?? false);
    if (!(listing || replaying) || rest.length > 0) throw wrong;
    if (replaying && !values.all && !/^\d{1,15}$/.test(id!)) throw wrong;
    const installation = await openInstallation(context);
    try {
      if (listing) return await list(context, installation, values.json ?? false);
      return await replay(context, installation, values.all ? 'all' : Number(id), values.json ?? false);
    } finally {
      await installation.close();
    }
  },
};

async function list({ stdout, stderr }: CliContext, { db }: Installation<unknown>, json: boolean): Promise<ExitCode> {
  const [parked, skipped] = [await listParked(db), await listSkipped(db)];
  for (const message of parked) await writeLine(stdout, json ? toJson(message) : toLine(message));
  for (const gap of skipped) await writeLine(stdout, json ? gapToJson(gap) : gapToLine(gap));
  if (parked.length + skipped.length === 0) await writeLine(stderr, '没有搁置或漏读的消息。');
  return 0;
}

/** Sent messages are picked up by the running program, or by the next one that starts. */
async function replay(
  { stdout, stderr }: CliContext,
  { db }: Installation<unknown>,
  which: number | 'all',
  json: boolean,
): Promise<ExitCode> {
  const { replayed, unreadable } = await replayParked(db, which, systemTime.now());
  await writeLine(stdout, json ? JSON.stringify({ replayed, unreadable }) : `已重放 ${replayed.length} 条`);
  if (unreadable.length === 0) return 0;
  await writeLine(stderr, `编号 ${unreadable.join('、')} 的内容不是一条消息，无法重放。`);
  return 1;
}

const toJson = (message: ParkedMessage): string =>
  JSON.stringify({
    ...message,
    parkedAt: toLocalIso(message.parkedAt),
    replayedAt: message.replayedAt && toLocalIso(message.replayedAt),
  });

/** Null where nobody knows: the topic was made anew. */
const messagesIn = ({ from, to }: SkippedNote): number | null => (to === null ? null : Number(to - from));

/** As a parked one, without an id: it cannot be replayed, only republished. */
const gapToJson = (gap: SkippedNote): string =>
  JSON.stringify({
    ...{ id: null, group: gap.group, topic: gap.topic, partition: gap.partition, offset: Number(gap.from) },
    ...{ reason: 'skipped', messages: messagesIn(gap), since: gap.since && toLocalIso(gap.since) },
    ...{ detail: adviceFor(gap.group, gap), parkedAt: toLocalIso(gap.foundAt), replayedAt: null },
  });

const gapToLine = (gap: SkippedNote): string =>
  ['-', toLocalIso(gap.foundAt), gap.group, `${gap.topic}/${gap.partition}@${gap.from}`, 'skipped']
    .concat(`漏读 ${messagesIn(gap) ?? '若干'} 条。${adviceFor(gap.group, gap)}`)
    .join('\t');

const toLine = ({ id, parkedAt, group, topic, partition, offset, reason, detail }: ParkedMessage): string =>
  [id, toLocalIso(parkedAt), group, `${topic}/${partition}@${offset}`, reason, detail].join('\t');
