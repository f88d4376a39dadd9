import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../config/load.ts';
import { MENTION_COLLECTED, type Mention } from '../ingest/messages.ts';
import { testKernel, type TestKernel } from '../tests/harness/kernel.ts';
import { invent } from './events/invent.ts';
import { createAnalyzer, type Analyzer, type AnalyzerTables } from './index.ts';

const start = Date.parse('2026-11-20T12:00:00+08:00');
const at = (minutes: number): Date => new Date(start + minutes * 60_000);
const post = (minutes: number, text: string, sourceType: Mention['sourceType'] = 'weibo', title = ''): Mention =>
  invent({ at: at(minutes), text, title, sourceType }).mention;

describe('the analyzer stage, brains and all', () => {
  let world: TestKernel<AnalyzerTables>;
  let analyzer: Analyzer;
  beforeAll(async () => {
    world = await testKernel<AnalyzerTables>({ now: at(60) });
    analyzer = createAnalyzer({ kernel: world.kernel, settings: { configFolder: shippedConfigFolder(), workers: 1 } });
    await analyzer.start();
  });
  afterAll(async () => {
    await analyzer.stop();
    await world.close();
  });

  it('makes one event of a poisoning told on four platforms, and leaves a lone complaint alone', async () => {
    const posts = [
      post(0, '城东区和平路小学今天中午食堂吃完饭，十几个孩子呕吐，已经送医院了'),
      post(12, '和平路小学食堂午餐后孩子上吐下泻，老师还说是着凉，家长都急疯了', 'forum'),
      post(
        30,
        '记者从城东区获悉，和平路小学63名学生午餐后出现呕吐、腹泻，已送医观察。',
        'news',
        '和平路小学63名学生餐后不适送医',
      ),
      post(40, '来电人反映其孩子在和平路小学就读，午餐后呕吐，要求查明食堂原因。', 'hotline'),
      post(45, '城西区新华街道路灯坏了半个月没人修'),
    ];
    await world.kernel.transact(async (unit) => {
      for (const payload of posts) unit.emit({ ...MENTION_COLLECTED, key: payload.id, payload });
      return Promise.resolve();
    });
    await world.settle();
    const { items } = await analyzer.queries.events.list({ limit: 10 });
    expect(items.map(({ snapshot }) => snapshot.counts.mentions)).toEqual([4]);
    const event = items[0]!.snapshot;
    expect(event).toMatchObject({ topic: 'food_drug_safety', kind: 'food', sensitivity: 3 });
    expect(event.facts.poisoned).toEqual({ low: 63, high: 63 });
    expect(event.level.low).toBe('IV');
    expect(event.opinion.colour).toBe('red');
    const warnings = await analyzer.queries.events.warnings({ eventId: event.id, limit: 10 });
    expect(warnings.map(({ warning }) => warning.kind)).toEqual(
      expect.arrayContaining(['grave', 'minors', 'media', 'cross_source']),
    );
    const stream = await analyzer.queries.stream({ origin: 'live', eventId: event.id }, { limit: 10 });
    expect(stream.items).toHaveLength(4);
  });
});
