/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeInstallation, SOURCE, type BenchInstallation } from '../../cli/bench/latency/installation.ts';
import { firstDutyOfficer } from '../../cli/bench/latency/people.ts';
import { inventPost } from '../../cli/bench/latency/posts.ts';
import { push } from '../../cli/bench/latency/push.ts';
import { browserMissing, openBrowser } from '../harness/browser.ts';
import { testEngines } from '../harness/engines.ts';
import { DESK, PHONE, signIn } from './office.ts';
import { see } from './screen.ts';

const { missing } = await testEngines('kafka', 'redis');
/** A page is noticed to be cut off, and to be whole again, within this; a loaded machine needs longer than a person would like. */
vi.setConfig({ testTimeout: 180_000 });
const STAGES = ['ingest', 'analyzer', 'responder', 'dashboard'];

/** Somebody sits in front of the stream, and of the overview on a phone, while engines of the distributed profile go away and come back. */
describe.skipIf(browserMissing || missing !== null)('an open page while engines are away', () => {
  let installation: BenchInstallation;
  let browser: Browser;
  let url: string;
  let stream: Page;
  let overview: Page;
  let serial = 0;

  beforeAll(async () => {
    installation = await makeInstallation('distributed');
    const program = installation.start('city', STAGES);
    url = await program.ready;
    while (!program.output().includes('/setup?token=')) await pause(50);
    const person = await firstDutyOfficer(url, program.output());
    browser = await openBrowser();
    const open = async (viewport: typeof DESK): Promise<Page> => {
      const context = await browser.newContext({ viewport, locale: 'zh-CN' });
      context.setDefaultTimeout(60_000);
      const page = await context.newPage();
      await signIn(page, url, person.login, person.password);
      // Gone after a reload, and nothing here may need one.
      await page.evaluate(() => void Object.assign(window, { neverReloaded: true }));
      return page;
    };
    [stream, overview] = [await open(DESK), await open(PHONE)];
    await stream.getByRole('link', { name: '信息流' }).click();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await installation?.remove();
  }, 120_000);

  /** A vendor pushes until it is acknowledged. @returns the end of the text, which no other post has */
  async function postArrives(): Promise<string> {
    const post = inventPost((serial += 1), 'page', new Date());
    for (;;) {
      const { ids } = await push(url, SOURCE, installation.secret, [post]).catch(() => ({ ids: [] }));
      if (ids.length === 1) return `（${serial}）`;
      await pause(200);
    }
  }
  const shows = (mark: string): Promise<void> => stream.locator('article').filter({ hasText: mark }).first().waitFor();
  const bar = (page: Page) => page.locator('.connection p');
  const neverReloaded = (page: Page): Promise<boolean> => page.evaluate(() => 'neverReloaded' in window);

  it('shows a post as soon as it came, and no bar', async () => {
    await shows(await postArrives());
    expect(await bar(stream).count()).toBe(0);
    await see(overview, '今日信息');
  });

  it.each([
    ['redis', /实时更新可能延迟，正在自动恢复.+数据可能不是最新/],
    ['postgres', /服务暂时不可用，正在等待恢复.+数据可能不是最新/],
  ] as const)(
    'without %s it says so and keeps what it shows; afterwards new posts come by themselves',
    async (name, words) => {
      const engine = installation.engines[name]!;
      const before = await postArrives();
      await shows(before);
      await engine.stop();
      for (const page of [stream, overview]) await bar(page).filter({ hasText: words }).waitFor();
      // Longer than the page asks again for by itself after a failure.
      await pause(5_000);
      for (const page of [stream, overview]) expect(await bar(page).innerText()).toMatch(words);
      await shows(before);
      await see(overview, '今日信息');
      await picture(stream, `${name}-away`);
      await picture(overview, `${name}-away-phone`);
      await engine.start();
      await bar(stream).filter({ hasText: '连接已恢复' }).waitFor();
      await picture(stream, `${name}-back`);
      await shows(await postArrives());
      for (const page of [stream, overview]) {
        await bar(page).waitFor({ state: 'detached' });
        expect(await neverReloaded(page)).toBe(true);
      }
      await shows(before);
    },
  );

  it('brings what was taken while it could not be told', async () => {
    const counter = overview.locator('.counter').filter({ hasText: '今日信息' }).locator('strong');
    await expect.poll(() => counter.innerText(), { timeout: 90_000 }).toBe(String(serial));
  });
});

/** For whoever wants to look: HUIYING_SHOTS names a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['HUIYING_SHOTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
