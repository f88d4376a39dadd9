import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Office } from './office.ts';
import { Form, panel, see } from './screen.ts';

const duty = async (page: Page, tab: string): Promise<void> => {
  await page.getByRole('link', { name: '值班', exact: true }).click();
  await page.getByRole('tab', { name: tab }).click();
};

/** 带班领导 and 值班员: the roster, the sheet both sign, who answers for what. */
export const rosterStory = (office: () => Office): void => {
  describe('the duty desk', () => {
    it('D31: plans a shift, is told of the gap behind it, and cannot book somebody twice', async () => {
      const page = await office().person('daiban');
      await duty(page, '值班表');
      await see(page, '尚未排班：按在用账号通知。');
      await page.getByRole('button', { name: '排一个班次' }).click();
      const form = new Form(page);
      await form.choose('带班领导', '带班领导一');
      await form.choose('值班员', '值班员二');
      await form.dialog.getByRole('button', { name: '保存' }).click();
      await form.dialog.waitFor({ state: 'hidden' });
      await see(page, /当前在岗：带班领导/);
      await see(page, '今后7天值班有空档');
      const rows = panel(page, /^值班表/).locator('tbody tr');
      await expect.poll(() => rows.count()).toBe(1);
      // The same hours again, pasted from a spreadsheet: refused as a whole, in words.
      const from = (await rows.first().locator('td').first().innerText()).trim();
      const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
      const start = from.length > 11 ? from : `${year}-${from}`;
      await page.getByRole('button', { name: '粘贴表格导入' }).click();
      await page
        .getByLabel('值班表表格')
        .fill(`起\t止\t带班领导\t值班员\n${start}\t${end(start)}\t带班领导一\t值班员二`);
      await page.getByRole('button', { name: '导入', exact: true }).click();
      await see(page, /与已排的班次（.+）重叠/);
      await page.close();
    });

    it('D31: hands over by a sheet the system writes, ticked and signed by two', async () => {
      const leader = await office().person('daiban');
      await duty(leader, '交接班');
      await leader.getByRole('button', { name: '现在生成' }).click();
      const sheet = leader.locator('article.sheet').first();
      await see(sheet, '在办红色、橙色事项');
      await sheet.getByRole('button', { name: '交班签字' }).click();
      await see(sheet, /交班人：带班领导一/);
      await leader.close();
      const officer = await office().person('zhengfuban');
      await duty(officer, '交接班');
      const mine = officer.locator('article.sheet').first();
      expect(await mine.getByRole('button', { name: '接班签字' }).isDisabled()).toBe(true);
      await mine.getByRole('button', { name: '全部勾选' }).click();
      await mine.getByRole('button', { name: /^提交核对/ }).click();
      await see(mine, /值班员二 .+核对/);
      await mine.getByRole('button', { name: '接班签字' }).click();
      await see(mine, '双方已签');
      await officer.close();
    });

    it('H21: changes who answers for a topic, with its history, and sees the tree of units', async () => {
      const page = await office().person('zhengfuban');
      await duty(page, '职责表');
      const table = panel(page, '职责表');
      const choose = async (label: string, option: string): Promise<void> => {
        await table.getByLabel(label).first().click();
        await page.getByRole('option', { name: option, exact: true }).last().click();
      };
      await choose('主题', '公用事业');
      await choose('主办单位', '市水务局');
      await table.getByPlaceholder('修改原因（必填）').fill('供水职责划转');
      await table.getByRole('button', { name: '修改', exact: true }).click();
      await see(table, /值班员二.+供水职责划转/);
      await duty(page, '组织机构');
      await see(page.locator('[data-unit="gov_office"]'), '可交办');
      await see(page.locator('[data-unit="tax"]'), '垂直管理');
      await see(page.locator('[data-unit="culture"]'), '缺负责人');
      await page.close();
    });
  });
};

/** Twelve hours on, as a person would write it. */
function end(start: string): string {
  const at = new Date(`${start.replace(' ', 'T')}:00+08:00`);
  return new Date(at.getTime() + 20 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
