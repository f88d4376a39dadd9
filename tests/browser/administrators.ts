import { describe, expect, it } from 'vitest';
import type { Office } from './office.ts';
import { Form, panel, picture, see } from './screen.ts';

/** 三员: each one page or a few, none of the others'. */
export const administratorsStory = (office: () => Office): void => {
  describe('the three administrators', () => {
    it('security creates an account; its one-time password must be changed at once', async () => {
      const page = await office().person('anquan');
      await page.getByRole('button', { name: '新增账号' }).click();
      const form = new Form(page);
      await form.write('登录名', 'yeban');
      await form.write('姓名', '值班员三');
      await form.choose('单位', '市委网信办');
      await form.choose('角色', '值班员（网信办/政府办）');
      await form.dialog.getByRole('button', { name: '创建' }).click();
      const told = await page.locator('.el-message-box__message').innerText();
      const password = /一次性密码：(\S+?)。/.exec(told)?.[1] ?? '';
      expect(password.length).toBeGreaterThanOrEqual(10);
      await page.keyboard.press('Enter');
      await see(page, '值班员三');

      const fresh = await office().visitor();
      await fresh.goto(office().app.url);
      await fresh.getByLabel('登录名').fill('yeban');
      await fresh.getByLabel('密码').fill(password);
      await fresh.keyboard.press('Enter');
      await see(fresh, '首次登录须修改初始密码后方可使用。');
      await fresh.context().close();
      await page.close();
    });

    it('security moves the person to another unit and role, with a word where nothing could be seen', async () => {
      const page = await office().person('anquan');
      const row = page.getByRole('row').filter({ hasText: 'yeban' });
      await row.getByRole('button', { name: '修改' }).click();
      const form = new Form(page);
      const save = form.dialog.getByRole('button', { name: '保存' });
      expect(await form.field('登录名').locator('input').isDisabled()).toBe(true);
      expect(await save.isDisabled()).toBe(true);
      await form.choose('单位', '江城市人民政府');
      await see(form.dialog, /值班员在所选单位没有可办的工作，登录后看不到任何信息/);
      expect(await save.isDisabled()).toBe(true);
      await picture(page, 'accounts-refused');
      await form.write('姓名', '值班员四');
      await form.choose('单位', '市政府办公室');
      await form.choose('角色', '带班领导');
      await save.click();
      await form.dialog.waitFor({ state: 'hidden' });
      await see(row, '值班员四');
      await see(row, '市政府办公室');
      await see(row, /带班领导/);
      await row.getByRole('button', { name: '停用' }).click();
      await see(row, '已停用');
      await row.getByRole('button', { name: '启用' }).click();
      await see(row, '正常');
      await picture(page, 'accounts-saved');

      // Somebody else changes the account while the form is open.
      await row.getByRole('button', { name: '修改' }).click();
      const other = await page.context().newPage();
      await other.goto(page.url());
      await other.getByRole('row').filter({ hasText: 'yeban' }).getByRole('button', { name: '停用' }).click();
      await see(other.getByRole('row').filter({ hasText: 'yeban' }), '已停用');
      await other.close();
      await form.write('姓名', '值班员五');
      await save.click();
      await see(page, '修改该账号，请刷新后重试');
      await form.dialog.waitFor({ state: 'hidden' });
      await see(row, '已停用');
      await row.getByRole('button', { name: '启用' }).click();
      await see(row, '正常');
      await page.close();
    });

    it('system sees sources, channels, parked messages, settings and the rulebooks with their papers', async () => {
      const page = await office().person('xitong');
      await see(page, '江城日报（示例）');
      await page.getByRole('link', { name: '通知通道' }).click();
      await see(panel(page, '通知通道'), '企业微信群机器人');
      await see(panel(page, '通知通道'), '未启用');
      await page.getByRole('link', { name: '搁置消息' }).click();
      await see(page, '没有搁置的消息');
      await page.getByRole('link', { name: '规则与设置' }).click();
      await page.getByText('时限规则').click();
      await see(page.locator('pre'), /国办发〔2016〕61号/);
      await page.goto(`${office().app.url}/admin/accounts`);
      await see(panel(page, '信息来源'), '江城日报（示例）');
      await page.close();
    });

    it('audit reads who did what and verifies the chain', async () => {
      const page = await office().person('shenji');
      await see(page.locator('table'), '新增账号');
      await page.getByRole('button', { name: '核验链条' }).click();
      await page.locator('.el-alert--success').waitFor();
      await page.getByPlaceholder(/操作/).fill('ticket.judge');
      await page.keyboard.press('Enter');
      await see(page.locator('table'), '值班员一');
      await page.close();
    });
  });
};
