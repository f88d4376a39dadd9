import { describe, expect, it } from 'vitest';
import type { Office } from './office.ts';
import { act, expectInTimeline, openTicket, see } from './screen.ts';

/** 部门经办, 领导, 第三方评估: each sees what is theirs. */
export const departmentsStory = (office: () => Office): void => {
  describe('a department', () => {
    it('sees only its own tickets, and another one is as if it were not there', async () => {
      const duty = await office().person('wangxinban');
      await openTicket(duty, '恒通化工厂');
      const foreign = duty.url();
      const page = await office().person('renshe');
      await page.getByRole('link', { name: '工单', exact: true }).click();
      await see(page.locator('a.ticket'), /锦绣家园/);
      expect(await page.locator('a.ticket').count()).toBe(1);
      await page.goto(foreign);
      await see(page, /没有这件工单|没有这个工单|无权查看/);
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(0);
      await page.goto(`${office().app.url}/admin/accounts`);
      await see(page, '早发现 · 早研判 · 早处置');
      await duty.close();
      await page.close();
    });

    it('accepts an order, works on it and reports', async () => {
      const page = await office().person('zhujian');
      await openTicket(page, '新华苑');
      await see(page, '核实办证进展，明确时间表');
      await act(page, '签收', (form) => form.write('备注', '已安排产权科'));
      await see(page, '已签收');
      await act(page, '开始办理', () => Promise.resolve());
      await see(page, '办理中');
      await act(page, '反馈', async (form) => {
        await form.write('核实的事实', '土地手续未补办，三百余户未办证');
        await form.write('采取的措施', '约谈开发企业，限期补办');
        const photo = { name: '约谈现场.png', mimeType: 'image/png', buffer: await page.screenshot() };
        await form.dialog.locator('input[type="file"]').setInputFiles(photo);
        await see(form.dialog, '已上传：约谈现场.png');
      });
      await see(page, '已反馈');
      await see(page, '约谈开发企业，限期补办');
      await expectInTimeline(page, '市住房和城乡建设局签收', '开始办理', '反馈办理情况（附件1件）');
      const link = await page.locator('[data-report-files] a').getAttribute('href');
      const opened = await page.request.get(`${office().app.url}${link}`);
      expect([opened.status(), opened.headers()['content-type']]).toEqual([200, 'image/png']);
      await page.close();
    });
  });
};

export const overseersStory = (office: () => Office): void => {
  describe('leader and evaluator', () => {
    it('the leader reads everything and decides only what is a leader’s', async () => {
      const page = await office().person('lingdao');
      await openTicket(page, '恒通化工厂');
      await page.getByText(/^更多操作/).click();
      const offered = await page.getByRole('group', { name: '办理操作' }).getByRole('button').allInnerTexts();
      expect(offered).toContain('会商');
      // A leader instructs; 督办 is issued by the two lead bodies alone.
      for (const act of ['研判', '交办', '签收', '登记发布会', '办结', '督办']) expect(offered).not.toContain(act);
      expect(await page.getByRole('link', { name: '快速登记' }).count()).toBe(0);
      await page.close();
    });

    it('the evaluator has one page: closed cases without personal data', async () => {
      const page = await office().person('pinggu');
      await see(page, '抽样案件（已隐去个人信息）');
      expect(await page.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual(['抽样评估']);
      await page.locator('details summary').first().click();
      await see(page.locator('details'), /到期 \d{4}-/);
      await page.goto(`${office().app.url}/tickets`);
      await see(page, '抽样案件（已隐去个人信息）');
      await page.close();
    });
  });
};
