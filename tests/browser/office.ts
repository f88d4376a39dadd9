import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../harness/browser.ts';
import { startRunningApp, temporaryFolder, type RunningApp } from '../harness/running-app.ts';

export const DEMO_PASSWORD = 'Huiying@2026';
export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** The whole program, a browser, and people who sit down in front of it. */
export interface Office {
  app: RunningApp;
  folder: string;
  /** A browser of its own (own cookies), nobody signed in. */
  visitor(viewport?: { width: number; height: number }): Promise<Page>;
  /** Somebody signed in, on the first page they get to see. */
  person(login: string, viewport?: { width: number; height: number }): Promise<Page>;
  /** Whatever no page may ever do: console errors, exceptions, CSP violations, requests to outside, refused or broken calls. */
  complaints: string[];
  close(): Promise<void>;
}

export async function openOffice(name: string, args: string[] = []): Promise<Office> {
  const folder = temporaryFolder(name);
  const app = await startRunningApp(folder.path, args);
  const browser = await openBrowser().catch(async (error: unknown) => {
    await app.interrupt();
    folder.remove();
    throw error;
  });
  const complaints: string[] = [];
  const people = new Map<string, BrowserContext>();
  const visitor = async (viewport = DESK): Promise<Page> => {
    // A browser far from China: every time on the screen must still be Beijing time.
    const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'America/New_York' });
    context.setDefaultTimeout(30_000);
    return watch(await context.newPage(), app.url, complaints);
  };
  return {
    app,
    folder: folder.path,
    complaints,
    visitor,
    async person(login, viewport = DESK) {
      const key = `${login} ${viewport.width}`;
      const known = people.get(key);
      if (known) {
        const page = await watch(await known.newPage(), app.url, complaints);
        await page.goto(app.url);
        return page;
      }
      const page = await visitor(viewport);
      await signIn(page, app.url, login, DEMO_PASSWORD);
      people.set(key, page.context());
      return page;
    },
    close: () => closeAll(browser, app, folder.remove),
  };
}

async function closeAll(browser: Browser, app: RunningApp, remove: () => void): Promise<void> {
  await browser.close();
  await app.interrupt();
  remove();
}

export async function signIn(page: Page, url: string, login: string, password: string): Promise<void> {
  await page.goto(`${url}/login`);
  await page.getByLabel('登录名').fill(login);
  await page.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL((at) => at.pathname !== '/login');
}

export async function demonstrationTold(app: RunningApp): Promise<void> {
  const until = Date.now() + 200_000;
  while (!app.output().includes('演示数据已载入完毕')) {
    if (Date.now() > until) throw new Error(`the demonstration was not told:\n${app.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** 401, 404, 409 and 412 are answers people provoke on purpose; 403 would mean that a screen asks for what its user may not have. */
function watch(page: Page, url: string, complaints: string[]): Page {
  const say = (what: string): void => void complaints.push(`${new URL(page.url()).pathname}: ${what}`);
  page.on('pageerror', (error) => say(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) say(message.text());
    if (message.type() === 'warning') say(message.text());
  });
  page.on('request', (request) => {
    const to = new URL(request.url());
    if (!['data:', 'blob:'].includes(to.protocol) && to.host !== new URL(url).host) say(`asks outside ${to.href}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500 || response.status() === 403) say(`${response.status()} ${response.url()}`);
  });
  return page;
}
