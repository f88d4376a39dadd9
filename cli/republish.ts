import type { Actor } from '../platform/runtime/kernel.ts';
import { republish, waitingMessages, type Restate, type TimeRange } from '../platform/runtime/republish.ts';
import { settleSkipped } from '../platform/runtime/skipped.ts';
import { pause, systemTime } from '../platform/runtime/system-time.ts';
import { READERS, TOPICS, type TopicName } from '../platform/runtime/topics.ts';
import { createTransact } from '../platform/runtime/transact.ts';
import { instantOf, parseArguments, wrongUsage } from './arguments.ts';
import { openInstallation, type Installation } from './installation.ts';
import type { CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

/** Whoever may run commands on the machine; the audit says so. */
const OPERATOR: Actor = { id: 'cli', name: '命令行', unitId: null, roles: [] };

type Kind = (typeof TOPICS)[TopicName]['republishedAs'];

/** Each reads tables of its own room only, through its own types; a room is loaded when something of it is said again. */
const RESTATED = {
  mentions: async () => (await import('../ingest/index.ts')).restateMentions,
  analyses: async () => (await import('../analyzer/index.ts')).restateAnalyses,
  events: async () => (await import('../analyzer/index.ts')).restateEvents,
  warnings: async () => (await import('../analyzer/index.ts')).restateWarnings,
  tickets: async () => (await import('../responder/index.ts')).restateTickets,
} as unknown as Record<Kind, () => Promise<Restate<unknown>>>;

export const verb: CliVerb = {
  name: 'republish',
  usage: `republish (${Object.keys(RESTATED).join(' | ')}) (--since 时刻 [--until 时刻] | --all) [--group 环节] [--json]`,
  reads: 'installation',
  summary:
    '某环节漏读消息（见 parked list 中的 skipped）时，把库中这段时间的内容重新发出；已处理过的不会重复生效；分批发出，新信息优先。',
  details: [
    '对象：mentions 信息、analyses 分析结果、events 事件、warnings 苗头、tickets 工单。',
    '时刻须写时区，如 2026-02-13T09:00:00+08:00；--since 起，--until 止（缺省为现在），--all 为全部；--group 只发给一个环节。',
  ],
  examples: ['huiying republish events --since 2026-02-13T09:00:00+08:00'],
  async run(context) {
    const { values, positionals } = parseArguments(this, context.argv, {
      since: { type: 'string' },
      until: { type: 'string' },
      all: { type: 'boolean' },
      group: { type: 'string' },
      json: { type: 'boolean' },
    });
    const now = systemTime.now();
    const wish = wishOf(this, positionals, values, now);
    const installation = await openInstallation<unknown>(context);
    try {
      const { republished, gaps } = await sayAgain(installation, wish, now);
      const { topic, group } = wish;
      const said = `已重发 ${republished} 条，补上漏读 ${gaps.settled} 处`;
      await writeLine(context.stdout, values.json ? JSON.stringify({ topic, group, republished, gaps }) : said);
      if (gaps.open > 0)
        await writeLine(
          context.stderr,
          `另有 ${gaps.open} 处漏读不在这段时间内（须早于漏读一天开始），请用 huiying parked list 查看。`,
        );
      return 0;
    } finally {
      await installation.close();
    }
  },
};

interface Wish extends TimeRange {
  topic: TopicName;
  group: string | null;
}

function wishOf(
  verb: Pick<CliVerb, 'usage' | 'reads'>,
  [kind, ...rest]: string[],
  given: { since?: string; until?: string; all?: boolean; group?: string },
  now: Date,
): Wish {
  const topic = topicOf(kind);
  if (topic === null || rest.length > 0)
    throw wrongUsage(verb, `请写明要补发的内容：${Object.keys(RESTATED).join('、')}。`);
  const groups = READERS.filter((reader) => reader.topic === topic).map((reader) => reader.group);
  if (given.group !== undefined && !groups.includes(given.group))
    throw wrongUsage(verb, `读取这类消息的环节只有：${groups.join('、')}。`);
  if (given.all === true && given.since !== undefined) throw wrongUsage(verb, '--since 和 --all 只能用其一。');
  const since = given.all === true ? new Date(0) : instantOf(given.since);
  const until = given.until === undefined ? now : instantOf(given.until);
  if (since === null || until === null || since >= until)
    throw wrongUsage(verb, '--since 和 --until 须为一先一后的时刻，如 2026-03-01T08:00:00+08:00。');
  return { topic, since, until, group: given.group ?? null };
}

async function sayAgain({ db, log }: Installation<unknown>, { topic, group, since, until }: Wish, now: Date) {
  const range = { since, until };
  const transact = createTransact(db, { time: systemTime, log, wakeRelay: () => undefined });
  const restate = await RESTATED[TOPICS[topic].republishedAs]();
  const pace = { waiting: () => waitingMessages(db, topic), pause: () => pause(1_000) };
  const republished = await republish(transact, restate, { ...range, topic, group, actor: OPERATOR }, pace);
  return { republished, gaps: await settleSkipped(db, topic, group, range, now) };
}

function topicOf(kind: string | undefined): TopicName | null {
  const found = (Object.keys(TOPICS) as TopicName[]).find((topic) => TOPICS[topic].republishedAs === kind);
  return found ?? null;
}
