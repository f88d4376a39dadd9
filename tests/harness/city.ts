import { randomUUID } from 'node:crypto';
import express from 'express';
import request from 'supertest';
import { createAnalyzer, type AnalyzerTables } from '../../analyzer/index.ts';
import { shippedConfigFolder } from '../../config/load.ts';
import type { IngestTables } from '../../ingest/index.ts';
import { ingestRouter } from '../../ingest/router.ts';
import { sign } from '../../ingest/sources/webhook.ts';
import type { Kernel } from '../../platform/runtime/kernel.ts';
import { problemHandler } from '../../platform/runtime/problem.ts';
import type { ResponderTables } from '../../responder/index.ts';
import { testKernel } from './kernel.ts';
import { isoLocal, local, storyOver, type ResponderStory } from './responder.ts';

/** One post as a platform, the news or the hotline sends it; `at` is Shanghai time. */
export interface Post {
  at: string;
  text: string;
  title?: string;
}

/** A row as the 12345 centre's system writes it. */
export interface HotlineOrder {
  number: string;
  at: string;
  title: string;
  text: string;
  kind: '投诉' | '咨询' | '求助' | '建议';
  owner: string;
}

/** All stages of the city on one database and one simulated clock: what is told at the ingest door ends as a ticket. */
export interface City extends ResponderStory {
  /** Signed pushes over HTTP as the sources send them; resolves when every stage has read them. */
  posts(sourceType: 'weibo' | 'forum' | 'news', ...posts: Post[]): Promise<void>;
  order(order: HotlineOrder): Promise<void>;
}

const KEY = 'story-key-00000001';

export async function city(start: string): Promise<City> {
  const test = await testKernel<ResponderTables & AnalyzerTables & IngestTables>({ now: local(start) });
  const seenBy = <T>(): Kernel<T> => test.kernel as unknown as Kernel<T>;
  const analyzer = createAnalyzer({
    kernel: seenBy<AnalyzerTables>(),
    settings: { configFolder: shippedConfigFolder(), workers: 1 },
  });
  await analyzer.start();
  const story = await storyOver(test as unknown as Parameters<typeof storyOver>[0]);
  const door = doorOf(seenBy<IngestTables>());
  const push = async (source: string, items: object[]): Promise<void> => {
    const body = JSON.stringify(items);
    const stamp = String(Math.floor(test.time.now().getTime() / 1000));
    const nonce = randomUUID();
    const { status, text } = await request(door)
      .post(`/ingest/${source}`)
      .set('content-type', 'application/json')
      .set('x-huiying-timestamp', stamp)
      .set('x-huiying-nonce', nonce)
      .set('x-huiying-signature', sign(KEY, stamp, nonce, Buffer.from(body)))
      .send(body);
    if (status !== 202) throw new Error(`push of ${source}: ${status} ${text}`);
    await test.settle();
  };
  return {
    ...story,
    posts: (sourceType, ...posts) =>
      push(
        sourceType,
        posts.map(({ at, text, title = '' }) => ({
          ...{ externalId: randomUUID(), author: randomUUID(), title, body: text, publishedAt: isoLocal(at) },
        })),
      ),
    order: ({ number, at, title, text, kind, owner }) =>
      push('hotline', [
        {
          ...{ 工单编号: number, 工单标题: title, 诉求内容: text, 诉求类型: kind },
          ...{ 市交办时间: at, 市交办主办单位: owner, 市交办办结期限: '' },
        },
      ]),
    async close() {
      await analyzer.stop();
      await story.close();
    },
  };
}

/** The door with one source of each kind. */
function doorOf(kernel: Kernel<IngestTables>): express.Express {
  const door = express();
  const sources = (['weibo', 'forum', 'news', 'hotline'] as const).map((sourceType) => ({
    ...{ id: sourceType, name: sourceType, kind: 'webhook' as const, sourceType, enabled: true },
    secretEnv: 'HUIYING_SECRET_STORY',
  }));
  const collect = { jurisdiction: '990100', historyDays: 7 };
  door.use('/ingest', ingestRouter({ kernel, collect, sources, secretOf: () => KEY }));
  door.use(problemHandler(kernel.log));
  return door;
}
