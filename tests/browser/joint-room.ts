import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Office } from './office.ts';
import { Form, openTab, openTicket, panel, picture, see } from './screen.ts';

const MATTER = '港湾大桥';

/** 会商室、事实清单、我的任务: a lead body opens the room, a member without the ticket works in it, another person approves a fact. */
export const jointRoomStory = (office: () => Office): void => {
  describe('the joint room', () => {
    it('is opened by a lead body, and the fact sheet gets its first line', async () => {
      const page = await office().person('wangxinban');
      await openTicket(page, MATTER);
      await tab(page, '会商室');
      await see(page, /尚未开设会商室/);
      const open = await press(page, '开设会商室');
      await open.write('会商事项', '统一护栏受损情况和对外口径');
      await open.choose('成员单位', '市政府办公室');
      await open.choose('成员单位', '市住房和城乡建设局');
      await open.write('邀请理由', '各方说法不一');
      await done(open);
      await see(panel(page, '会商室'), '市住房和城乡建设局');
      await tab(page, '事实清单');
      const fact = await press(page, '新增事实');
      await fact.choose('事实', '死亡人数');
      await fact.write('表述', '目前无人员死亡');
      await fact.field('数字').locator('input').fill('0');
      await fact.timeAgo('截至时间', 5);
      await fact.write('来源', '交警指挥中心');
      await done(fact);
      await see(panel(page, '事实清单'), '待批准');
      // Who wrote a line is not asked to approve it.
      expect(await page.getByRole('button', { name: '审批事实', exact: true }).count()).toBe(0);
      await picture(page, 'fact-sheet');
      await page.close();
    });

    it('another person finds the line among his tasks and approves it', async () => {
      const page = await office().person('zhengfuban');
      await page.getByRole('link', { name: /^我的任务/ }).click();
      const task = page.locator('[data-task="fact"]').filter({ hasText: MATTER });
      await task.waitFor();
      await picture(page, 'my-tasks');
      await task.click();
      const form = await press(page, '审批事实');
      await form.choose('审批意见', '批准');
      await done(form);
      await see(panel(page, '事实清单'), '已批准');
      await page.close();
    });

    it('a release picks its facts from the sheet, and with another figure it is sent to nobody', async () => {
      const page = await office().person('xinwenban');
      await openTicket(page, MATTER);
      await tab(page, '发布');
      const draft = await press(page, '拟发布稿');
      await draft.choose('类型', '澄清说明');
      await draft.write('标题', '关于港湾大桥护栏的情况说明');
      await draft.write('事实', '事故造成2人死亡。');
      const fact = draft.dialog.locator('[data-sheet-fact="目前无人员死亡"]');
      await see(fact, /截至 .*来源：交警指挥中心/);
      await fact.click();
      await draft.field('渠道').getByText('政府网站').click();
      await picture(page, 'release-facts');
      await done(draft);
      const submit = await press(page, '送审');
      await see(submit.dialog, '✗ 经批准的事实清单：死亡人数：文稿为2，事实清单为0');
      await see(submit.dialog, '与事实清单不一致，不得送审');
      expect(await submit.dialog.getByRole('button', { name: '确定' }).isDisabled()).toBe(true);
      await picture(page, 'release-barred');
      await page.close();
    });

    it('a member who does not handle the ticket sees the room and the sheet; a leader who is none does not', async () => {
      const duty = await office().person('wangxinban');
      await openTicket(duty, MATTER);
      const address = duty.url();
      await tab(duty, '会商室');
      const minutes = await press(duty, '登记会商纪要');
      await minutes.timeAgo('会商时间', 10);
      await minutes.write('参加岗位', '网信办值班员\n住建局经办');
      await minutes.write('议定事项', '由住建局核对护栏受损情况');
      await minutes.dialog.getByRole('button', { name: '添加一项任务' }).click();
      const unit = minutes.dialog.getByRole('combobox', { name: '承办单位' });
      await unit.click();
      await unit.fill('住房和城乡');
      await duty.getByRole('option', { name: '市住房和城乡建设局', exact: true }).filter({ visible: true }).click();
      await minutes.dialog.getByLabel('任务内容').fill('核对护栏受损情况');
      const due = new Date(Date.now() + 8 * 3_600_000 + 30 * 60_000).toISOString().slice(0, 16);
      await minutes.dialog.getByLabel('办理期限（北京时间）').fill(due);
      await done(minutes);
      await picture(duty, 'joint-room');
      await duty.close();

      const member = await office().person('zhujian');
      await member.getByRole('link', { name: /^我的任务/ }).click();
      await member.locator('[data-task="room"]').filter({ hasText: '核对护栏受损情况' }).click();
      await see(panel(member, '会商纪要与任务'), '由住建局核对护栏受损情况');
      const finish = await press(member, '办结任务');
      await finish.write('办理情况', '护栏受损12米，桥体无损伤');
      await done(finish);
      await see(panel(member, '会商纪要与任务'), '已办结');
      await tab(member, '办理');
      expect(
        await panel(member, /时间线/)
          .locator('.el-timeline-item')
          .count(),
      ).toBe(0);
      await member.close();

      const leader = await office().person('lingdao');
      await leader.goto(address);
      await leader.getByRole('heading', { level: 1 }).waitFor();
      expect(await leader.getByRole('tab', { name: '会商室' }).count()).toBe(0);
      await leader.close();
    });

    it('an instruction is kept for those who need to know, its report upward fills itself from the sheet', async () => {
      const page = await office().person('zhengfuban');
      await openTicket(page, MATTER);
      await tab(page, '批示');
      const form = await press(page, '登记批示');
      await form.write('批示领导', '分管副市长');
      await form.choose('方式', '口头');
      await form.write('批示内容', '尽快核清并公布情况');
      await form.timeAgo('批示时间', 3);
      await form.choose('知悉范围', '市政府办公室');
      await done(form);
      await see(panel(page, '批示'), /前补签/);
      await picture(page, 'instruction');
      await tab(page, '上报');
      await done(await press(page, '起草上报'));
      await see(page, /目前无人员死亡（截至/);
      await picture(page, 'upward');
      await page.close();
      const other = await office().person('wangxinban');
      await openTicket(other, MATTER);
      await tab(other, '批示');
      await see(other, '另有 1 件批示不在您的知悉范围内。');
      await other.close();
    });
  });
};

const tab = openTab;

async function press(page: Page, name: string): Promise<Form> {
  await page.getByRole('button', { name, exact: true }).click();
  return new Form(page);
}

async function done(form: Form): Promise<void> {
  await form.submit();
  await form.dialog.waitFor({ state: 'hidden' }).catch(async () => {
    throw new Error(`not done: ${await form.dialog.innerText()}`);
  });
}
