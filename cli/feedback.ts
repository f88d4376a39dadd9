import {
  openFeedback,
  type AnalyzerTables,
  type Feedback,
  type FeedbackFilter,
  type FeedbackRow,
} from '../analyzer/index.ts';
import { FEEDBACK_STATES } from '../analyzer/messages.ts';
import { createTransact } from '../platform/runtime/transact.ts';
import { toLocalIso } from '../platform/runtime/local-time.ts';
import { systemTime } from '../platform/runtime/system-time.ts';
import type { Actor } from '../platform/runtime/kernel.ts';
import { parseArguments, wrongUsage } from './arguments.ts';
import { openInstallation, type Installation } from './installation.ts';
import type { CliContext, CliVerb } from './verb.ts';
import { writeLine } from './write.ts';

/** Whoever may run commands on the machine; the audit says so. */
const OPERATOR: Actor = { id: 'cli', name: '命令行', unitId: null, roles: ['leader'] };

export const verb: CliVerb = {
  name: 'feedback',
  usage: 'feedback [--state accepted|rejected|pending] [--demo]',
  reads: 'installation',
  summary: '导出对机器结果的纠正（JSONL，默认只含已采纳的），供训练和修订规则使用；文字已去除个人信息，不含提出人。',
  details: [
    '--state：accepted 已采纳（缺省）、rejected 不予采纳、pending 待复核；--demo 导出演示数据中的。导出行为记入操作日志。',
  ],
  examples: ['huiying feedback > 纠正.jsonl'],
  async run(context) {
    const { values, positionals } = parseArguments(this, context.argv, {
      state: { type: 'string', default: 'accepted' },
      demo: { type: 'boolean' },
    });
    if (positionals.length > 0) throw wrongUsage(this, `多余的参数：${positionals.join(' ')}`);
    const state = FEEDBACK_STATES.find((name) => name === values.state);
    if (!state) throw wrongUsage(this, `没有名为“${values.state}”的状态。`);
    const installation = await openInstallation<AnalyzerTables>(context);
    try {
      const count = await writeAll(context, installation, { state, origins: [values.demo ? 'demo' : 'live'] });
      await writeLine(context.stderr, `已导出 ${count} 条纠正。`);
      if (count === 0 && !values.demo && (await hasDemo(installation, state)))
        await writeLine(context.stderr, '正式数据中没有；演示数据中有，导出请加 --demo。');
      return 0;
    } finally {
      await installation.close();
    }
  },
};

/** On a demonstration machine all corrections are of the demonstration: an empty file would look like a loss. */
async function hasDemo(
  { db, settings }: Installation<AnalyzerTables>,
  state: FeedbackFilter['state'],
): Promise<boolean> {
  const read = () => Promise.reject(new Error('only read here'));
  const feedback = openFeedback({ db, transact: read }, settings.configFolder, () => '');
  return (await feedback.list({ state, origins: ['demo'] }, { limit: 1, after: undefined })).length > 0;
}

async function writeAll(
  { stdout }: CliContext,
  { db, log, settings }: Installation<AnalyzerTables>,
  filter: FeedbackFilter,
): Promise<number> {
  const transact = createTransact(db, { time: systemTime, log, wakeRelay: () => undefined });
  const feedback = openFeedback({ db, transact }, settings.configFolder, () => '');
  let count = 0;
  for await (const line of linesOf(feedback, filter)) {
    await writeLine(stdout, line);
    count += 1;
  }
  await transact(async (unit) =>
    unit.audit({
      ...{ actor: OPERATOR, action: 'feedback.export', subject: { kind: 'feedback', id: '*' } },
      detail: { count, state: filter.state ?? null },
    }),
  );
  return count;
}

/** One JSON line a correction, newest first, read page by page. */
export async function* linesOf(
  feedback: Pick<Feedback, 'list'>,
  filter: FeedbackFilter,
  page = 500,
): AsyncGenerator<string> {
  let after: { at: Date; id: string } | undefined;
  do {
    const rows = await feedback.list(filter, { limit: page, after });
    for (const row of rows) yield toJson(row);
    const last = rows.length === page ? rows.at(-1) : undefined;
    after = last && { at: last.given_at, id: last.id };
  } while (after);
}

/** For training: who said it and who decided stay inside. */
const toJson = (row: FeedbackRow): string =>
  JSON.stringify({
    id: row.id,
    title: row.title,
    text: row.text,
    label: row.label,
    correct: row.correct,
    said: row.said,
    confidence: row.confidence,
    remark: row.remark,
    state: row.state,
    reason: row.review_reason,
    version: row.analysis_version,
    analyzedAt: toLocalIso(row.analyzed_at),
    givenAt: toLocalIso(row.given_at),
  });
