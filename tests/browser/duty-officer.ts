/// <reference lib="dom" />
import { describe, expect, it } from 'vitest';
import { DEMO_PASSWORD, type Office } from './office.ts';
import { act, clock, expectInTimeline, openForm, openTicket, panel, see } from './screen.ts';

/** 值班员: from the log-in to judging a rumour and dispatching another matter. */
export const dutyOfficerStory = (office: () => Office): void => {
  describe('the duty officer', () => {
    it('signs in with the keyboard alone and is told when the password is wrong', async () => {
      const page = await office().visitor();
      await page.goto(office().app.url);
      await see(page, '政务舆情监测与回应');
      await page.keyboard.type('wangxinban');
      await page.keyboard.press('Tab');
      await page.keyboard.type('not-the-password');
      await page.keyboard.press('Enter');
      await see(page, /登录名或密码不正确/);
      await page.getByLabel('密码').fill(DEMO_PASSWORD);
      await page.keyboard.press('Enter');
      await see(page, '值班员一');
      await see(page, /演示数据：江城市及全部内容均为虚构/);
      await page.context().close();
    });

    it('sees the public deadlines first, the provisional ones dashed, and the three lags', async () => {
      const page = await office().person('wangxinban');
      const clocks = panel(page, /法定时限/).locator('.clock');
      await clocks.first().waitFor();
      const rules = await clocks.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-rule')));
      expect(rules.length).toBeLessThanOrEqual(8);
      expect(rules.lastIndexOf('N-02')).toBeLessThan(rules.indexOf('N-03'));
      const provisional = clocks.and(page.locator('[data-rule="N-01"][data-provisional="true"]')).first();
      expect(await provisional.innerText()).toMatch(/若定为重大，尚余 \d+小时\d\d分/);
      expect(await provisional.evaluate((row) => getComputedStyle(row).borderTopStyle)).toBe('dashed');
      const other = clocks.and(page.locator('[data-rule="N-03"][data-provisional="true"]')).first();
      expect(await other.innerText()).toContain('若需回应，尚余');
      const lags = await panel(page, '早发现 · 早研判 · 早处置').locator('.lag').allInnerTexts();
      expect(lags.map((lag) => lag.split('\n')[0])).toEqual(['早发现', '早研判', '早处置']);
      for (const lag of lags) expect(lag).toMatch(/\d+(分|小时|天)/);
      await page.close();
    });

    it('reads why each message came, what left the house, and whether the channels work', async () => {
      const page = await office().person('wangxinban');
      await page.getByRole('link', { name: /^消息/ }).click();
      await see(page, /^为什么收到：/);
      await see(page, /需处置 \d+ 件，上限 20 件/);
      await page.getByText('外发台账').click();
      await see(page, /没有外发通知/);
      await page.getByText('通道状态', { exact: true }).click();
      await see(page, '企业微信群机器人');
      await see(page, '未启用');
      await page.close();
    });

    it('opens as many tickets as the counter says', async () => {
      const page = await office().person('wangxinban');
      const counter = page.locator('.counter').filter({ hasText: '待研判' });
      const number = Number(await counter.locator('strong').innerText());
      await counter.click();
      await page.waitForURL(/todo=judge/);
      await expect.poll(() => page.locator('a.ticket').count()).toBe(number);
      await page.close();
    });

    it('finds out why a ticket was opened, from which posts, and how each deadline was computed', async () => {
      const page = await office().person('wangxinban');
      await openTicket(page, '港湾大桥');
      await see(page, /立单依据：\S+，/);
      // The name of the rule stands on the screen, its number behind it.
      expect(await page.getByTitle(/^规则编号 O-0\d$/).innerText()).toMatch(/^[^A-Z]+$/);
      await see(panel(page, '相关信息'), /大巴坠江/);
      await see(page.locator('.level.guess'), 'Ⅱ级（重大）');
      for (const [rule, paper] of [
        ['N-01', /国办发〔2016〕80号/],
        ['N-02', /国办发〔2016〕61号|国办发〔2016〕80号/],
        ['N-03', /国办发〔2016〕61号/],
      ] as const) {
        await clock(page, rule).getByRole('link', { name: '怎么算的' }).click();
        const dialog = page.getByRole('dialog', { name: '时限是怎么算出来的' });
        await see(dialog, paper);
        await see(dialog, new RegExp(`（${rule}）`));
        expect(await dialog.locator('ol li').count()).toBeGreaterThan(1);
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'hidden' });
      }
      await page.close();
    });

    it('reads on an event who tells which number, for which hour, and which one is used', async () => {
      const page = await office().person('wangxinban');
      await page.getByRole('link', { name: '舆情事件' }).click();
      await page.locator('a.event').filter({ hasText: '恒通化工厂' }).first().click();
      const claims = page.getByRole('region', { name: '各方说法' });
      const dead = claims.getByRole('row').filter({ hasText: '死亡' });
      await dead.first().waitFor();
      // The newest of the media rules; what it said before is kept beside it.
      expect(await dead.first().innerText()).toMatch(/11人.*媒体.*1 条信息.*采用/s);
      await see(dead.filter({ hasText: '3人' }), '参考');
      await page.close();
    });

    it('judges the rumour not grave with a reason: the 5 h and 24 h clocks end', async () => {
      const page = await office().person('wangxinban');
      await openTicket(page, '港湾大桥');
      await act(page, '研判', async (form) => {
        await form.choose('研判结果', '公开回应');
        await form.choose('事件级别', 'Ⅳ级（一般）');
        await form.choose('核实情况', '不实');
        await form.write('核实单位', '市公安局交警支队');
        await form.write('核实岗位', '指挥中心');
        await form.choose('核实方式', '电话');
        await form.timeAgo('核实时间', 30);
        await form.choose('处置类型', 'D-6');
        await form.timeAgo('事发时间及来源', 120);
        await form.field('事发时间及来源').getByPlaceholder(/来源/).fill('交警指挥中心记录');
        await form.write('研判意见与理由', '现场核实仅为护栏刮擦，无人员伤亡');
        for (const line of ['公众诉求', '已证实情况', '未证实情况', '风险点', '拟采取措施'])
          await form.write(line, `${line}：护栏刮擦，桥面通行正常`);
      });
      await see(page.locator('.level'), '值班初判');
      await expect.poll(() => clock(page, 'N-01').filter({ visible: true }).count()).toBe(0);
      await page.getByText(/已结束 \d+ 项/).click();
      for (const rule of ['N-01', 'N-02']) expect(await clock(page, rule).innerText()).toContain('已终止');
      expect(await clock(page, 'N-03').innerText()).toContain('尚余');
      await expectInTimeline(page, '研判：公开回应，初判Ⅳ级（一般）', '现场核实仅为护栏刮擦，无人员伤亡', '值班员一');
      await clock(page, 'N-01').getByRole('link', { name: '怎么算的' }).click();
      await see(page.getByRole('dialog'), /初判为Ⅳ级（一般）：现场核实仅为护栏刮擦/);
      await see(panel(page, '研判与办理'), /交警指挥中心记录/);
      await page.close();
    });

    it('dispatches another matter, and a colleague with an old form is told who was first', async () => {
      const page = await office().person('wangxinban');
      const colleague = await office().person('zhengfuban');
      for (const desk of [page, colleague]) await openTicket(desk, '新华苑');
      const late = await openForm(colleague, '交办');
      await late.choose('主办单位', '市自然资源和规划局');
      await late.write('办理要求', '请核实');
      await late.write('紧急情由', '群众聚集，先行处置');
      await act(page, '交办', async (form) => {
        await form.choose('主办单位', '市住房和城乡建设局');
        await form.write('办理要求', '核实办证进展，明确时间表');
        await form.write('紧急情由', '群众聚集，先行处置');
      });
      await see(page, '已交办');
      await see(page, /主办：市住房和城乡建设局/);
      await see(panel(page, '研判与办理'), '核实办证进展，明确时间表');
      await expectInTimeline(page, '交办给市住房和城乡建设局');
      await late.submit();
      await see(late.dialog, /值班员一 已于 \d+月\d+日\d\d:\d\d 先行处理/);
      await page.close();
      await colleague.close();
    });
  });
};
