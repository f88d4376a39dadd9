import { describe, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Office } from './office.ts';
import { Form, openTab, openTicket, panel, picture, see } from './screen.ts';

const MATTER = '恒通化工厂';

/** Opens the form behind a button of a desk, fills it in and sends it. */
async function atDesk(page: Page, verb: string, fill: (form: Form) => Promise<void>): Promise<void> {
  await page.locator(`button[data-verb="${verb}"]`).first().click();
  const form = new Form(page);
  await fill(form);
  await form.submit();
  await form.dialog.waitFor({ state: 'hidden' }).catch(async () => {
    throw new Error(`“${verb}” was not done: ${await form.dialog.innerText()}`);
  });
}
const tab = openTab;

/** 群众关切、承诺、媒体、网传信息: at the desks of one ticket, and the list of promises over all. */
export const wordingStory = (office: () => Office): void => {
  describe('what is asked, promised and said', () => {
    it('the spokesperson lists what the public asks and says why one question is not answered yet', async () => {
      const page = await office().person('xinwenban');
      await openTicket(page, MATTER);
      await tab(page, '群众关切与口径');
      await atDesk(page, 'add-ask', async (form) => {
        await form.write('问题', '爆炸原因是什么');
        await form.choose('是否主要问题', '主要问题');
      });
      const asks = panel(page, '群众关切');
      await see(asks, '未回答');
      await asks.locator('.el-select').first().click();
      await page.getByRole('option').filter({ hasText: '调查尚未结束' }).first().click();
      await atDesk(page, 'answer-ask', (form) => form.write('说明', '事故调查组正在工作'));
      await see(asks, '说明不答');
      await picture(page, 'asks-desk');
      await page.close();
    });

    it('a promise is registered and stands in the list over all tickets', async () => {
      const page = await office().person('xinwenban');
      await openTicket(page, MATTER);
      await tab(page, '承诺台账');
      await atDesk(page, 'register-promise', async (form) => {
        await form.write('承诺内容', '两日内公布周边空气监测结果');
        await form.choose('责任单位', '应急管理局');
        await form.timeAgo('承诺期限', -2 * 1440);
        await form.write('出处', '现场发布会');
      });
      await see(panel(page, '承诺台账'), '履行中');
      await page.getByRole('link', { name: '承诺台账', exact: true }).click();
      await see(panel(page, '承诺台账'), '两日内公布周边空气监测结果');
      await picture(page, 'promises-page');
      await page.close();
    });

    it('a question of the media has its deadline, a claim that goes round its own words', async () => {
      const page = await office().person('xinwenban');
      await openTicket(page, MATTER);
      await tab(page, '媒体关切');
      await atDesk(page, 'register-media-question', async (form) => {
        await form.write('媒体', '江城晚报');
        await form.write('问题', '伤员救治情况如何');
        await form.timeAgo('答复期限', -180);
      });
      await see(panel(page, '媒体关切'), '待答复');
      await picture(page, 'media-desk');
      await tab(page, '网传信息');
      await atDesk(page, 'register-rumour', (form) => form.write('网传说法（原话）', '网传厂区还会二次爆炸'));
      await see(panel(page, '网传信息'), '网传信息·待核实');
      await picture(page, 'rumours-desk');
      await page.close();
    });
  });
};
