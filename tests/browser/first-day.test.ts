import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Page } from 'playwright-core';
import { assetPath } from '../../platform/runtime/assets.ts';
import { browserMissing } from '../harness/browser.ts';
import { openOffice, signIn, type Office } from './office.ts';
import { Form, see } from './screen.ts';

const PASSWORD = 'First-Day-2026';
const NEW_PASSWORD = 'Second-Day-2026';
const run = promisify(execFile);
// A person in front of a loaded machine waits longer, too.
vi.setConfig({ testTimeout: 120_000 });

/** `npm start -- --empty`: a real government begins. */
describe.skipIf(browserMissing)('the first day of an empty installation', () => {
  let office: Office;
  let duty: Page;
  beforeAll(async () => {
    office = await openOffice('first-day', ['--empty']);
  }, 180_000);
  afterAll(() => office?.close());

  it('the printed link creates the three administrators, once', async () => {
    await expect.poll(() => office.app.output()).toMatch(/一次性链接/);
    const link = /(http:\/\/\S+\/setup\S+)/.exec(office.app.output())![1]!;
    expect(office.app.output()).not.toContain('演示账号');
    const page = await office.visitor();
    await page.goto(link);
    for (const [title, login] of [
      ['系统管理员', 'admin-system'],
      ['安全管理员', 'admin-security'],
      ['审计管理员', 'admin-audit'],
    ] as const) {
      const part = page.locator('fieldset').filter({ hasText: title });
      await part.getByLabel('登录名').fill(login);
      await part.getByLabel('姓名').fill(title);
      await part.getByLabel('密码', { exact: true }).fill(PASSWORD);
      await part.getByLabel('再次输入密码').fill(login === 'admin-audit' ? NEW_PASSWORD : PASSWORD);
    }
    await page.getByRole('button', { name: '创建' }).click();
    await see(page, '审计管理员：两次输入的密码不一致');
    const last = page.locator('fieldset').filter({ hasText: '审计管理员' });
    await last.getByLabel('再次输入密码').fill(PASSWORD);
    await page.getByRole('button', { name: '创建' }).click();
    await see(page, '三员账号已创建，请由安全管理员登录后开设业务账号。');
    await page.goto(link);
    await see(page, '三员账号已经创建，本链接已失效。');
    await page.context().close();
  });

  it('the security administrator opens the first business account', async () => {
    const page = await office.visitor();
    await signIn(page, office.app.url, 'admin-security', PASSWORD);
    await page.getByRole('button', { name: '新增账号' }).click();
    const form = new Form(page);
    await form.write('登录名', 'zhiban');
    await form.write('姓名', '值班员');
    await form.choose('角色', '值班员（网信办/政府办）');
    await see(form.dialog, /必须归属一个单位，否则登录后看不到任何信息/);
    expect(await form.dialog.getByRole('button', { name: '创建' }).isDisabled()).toBe(true);
    await form.choose('单位', '市委网信办');
    await form.dialog.getByRole('button', { name: '创建' }).click();
    const told = await page.locator('.el-message-box__message').innerText();
    await page.context().close();

    duty = await office.visitor();
    await signIn(duty, office.app.url, 'zhiban', /一次性密码：(\S+?)。/.exec(told)![1]!);
    await duty.getByLabel('当前密码').fill(/一次性密码：(\S+?)。/.exec(told)![1]!);
    await duty.getByLabel(/^新密码/).fill(NEW_PASSWORD);
    await duty.getByLabel('再次输入新密码').fill(NEW_PASSWORD);
    await duty.keyboard.press('Enter');
    await see(duty, '目前没有正在计时的法定时限。');
    await see(duty, '暂无苗头。');
    expect(await duty.getByText('演示数据').count()).toBe(0);
  });

  it('an imported file shows on the open stream without reloading, in Beijing time', async () => {
    await duty.getByRole('link', { name: '信息流' }).click();
    await see(duty, '没有符合条件的内容');
    const now = Date.now();
    const minute = new Date(now + 8 * 3_600_000 - 600_000).toISOString().slice(11, 16);
    const file = join(office.folder, 'posts.jsonl');
    writeFileSync(file, posts(now));
    await run(process.execPath, [assetPath('dist', 'cli.js'), 'import', file, '--data', office.folder, '--json']);
    const card = duty.locator('article').filter({ hasText: '滨江区江滩街道路灯' });
    await card.waitFor();
    await see(card, '城市管理');
    await see(card, new RegExp(`\\d\\d-\\d\\d ${minute}`));
    await see(card, '[手机号]');
  });

  it('no page complained', () => {
    expect(office.complaints).toEqual([]);
  });
});

const posts = (now: number): string =>
  [
    { id: 'p1', text: '滨江区江滩街道路灯坏了一个月没人修，联系我13800138000', minutesAgo: 10 },
    { id: 'p2', text: '城东区东湖街道早市占道，通行不便', minutesAgo: 20 },
  ]
    .map(({ minutesAgo, ...post }) =>
      JSON.stringify({ ...post, publishedAt: new Date(now - minutesAgo * 60_000).toISOString() }),
    )
    .join('\n');
