import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { shippedConfigFolder } from '../config/load.ts';
import { toLocalIso } from '../platform/runtime/local-time.ts';
import { testKernel, type TestKernel } from '../tests/harness/kernel.ts';
import { loadEventBooks } from './events/books.ts';
import { invent, type Invented } from './events/invent.ts';
import { paint } from './events/picture.ts';
import { sweepEvents } from './events/sweep-events.ts';
import { startGroupConsumer } from './group-consumer.ts';
import {
  EVENT_CHANGED,
  eventSnapshotSchema,
  MENTION_ANALYZED,
  WARNING_RAISED,
  warningSchema,
  type AnalyzedMention,
  type EventSnapshot,
  type Warning,
} from './messages.ts';
import type { AnalyzerTables } from './tables.ts';

const books = loadEventBooks(shippedConfigFolder());
const EAST = ['江南省', '江城市', '城东区'];
const start = Date.parse('2026-11-20T08:00:00+08:00');
const at = (minutes: number): Date => new Date(start + minutes * 60_000);
/** What of a snapshot follows from the members and the instant alone. */
const PAINTED = {
  ...({ title: true, topic: true, facts: true, claims: true, disputed: true, opinion: true, stage: true } as const),
  ...({ heat: true, counts: true, places: true, keywords: true, lastPublishedAt: true } as const),
} as const;
const grave = { sensitivity: { level: 3, confidence: 1 }, eventKind: 'food' };

describe('grouping on the bus', () => {
  let world: TestKernel<AnalyzerTables>;
  let consumer: { stop(): Promise<void> };
  const events: EventSnapshot[] = [];
  const warnings: Warning[] = [];

  beforeAll(async () => {
    world = await testKernel<AnalyzerTables>({ now: at(0) });
    const { consume } = world.kernel;
    consumer = await startGroupConsumer({ kernel: world.kernel, books });
    await consume({
      group: 'see-events',
      topic: EVENT_CHANGED.topic,
      schema: eventSnapshotSchema,
      handle: (all) => Promise.resolve(void events.push(...all.map(({ payload }) => payload))),
    });
    await consume({
      group: 'see-warnings',
      topic: WARNING_RAISED.topic,
      schema: warningSchema,
      handle: (all) => Promise.resolve(void warnings.push(...all.map(({ payload }) => payload))),
    });
  });
  afterAll(async () => {
    await consumer.stop();
    await world.close();
  });
  afterEach(async () => {
    events.length = 0;
    warnings.length = 0;
    await world.kernel.db.deleteFrom('analyzer_warnings').execute();
    await world.kernel.db.deleteFrom('analyzer_events').execute();
    await world.kernel.db.deleteFrom('analyzer_event_mentions').execute();
    await restart();
  });

  /** As after a crash or a rebalance: nothing is remembered. */
  async function restart(): Promise<void> {
    await consumer.stop();
    consumer = await startGroupConsumer({ kernel: world.kernel, books });
  }
  async function send(...posts: AnalyzedMention[]): Promise<void> {
    await world.kernel.transact(async (unit) => {
      for (const payload of posts) unit.emit({ ...MENTION_ANALYZED, key: payload.mention.jurisdiction, payload });
      return Promise.resolve();
    });
    await world.settle();
  }
  const water = (minutes: number, more: Partial<Invented> = {}): AnalyzedMention =>
    invent({ at: at(minutes), text: '东湖花园停水两天没人管', place: EAST, ...more });
  const stored = () =>
    world.kernel.db.selectFrom('analyzer_events').selectAll().where('merged_into', 'is', null).execute();
  const memberships = () => world.kernel.db.selectFrom('analyzer_event_mentions').selectAll().execute();

  it('a lone complaint is kept but is no event; the second one makes it', async () => {
    const first = water(-20);
    await send(first);
    expect(await stored()).toHaveLength(0);
    expect(await memberships()).toHaveLength(1);
    const second = water(-10, { text: '东湖花园又停水了，物业不接电话' });
    await send(second);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ revision: 1, counts: { mentions: 2, voices: 2 }, added: [second.mention.id] });
    expect((await stored())[0]?.promoted_why).toBe('2 条相关信息');
  });

  it('a credible death is an event with a warning at once, detected at the instant of the message', async () => {
    await send(
      invent({
        at: at(-30),
        text: '城东区一厂房坍塌，一人死亡',
        place: EAST,
        analysis: { ...grave, eventKind: 'work_safety', facts: { deaths: { low: 1, high: 1 } } },
      }),
    );
    expect(events).toHaveLength(1);
    expect(events[0]!.detected).toMatchObject({ at: toLocalIso(at(0)), by: 'rule' });
    expect(events[0]!.outbreakPublishedAt).toBe(toLocalIso(at(-30)));
    expect(warnings.map((warning) => warning.kind)).toContain('grave');
  });

  it('a batch of 500 copies gives one snapshot, and coming again changes nothing', async () => {
    const copies = Array.from({ length: 500 }, (_, n) => water(-300 + n / 2, { text: '滨江大道路面塌陷有车掉下去了' }));
    await send(...copies);
    const last = events.at(-1)!;
    expect(last.counts).toMatchObject({ mentions: 500, voices: 500 });
    expect(await stored()).toHaveLength(1);
    const before = events.length;
    const told = warnings.length;
    await send(...copies);
    await restart();
    await send(...copies.slice(0, 50));
    expect(events).toHaveLength(before);
    expect(warnings).toHaveLength(told);
    expect(await memberships()).toHaveLength(500);
  });

  it('after a restart a new post finds the event it belongs to', async () => {
    await send(water(-30), water(-20, { text: '东湖花园停水' }));
    await restart();
    await send(water(-5, { text: '东湖花园小区还在停水', sourceType: 'forum' }));
    expect(await stored()).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ revision: 2, counts: { mentions: 3, platforms: 2 } });
  });

  it('a big event keeps the picture its stored members give, also after new counters, a correction and a restart', async () => {
    const posts = Array.from({ length: 90 }, (_, n) =>
      water(-300 + 3 * n, {
        text: `东湖花园停水两天没人管，第${n}户`,
        sourceType: n % 4 === 0 ? 'video' : 'weibo',
        analysis: { facts: { evacuated: { low: 1 + (n % 3), high: 1 + (n % 3) } } },
      }),
    );
    const asStored = async (): Promise<void> => {
      const members = (await memberships()).map(({ record }) => record);
      const { picture } = paint(members, at(0).getTime(), books);
      expect(events.at(-1)).toMatchObject(eventSnapshotSchema.pick(PAINTED).parse(picture));
      expect(picture.counts.mentions).toBe(members.length);
    };
    for (const to of [70, 75, 80]) {
      await send(...posts.slice(to === 70 ? 0 : to - 5, to));
      await asStored();
    }
    const [first, second] = posts as [AnalyzedMention, AnalyzedMention];
    await send({ ...first, mention: { ...first.mention, change: 'counts', counts: { like: 9000 } } });
    await asStored();
    await send({
      ...second,
      mention: { ...second.mention, change: 'revised', revision: 2, title: '东湖花园停水两天' },
    });
    await asStored();
    await restart();
    await send(...posts.slice(80));
    await asStored();
    expect(await stored()).toHaveLength(1);
  });

  it('a correction replaces what the first text said, counters only raise the heat', async () => {
    const first = water(-30, {
      text: '东湖花园食物中毒五人',
      analysis: { ...grave, facts: { poisoned: { low: 5, high: 5 } } },
    });
    await send(first);
    const corrected = {
      ...first,
      mention: { ...first.mention, revision: 2, change: 'revised' as const },
      analysis: { ...first.analysis, facts: { poisoned: { low: 3, high: 3 } } },
    };
    await send(corrected, first);
    expect(events.at(-1)).toMatchObject({
      facts: { poisoned: { low: 3, high: 3 } },
      counts: { mentions: 1 },
      added: [],
    });
    const heat = events.at(-1)!.heat;
    // Counters come with the revision of the content they belong to, and perhaps twice.
    const counted = {
      ...corrected,
      mention: { ...corrected.mention, change: 'counts' as const, counts: { share: 900 } },
    };
    await send(counted);
    await send(counted);
    expect(events.at(-1)!.heat).toBeGreaterThan(heat);
    expect(events.at(-1)!.revision).toBe(3);
  });

  it('a post that ties two events together merges them; the absorbed one points to the other', async () => {
    await send(water(-40, { text: '东湖花园停水了' }), water(-38, { text: '东湖花园停水了呀' }));
    const nameless = (minutes: number) => invent({ at: at(minutes), text: '说是主管道坏了正在修，停水一整天' });
    await send(nameless(-30), nameless(-29));
    expect(await stored()).toHaveLength(2);
    await send(water(-10, { title: '东湖花园停水', text: '说是主管道坏了正在修，停水一整天' }));
    expect(await stored()).toHaveLength(1);
    const merged = events.find((event) => event.mergedInto !== null);
    expect(merged?.mergedInto).toBe((await stored())[0]!.id);
    expect(events.find((event) => event.id === merged?.mergedInto && event.counts.mentions === 5)).toBeDefined();
    expect((await memberships()).filter((row) => row.absorbed_from !== null)).toHaveLength(2);
    expect(z.array(eventSnapshotSchema).safeParse(events).success).toBe(true);
  });

  it('history makes events without warnings or detection', async () => {
    const old = (minutes: number) =>
      water(minutes, {
        text: '城东区一厂房爆炸，三人死亡',
        analysis: { ...grave, eventKind: 'work_safety', facts: { deaths: { low: 3, high: 3 } } },
        mention: { history: true },
      });
    await send(old(-60 * 24 * 20), old(-60 * 24 * 20 + 5));
    expect(events.at(-1)).toMatchObject({ history: true, detected: null, level: { low: 'III' } });
    expect(warnings).toHaveLength(0);
  });

  it('live, demo and drill never share an event', async () => {
    const drill = { mention: { origin: 'drill' as const } };
    await send(water(-30), water(-29, { text: '东湖花园停水' }), water(-28, drill), water(-27, drill));
    expect((await stored()).map((row) => row.origin).sort()).toEqual(['drill', 'live']);
  });

  it('quick registration makes an event at once, detected by the person who registered it', async () => {
    const registration = {
      by: { id: 'u1', name: '值班员', unitId: 'gov_office' },
      toldVia: 'phone' as const,
      toldBy: '沙河镇值班室',
      toldAt: toLocalIso(at(-3)),
      note: null,
      attachments: [],
    };
    await send(water(-2, { sourceType: 'phone', mention: { registration } }));
    expect(events[0]).toMatchObject({
      detected: { by: 'person', at: toLocalIso(at(-2)) },
      registration: { toldBy: '沙河镇值班室' },
    });
    expect(warnings.map((warning) => warning.kind)).toContain('registered');
  });

  it('a failed commit leaves nothing behind, in the database or in memory', async () => {
    await send(water(-30));
    await consumer.stop();
    let failures = 2;
    const failing: typeof world.kernel.transact = (work, options) =>
      world.kernel.transact(async (unit) => {
        const result = await work(unit);
        if (failures-- > 0) throw new Error('the database went away at the last moment');
        return result;
      }, options);
    consumer = await startGroupConsumer({ kernel: { ...world.kernel, transact: failing }, books });
    await send(water(-20, { text: '东湖花园停水' }), water(-19, { text: '新华苑停电' }));
    expect(failures).toBeLessThan(0);
    expect(await memberships()).toHaveLength(3);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ revision: 1, counts: { mentions: 2 } });
  });

  it('a process that lost the domain without noticing does not write over the new owner', async () => {
    await send(water(-30));
    // The new owner goes on: the version is ahead of what our consumer remembers.
    const [first] = await memberships();
    await world.kernel.db.updateTable('analyzer_domains').set({ version: 1000 }).execute();
    await world.kernel.db
      .updateTable('analyzer_event_mentions')
      .set({ seen_at: at(-1) })
      .execute();
    await send(water(-20, { text: '东湖花园停水' }));
    expect(events).toHaveLength(1);
    expect((await memberships()).map((row) => row.group_id)).toEqual([first!.group_id, first!.group_id]);
    const domain = await world.kernel.db
      .selectFrom('analyzer_domains')
      .selectAll()
      .where('domain', '=', '990100/live')
      .executeTakeFirst();
    expect(domain?.version).toBe(1001);
  });

  it('silence ends an event by the sweep alone, once', async () => {
    await send(water(-30), water(-20, { text: '东湖花园停水' }));
    const day = 24 * 60 * 60_000;
    const before = events.length;
    await world.time.advance(4 * day);
    await sweepEvents({ kernel: world.kernel, books });
    await world.settle();
    expect(events.slice(before).map((event) => event.stage)).toEqual(['ended']);
    await world.time.advance(day);
    expect(await sweepEvents({ kernel: world.kernel, books })).toBe(0);
  });
});
