import type { CliContext, CliVerb, ExitCode } from './verb.ts';
import { writeLine } from './write.ts';

/** One measurement: prints nothing itself, returns what becomes one JSON line. Loaded only when called. */
export type Bench = (context: CliContext, args: string[]) => Promise<Record<string, unknown>>;

const BENCHES: Record<string, () => Promise<Bench>> = {
  analyze: async () => (await import('./bench/analyze.ts')).benchAnalyzeCommand,
  bus: async () => (await import('./bench/bus.ts')).benchBusCommand,
  deadlines: async () => (await import('./bench/deadlines.ts')).benchDeadlinesCommand,
  grouping: async () => (await import('./bench/grouping.ts')).benchGroupingCommand,
  joining: async () => (await import('./bench/joining.ts')).benchJoiningCommand,
  latency: async () => (await import('./bench/latency.ts')).benchLatencyCommand,
};

/** `huiying bench NAME`: measured on this machine, now; dated results stand in the rooms' README. */
export const verb: CliVerb = {
  name: 'bench',
  usage: `bench (${Object.keys(BENCHES).join(' | ')}) [参数]`,
  summary: '在本机实测性能，输出一行 JSON。',
  details: [
    'analyze 分析，bus 消息，deadlines 时限，grouping 归并，joining 大事件归并，latency 从接入到提示的时间；各项参数和历次结果见各目录 README。只在空闲的机器上有意义。',
  ],
  examples: ['huiying bench grouping'],
  async run(context): Promise<ExitCode> {
    const [name = '', ...args] = context.argv;
    const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
    if (!load) {
      await writeLine(context.stderr, `用法：huiying ${verb.usage}`);
      return 2;
    }
    const measure = await load();
    await writeLine(context.stdout, JSON.stringify({ bench: name, ...(await measure(context, args)) }));
    return 0;
  },
};
