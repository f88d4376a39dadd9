import iconv from 'iconv-lite';
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
    it('D31: finds the month planned, and a month from a spreadsheet is looked at line by line before it is saved', async () => {
      const page = await office().person('daiban');
      await duty(page, '值班表');
      await see(page, /当前在岗：带班领导/);
      const month = page.locator('section.month');
      expect(await month.locator('td[data-day]').count()).toBeGreaterThanOrEqual(28);
      expect(await month.locator('.shift').count()).toBeGreaterThan(0);
      // Two months on nobody has planned anything yet.
      for (const _ of [1, 2]) await month.getByRole('button', { name: '下一月' }).click();
      await see(month, /有空档 \d+ 天/);
      await see(month, '空档 00:00–24:00');
      const day = (await month.locator('td[data-day]').first().getAttribute('data-day'))!;
      await page.getByRole('button', { name: '导入值班表' }).click();
      const dialog = page.getByRole('dialog');
      const pick = (name: string, ...lines: string[]): Promise<void> =>
        dialog.getByLabel('选择值班表文件').setInputFiles({
          ...{ name, mimeType: 'text/csv' },
          buffer: iconv.encode(['起,止,带班领导,值班员', ...lines].join('\r\n'), 'gbk'),
        });
      await pick('错.csv', `${day} 08:30,17:30,带班领导一,值班员二`, `${day} 17:30,8:30,带班领导一,查无此人`);
      await see(dialog, '共 2 行，1 行有误，尚未保存任何一行');
      await see(dialog, '值班员“查无此人”：本单位没有这个在用账号');
      const save = dialog.getByRole('button', { name: '保存' });
      expect(await save.isDisabled()).toBe(true);
      await pick('对.csv', `${day} 08:30,17:30,带班领导一,值班员二`);
      await see(dialog, '共 1 个班次，全部无误，保存后生效');
      await save.click();
      await dialog.waitFor({ state: 'hidden' });
      await see(month.locator(`td[data-day="${day}"]`), /08:30–17:30带班领导一值班员二/);
      await page.close();
    });

    it('D31: the same hours cannot be booked twice', async () => {
      const page = await office().person('daiban');
      await duty(page, '值班表');
      await page.getByRole('button', { name: '排一个班次' }).click();
      const form = new Form(page);
      await form.choose('带班领导', '带班领导一');
      await form.choose('值班员', '值班员二');
      // The next free time is proposed; these two hours are somebody's already.
      await form.dialog.locator('input[name="from"]').fill(field(0));
      await form.dialog.locator('input[name="to"]').fill(field(2));
      await form.dialog.getByRole('button', { name: '保存' }).click();
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
      // Line by line: there is no button that ticks them all.
      for (const box of await mine.locator('.line .el-checkbox').all()) await box.click();
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

/** So many hours from now on the city's clock, as a field for a time takes it. */
const field = (hours: number): string => new Date(Date.now() + (8 + hours) * 3_600_000).toISOString().slice(0, 16);
