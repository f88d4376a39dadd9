import { describe, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Office } from './office.ts';
import { Form, openTab, openTicket, panel, picture, see } from './screen.ts';

const MATTER = '恒通化工厂';
const TITLE = '恒通化工厂爆炸事故情况通报（第二次）';

/** 发布: a release of a grave matter passes six people before it stands on a channel with its link. */
export const releaseDeskStory = (office: () => Office): void => {
  describe('the release desk of a grave event', () => {
    it('the handling unit drafts it; the list says what is missing', async () => {
      const page = await desk('yingji');
      await page.getByRole('button', { name: '拟发布稿' }).click();
      const form = new Form(page);
      await form.choose('类型', '持续发布');
      await form.write('标题', TITLE);
      await form.write('事实', '搜救已结束，事故共造成11人死亡。当事人王小明正在接受调查。');
      await form.write('政策', '依据《生产安全事故报告和调查处理条例》。');
      await form.write('结果', '事故调查组已成立。');
      await form.field('所依据的经批准的事实').getByRole('button', { name: '清单外补充一条' }).click();
      await form.dialog.locator('input[name="statement"]').fill('11人死亡');
      await form.dialog.locator('input[name="source"]').fill('现场指挥部');
      await form.dialog.locator('input[name="approvedBy"]').fill('总指挥');
      await form.field('渠道').getByText('微博').click();
      await form.submit();
      await see(form.dialog, /含有数字，须写明截至时间/);
      const at = new Date(Date.now() + 8 * 3_600_000 - 60_000).toISOString().slice(0, 16);
      await form.dialog.locator('input[name="asOf"]').fill(at);
      await form.submit();
      await form.dialog.waitFor({ state: 'hidden' });
      await see(draftOf(page), '含姓名“王小明”，请删除或按例外登记');
      await page.getByRole('button', { name: '修改发布稿', exact: true }).click();
      await new Form(page).write('事实', '搜救已结束，事故共造成11人死亡。相关人员正在接受调查。');
      await submit(page);
      await see(draftOf(page), '未发现可识别个人的信息');
      await page.getByRole('button', { name: '送审', exact: true }).click();
      await submit(page);
      await see(draftOf(page), '审核中');
      await page.close();
    });

    it('is judged, approved by unit, press office and leader, and reviewed for secrecy by another', async () => {
      const doubter = await desk('zhengfuban');
      await doubter.getByRole('button', { name: '表述时机方式研判', exact: true }).click();
      const doubt = new Form(doubter).dialog.locator('[data-aspect="timing"]');
      await doubt.getByText('不妥', { exact: true }).click();
      await doubt.locator('input[type="text"]').fill('家属尚未全部告知');
      await submit(doubter);
      await see(draftOf(doubter), /公开时机研判：不妥：家属尚未全部告知/);
      await doubter.close();
      const duty = await desk('wangxinban');
      await duty.getByRole('button', { name: '表述时机方式研判', exact: true }).click();
      const form = new Form(duty);
      for (const aspect of ['wording', 'timing', 'manner']) {
        const row = form.dialog.locator(`[data-aspect="${aspect}"]`);
        await row.getByText('妥当', { exact: true }).click();
        await row.locator('input[type="text"]').fill('已核，妥当');
      }
      // Nobody finds right what another found wrong without having read it.
      await see(form.dialog, /公开时机研判：不妥：家属尚未全部告知/);
      await see(form.dialog, /还需填写：已有不同意见/);
      await form.dialog.getByText('我已看过上述意见').click();
      await submit(duty);
      await see(draftOf(duty), /公开方式研判：已核，妥当/);
      await duty.getByRole('button', { name: '重新研判：公开时机研判' }).waitFor();
      await duty.close();
      for (const [login, name] of [
        ['yingjiju', '发布单位负责人审核'],
        ['xinwenban', '新闻办审核'],
        ['daiban', '带班领导签发'],
        ['zhengfuban', '保密审查'],
      ] as const) {
        const page = await desk(login);
        await page.getByRole('button', { name, exact: true }).click();
        await new Form(page).choose('意见', '同意');
        await submit(page);
        await page.close();
      }
    });

    it('is published by hand with its link, and only then counts', async () => {
      const page = await desk('xinwenban');
      await see(draftOf(page), '审核齐全');
      await page.getByRole('button', { name: '交付发布', exact: true }).click();
      await submit(page);
      await see(draftOf(page), '待专人发布');
      await page.getByRole('button', { name: '登记渠道发布' }).click();
      const form = new Form(page);
      await form.timeAgo('实际发布时间', 0);
      await form.write('链接', 'https://weibo.example.cn/jc/2');
      await submit(page);
      await see(draftOf(page), '已发布');
      await see(panel(page, '已发布与更正'), TITLE);
      await picture(page, 'release-desk');
      await page.close();
    });

    it('the press office registers the head, who is then the default speaker', async () => {
      const page = await office().person('xinwenban');
      await page.getByRole('link', { name: '发言人', exact: true }).click();
      await see(page, /尚未登记发言人的单位/);
      await page.getByRole('button', { name: '登记发言人' }).click();
      const form = new Form(page);
      await form.choose('单位', '市应急管理局');
      await form.choose('人员', '应急负责人一');
      await form.choose('岗位', '第一新闻发言人（主要负责人）');
      await form.write('职务', '市应急管理局局长');
      await submit(page);
      await see(page.locator('[data-speaker="应急负责人一"]'), '第一新闻发言人（主要负责人）');
      await picture(page, 'speakers');
      await page.close();
      const ticket = await desk('xinwenban');
      await see(ticket, /发布会默认发布人：应急负责人一（市应急管理局局长/);
      await ticket.close();
    });
  });

  async function desk(login: string): Promise<Page> {
    const page = await office().person(login);
    await openTicket(page, MATTER);
    await openTab(page, '发布');
    await page.getByRole('heading', { name: '发布安排' }).waitFor();
    return page;
  }
};

const draftOf = (page: Page) => panel(page, `发布稿：${TITLE}`);

async function submit(page: Page): Promise<void> {
  const form = new Form(page);
  await form.submit();
  await form.dialog.waitFor({ state: 'hidden' }).catch(async () => {
    throw new Error(`was not done: ${await form.dialog.innerText()}`);
  });
}
