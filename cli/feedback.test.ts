import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFeedback, type AnalyzerTables } from '../analyzer/index.ts';
import { analysisSchema } from '../analyzer/messages.ts';
import { shippedConfigFolder } from '../config/load.ts';
import { databaseUrl, sink } from '../tests/harness/cli.ts';
import { testKernel, type TestKernel } from '../tests/harness/kernel.ts';
import { linesOf, verb } from './feedback.ts';

const ANALYSIS = analysisSchema.parse({
  topic: { primary: 'housing', secondary: [], confidence: 0.7 },
  ...{ appeal: 'complaint', sensitivity: { level: 1, confidence: 0.6 }, focus: [], departments: [], accused: [] },
  ...{ places: [], facts: {}, eventKind: null, keywords: [], evidence: [], needsPerson: false },
  eventLevel: { low: null, high: null, rule: null, status: 'none' },
});
const person = (id: string) => ({ id, name: `${id}号`, unitId: 'gov_office', roles: ['duty_leader' as const] });

describe('huiying feedback', () => {
  let test: TestKernel<AnalyzerTables>;
  beforeAll(async () => {
    test = await testKernel<AnalyzerTables>();
  });
  afterAll(() => test.close());

  it('prints what was accepted, of one origin, without who said it', async () => {
    const feedback = openFeedback(test.kernel, shippedConfigFolder(), () => 'R-1');
    const give = (text: string, origin: 'live' | 'demo') =>
      feedback.give(
        {
          ...{ mentionId: null, label: 'topic', correct: ['utilities'], remark: '', title: '', text, origin },
          ...{ analysis: ANALYSIS, analyzedAt: test.time.now(), jurisdiction: '990100' },
        },
        person('甲'),
      );
    const accept = (id: string, yes: boolean) =>
      feedback.review(id, { revision: 1, accept: yes, reason: '已核对' }, person('乙'), {});
    for (const [text, origin, yes] of [
      ['停水三天', 'live', true],
      ['停电三天', 'live', false],
      ['停气三天', 'demo', true],
    ] as const)
      await accept((await give(text, origin)).id, yes);
    await give('路灯不亮', 'live');
    const lines: string[] = [];
    for await (const line of linesOf(feedback, { state: 'accepted', origins: ['live'] }, 1)) lines.push(line);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      {
        text: '停水三天',
        label: 'topic',
        said: ['housing'],
        correct: ['utilities'],
        state: 'accepted',
        version: 'R-1',
      },
    ]);
    expect(lines.join('')).not.toMatch(/[甲乙]/);
    const all: string[] = [];
    for await (const line of linesOf(feedback, {}, 1)) all.push(line);
    expect(new Set(all).size).toBe(4);
  });

  it('says where they are when the real ones are none and the demonstration has some', async () => {
    const told = async (...argv: string[]): Promise<string> => {
      const [stdout, stderr] = [sink(), sink()];
      const { appConfig, ownerConfig } = test.database;
      const env = { DATABASE_URL: databaseUrl(appConfig), DATABASE_OWNER_URL: databaseUrl(ownerConfig) };
      const key = { HUIYING_KEY: 'ab'.repeat(32) };
      const context = { env: { ...env, ...key }, cwd: tmpdir(), stdin: process.stdin };
      await verb.run({ ...context, argv, stdout: stdout.stream, stderr: stderr.stream });
      return stderr.text();
    };
    expect(await told()).toBe('已导出 1 条纠正。\n');
    await test.database.ownerDb.updateTable('analyzer_feedback').set({ origin: 'demo' }).execute();
    expect(await told()).toContain('演示数据中有，导出请加 --demo');
    expect(await told('--demo')).toBe('已导出 2 条纠正。\n');
  });
});
