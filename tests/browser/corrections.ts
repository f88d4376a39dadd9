/// <reference lib="dom" />
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { PHONE, type Office } from './office.ts';
import { Form, panel, picture, see } from './screen.ts';

const TITLE = '😡江城市城东区和平里小区电梯又坠了';
const TEXT =
  '今天上午江城市城东区和平里小区电梯从六楼坠落，造成３人受伤，已送医院。业主多次反映无人处理，要求市住建局给个说法。联系电话13912345678';

const DISPUTED =
  '不像隔壁合肥市，城东区和平街道的违建没人管，城管局一直推诿，太气人了，岂有此理！昨天违建倒塌，网传死.亡５人。截至8日14时30分，警方通报造成2人死亡、3人受伤。';

/** 试一段文字 and 纠正: one says what is wrong, another decides. */
export const correctionsStory = (office: () => Office): void => {
  describe('what the machine reads, and who corrects it', () => {
    it('shows the evidence of each label in the text as given, by mouse and by keyboard', async () => {
      const page = await office().person('wangxinban');
      await analyse(page, TITLE, TEXT);
      const result = panel(page, '分析结果');
      const read = result.getByRole('region', { name: '原文与依据' });
      // Every sign is there, no mark cut one in two.
      expect(squeezed(await read.innerText())).toContain(squeezed(TITLE));
      expect(squeezed(await read.innerText())).toContain(squeezed(TEXT));
      for (const [row, word] of [
        ['敏感度', '3 级（重大）'],
        ['地点', '江南省 › 江城市 › 城东区'],
        ['伤亡与损失', '受伤 3人'],
        ['主办单位', /局|人民政府/],
      ] as const) {
        await see(result.locator('.row').filter({ hasText: row }), word);
      }
      const injured = result.getByRole('button', { name: /受伤 3人/ });
      await injured.hover();
      const marks = read.locator('mark.on');
      // A mark is cut where that of another label ends; together they are the words of the number.
      const marked = async () => (await marks.allInnerTexts()).join('').replace(/\s|人数/g, '');
      await expect.poll(marked).toContain('３人');
      // The word stands beside the colour.
      expect(await marks.locator('sup').first().innerText()).toBe('人数');
      await page.mouse.move(0, 0);
      await expect.poll(() => marks.count()).toBe(0);
      await result.getByRole('button', { name: /3 级（重大）/ }).focus();
      await expect.poll(() => marks.count()).toBeGreaterThan(0);
      await page.keyboard.press('Enter');
      expect(await result.getByRole('button', { name: /3 级（重大）/ }).getAttribute('aria-pressed')).toBe('true');
      await picture(page, 'try-desk');
      await page.close();
    });

    it('tells who says which number, whom the text blames, why a person is needed, and the tone', async () => {
      const page = await office().person('wangxinban');
      await analyse(page, '', DISPUTED);
      const result = panel(page, '分析结果');
      const why = result.getByRole('list', { name: '请人工研判的原因' });
      await see(why, '敏感等级 3 级');
      await see(why, /反映了市城市管理局，须回避/);
      const claims = result.locator('.row').filter({ hasText: '各方说法' });
      for (const words of [/死亡 5人/, /网传·待核实，未采用/, /死亡 2人/, /官方，截至8日14:30/])
        await see(claims, words);
      await claims.getByRole('button', { name: /死亡 5人/ }).hover();
      const read = result.getByRole('region', { name: '原文与依据' });
      // Other evidence may cut the piece; together it is what was written.
      const marked = async () => (await read.locator('mark.on').allInnerTexts()).join('');
      await expect.poll(marked).toContain('死.亡５人');
      await see(result.locator('.row').filter({ hasText: '伤亡与损失' }), '死亡 2人');
      await see(result.locator('.row').filter({ hasText: '主办单位' }), /回避/);
      await see(result.locator('.row').filter({ hasText: '语气' }), '愤怒');
      await see(result.locator('.row').filter({ hasText: '地点' }), /合肥市.*仅作背景/s);
      await picture(page, 'try-disputed');
      await page.close();
    });

    it('says in Chinese what is wrong with nothing, spaces and too much', async () => {
      const page = await office().person('wangxinban');
      await page.getByRole('link', { name: '试一段文字' }).click();
      const send = page.getByRole('button', { name: '分析', exact: true });
      for (const [text, words] of [
        ['', '请先填写一段文字，不能只有空格。'],
        [' 　\n ', '请先填写一段文字，不能只有空格。'],
        ['水'.repeat(20_001), /文字最多 20000 字，现有 20001 字/],
      ] as const) {
        await page.getByLabel('正文').fill(text);
        await send.click();
        await see(page.locator('.el-alert'), words);
      }
      await page.close();
    });

    it('takes a correction of a tried text and one of a stored post, and leaves the stored one as it is', async () => {
      const page = await office().person('wangxinban');
      await analyse(page, TITLE, TEXT);
      await page.getByRole('button', { name: '纠正主题' }).click();
      await correct(page, '治安与公共安全', '电梯伤人，请致电13912345678');
      await page.getByRole('link', { name: '信息流' }).click();
      await page.getByPlaceholder('检索词').fill('锦绣家园');
      await page.keyboard.press('Enter');
      const card = page.locator('.mention').filter({ hasText: '锦绣家园' }).first();
      const id = await card.getAttribute('data-id');
      const before = await card.locator('.head').innerText();
      await card.getByRole('button', { name: '纠正' }).click();
      await new Form(page).choose('哪一项有误', '诉求');
      await correct(page, '建议', '');
      await page.reload();
      await page.getByPlaceholder('检索词').fill('锦绣家园');
      await page.keyboard.press('Enter');
      expect(await page.locator(`.mention[data-id="${id}"] .head`).innerText()).toBe(before);
      await page.getByRole('link', { name: '纠正记录' }).click();
      const row = page.locator('.correction').filter({ hasText: '治安与公共安全' });
      await see(row, '待复核');
      expect(await row.innerText()).toContain('[手机号]');
      expect(await row.innerText()).not.toContain('13912345678');
      // Never one's own.
      expect(await page.getByRole('button', { name: '复核' }).count()).toBe(0);
      await page.close();
    });

    it('is decided by a second person with a reason; the system administrator meets no stored post', async () => {
      const leader = await office().person('daiban');
      await leader.getByRole('link', { name: '纠正记录' }).click();
      const appeal = leader.locator('.correction').filter({ hasText: '诉求' });
      await appeal.getByRole('button', { name: '复核' }).click();
      expect(await appeal.getByRole('button', { name: '采纳', exact: true }).isDisabled()).toBe(true);
      await appeal.getByLabel('复核理由').fill('来信要求解决问题，不是建议');
      await appeal.getByRole('button', { name: '不予采纳' }).click();
      await see(appeal, '来信要求解决问题，不是建议');
      const admin = await office().person('xitong');
      await admin.getByRole('link', { name: '纠正记录' }).click();
      const tried = admin.locator('.correction');
      await see(tried, '治安与公共安全');
      expect(await tried.count()).toBe(1);
      await tried.getByRole('button', { name: '复核' }).click();
      await tried.getByLabel('复核理由').fill('标注规范第二节，公共安全优先');
      await tried.getByRole('button', { name: '采纳', exact: true }).click();
      await see(tried, '已采纳');
      await picture(admin, 'corrections-desk');
      await leader.reload();
      await leader.locator('.el-select').filter({ hasText: '状态' }).click();
      await leader.getByRole('option', { name: '已采纳' }).click();
      await expect.poll(() => leader.locator('.correction').count()).toBe(1);
      await leader.close();
      await admin.close();
    });

    it('is no page of a department', async () => {
      const page = await office().person('zhujian');
      expect(await page.getByRole('link', { name: '试一段文字' }).count()).toBe(0);
      await page.goto(`${office().app.url}/try`);
      await see(page, '无权查看');
      await page.close();
    });

    it('fits a phone', async () => {
      const page = await office().person('wangxinban', PHONE);
      await analyse(page, TITLE, TEXT);
      await page.getByRole('button', { name: /受伤 3人/ }).click();
      await fits(page);
      await picture(page, 'try-phone');
      await page.getByRole('button', { name: '纠正伤亡与损失' }).click();
      await see(page.locator('.el-dialog'), '机器的结果：受伤 3人');
      await fits(page);
      await picture(page, 'correct-phone');
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: '纠正记录' }).click();
      await page.locator('.correction').first().waitFor();
      await fits(page);
      await picture(page, 'corrections-phone');
      await page.close();
    });
  });
};

const squeezed = (text: string): string =>
  text.replace(/\s/g, '').replace(/(主题|诉求|敏感|关注|人数|类型|地点)(?=$)/, '');

async function analyse(page: Page, title: string, text: string): Promise<void> {
  await page.getByRole('link', { name: '试一段文字' }).click();
  await page.getByLabel('标题（可不填）').fill(title);
  await page.getByLabel('正文').fill(text);
  await page.getByRole('button', { name: '分析', exact: true }).click();
  await page.getByRole('heading', { name: '分析结果' }).waitFor();
}

/** The form of a correction, from the right value on. */
async function correct(page: Page, value: string, remark: string): Promise<void> {
  const form = new Form(page);
  await form.choose('正确的结果', value);
  await form.write('说明', remark);
  await form.submit();
  await see(page, '已提交，待他人复核；不会直接改动规则和模型。');
  await form.dialog.waitFor({ state: 'hidden' });
}

async function fits(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond, `${page.url()} is wider than the phone`).toBeLessThanOrEqual(0);
}
