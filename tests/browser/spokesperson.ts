import { describe, expect, it } from 'vitest';
import type { Office } from './office.ts';
import { picture } from './phone.ts';
import { act, clock, expectInTimeline, openForm, openTicket, panel, see } from './screen.ts';

const MATTER = '恒通化工厂';

/** 新闻发言人: a plan stops nothing, a conference with proof and a second person does. */
export const spokespersonStory = (office: () => Office): void => {
  describe('the spokesperson of a grave event', () => {
    it('sees that a plan did not stop the 24 h clock', async () => {
      const page = await office().person('xinwenban');
      await openTicket(page, MATTER);
      await see(page.locator('.level'), 'Ⅱ级（重大）');
      await see(panel(page, '回应与发布'), '计划，不停止时限');
      expect(await clock(page, 'N-02').innerText()).toMatch(/尚余|已超时/);
      await page.close();
    });

    it('records the held conference; a bare record is refused, and nobody confirms what they recorded', async () => {
      const page = await office().person('xinwenban');
      await openTicket(page, MATTER);
      const form = await openForm(page, '登记发布会');
      await form.choose('登记内容', '已经召开');
      await form.timeAgo('开始时间', 3);
      await form.write('发布会名称', '恒通化工厂爆炸事故新闻发布会');
      await see(form.dialog, '还需填写：发布人；发布人职务；地点；证明材料（实录或视频，及一项外部证明）');
      await form.write('发布人', '发言人一');
      await form.write('发布人职务', '市应急管理局局长');
      await form.write('地点', '市政府新闻发布厅');
      await form.proof('文字实录', '发布会文字实录全文', false);
      await form.submit();
      await see(form.dialog, /发布会登记缺：一项外部证明/);
      await form.proof('链接', 'https://news.example.cn/live/1', true);
      await form.picture('发布会现场.png', await picture(page));
      await form.submit();
      await form.dialog.waitFor({ state: 'hidden' });
      await see(panel(page, '回应与发布'), '待复核确认，时限未停');
      await panel(page, '回应与发布').getByRole('link', { name: '查看图片' }).waitFor();
      expect(await clock(page, 'N-02').innerText()).toContain('尚余');
      await page.getByText(/^暂不能办理的/).click();
      await see(page, '复核确认：登记人不能自己复核，须由第二人确认');
      await page.close();
    });

    it('watches the clock stop, without reloading, when a second person confirms', async () => {
      const page = await office().person('xinwenban');
      await openTicket(page, MATTER);
      const second = await office().person('wangxinban');
      await openTicket(second, MATTER);
      await act(second, '复核确认', async (form) => {
        // The only one that waits is chosen already, and told: when, who, where, and each proof.
        await see(form.dialog.locator('[data-about]'), '发言人一（市应急管理局局长）');
        await see(form.dialog.locator('[data-about]'), '市政府新闻发布厅');
        await form.dialog.locator('[data-proof]').getByRole('img').waitFor();
        await form.choose('复核意见', '确认：已召开，证明属实');
      });
      await see(panel(page, '回应与发布'), '值班员一 已复核确认');
      await page.getByText(/已结束 \d+ 项/).click();
      await see(clock(page, 'N-02'), '按时完成');
      await expectInTimeline(page, '复核确认新闻发布会');
      await page.close();
      await second.close();
    });
  });
};
