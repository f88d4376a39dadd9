/// <reference lib="dom" />
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { PHONE, type Office } from './office.ts';
import { see } from './screen.ts';

/** 快速登记 on a phone, while a colleague looks at the list of events. */
export const phoneStory = (office: () => Office): void => {
  describe('registration on a phone', () => {
    it('makes an event that appears on a colleague’s open page by itself', async () => {
      const colleague = await office().person('zhengfuban');
      await colleague.getByRole('link', { name: '舆情事件' }).click();
      await colleague.locator('a.event').first().waitFor();
      const page = await office().person('wangxinban', PHONE);
      await page.getByRole('link', { name: '快速登记' }).click();
      const send = page.getByRole('button', { name: '登记', exact: true });
      expect(await send.isDisabled()).toBe(true);
      await see(page, /还需填写：事情（文字）、链接、截图至少一项；由谁告知/);
      await page.getByLabel('事情（文字）').fill('云山县石桥镇中学旁河堤塌陷约十米，暂无人员伤亡');
      await page.getByText('上级通知', { exact: true }).click();
      await page.getByLabel(/由谁告知/).fill('市应急指挥中心值班室');
      await page.locator('input[type="file"]').setInputFiles({
        name: '现场.png',
        mimeType: 'image/png',
        buffer: await picture(page),
      });
      await see(page, '已上传：现场.png');
      await fits(page);
      await send.click();
      const number = await page.locator('[data-ticket-number]').innerText();
      // What it set going: the clock that ends first, and what to do now.
      const next = page.locator('[data-registered-next]');
      await see(next.locator('.clock'), /到期/);
      // It lies with the other lead body.
      await see(next, '由市政府办公室研判');
      await fits(page);
      await page.getByRole('button', { name: '打开工单' }).click();
      await page.waitForURL(/\/tickets\//);
      await see(page, new RegExp(number));
      await see(colleague.locator('a.event'), /石桥镇.*塌陷/);
      await page.close();
      await colleague.close();
    });

    it('fits every page into 390 pixels', async () => {
      const page = await office().person('wangxinban', PHONE);
      for (const path of ['/', '/stream', '/events', '/tickets', '/register', '/evaluation', '/notifications']) {
        await page.goto(office().app.url + path);
        await page.locator('section, .counters').first().waitFor();
        await fits(page);
      }
      await page.goto(`${office().app.url}/tickets`);
      await page.locator('a.ticket').first().click();
      await page.locator('.clock').first().waitFor();
      await fits(page);
      await page.close();
    });
  });
};

/** A real PNG, drawn by the browser. */
export async function picture(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 30 });
    canvas.getContext('2d')!.fillRect(5, 5, 20, 20);
    return canvas.toDataURL('image/png');
  });
  return Buffer.from(url.split(',')[1]!, 'base64');
}

async function fits(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond, `${page.url()} is wider than the phone`).toBeLessThanOrEqual(0);
}
