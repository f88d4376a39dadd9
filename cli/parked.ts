import { toLocalIso } from '../platform/runtime/local-time.ts';
import { listParked, replayParked, type ParkedMessage } from '../platform/runtime/parked.ts';
import { systemTime } from '../platform/runtime/system-time.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import { openInstallation, type Installation } from './installation.ts';
import type { CliContext, CliVerb, ExitCode } from './verb.ts';
import { writeLine } from './write.ts';

export const verb: CliVerb = {
  name: 'parked',
  usage: 'parked (list | replay (编号 | --all)) [--json]',
  reads: 'installation',
  summary: '查看无法处理而搁置的消息；排除原因后重放，只交给当初搁置它的环节。',
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
  const parked = await listParked(db);
  for (const message of parked) await writeLine(stdout, json ? toJson(message) : toLine(message));
  if (parked.length === 0) await writeLine(stderr, '没有搁置的消息。');
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

const toLine = ({ id, parkedAt, group, topic, partition, offset, reason, detail }: ParkedMessage): string =>
  [id, toLocalIso(parkedAt), group, `${topic}/${partition}@${offset}`, reason, detail].join('\t');
