import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';

/** Waits until a person would see it. */
export const see = (where: Page | Locator, text: string | RegExp): Promise<void> =>
  where.getByText(text).first().waitFor();

/** The box with this heading. */
export const panel = (page: Page, title: string | RegExp): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title }) });

export const clock = (page: Page, rule: string): Locator => page.locator(`.clock[data-rule="${rule}"]`);

/** Opens the ticket whose title contains `title` by way of the list and its search field. */
export async function openTicket(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: '工单', exact: true }).click();
  await page.getByPlaceholder('编号或标题').fill(title);
  await page.keyboard.press('Enter');
  await page.locator('a.ticket').filter({ hasText: title }).first().click();
  await page.getByRole('heading', { level: 1 }).filter({ hasText: title }).waitFor();
}

/** A form of one act: fields by their labels, as they stand on the screen. */
export class Form {
  readonly dialog: Locator;
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
    this.dialog = page.locator('.el-dialog').filter({ visible: true });
  }
  field(label: string): Locator {
    return this.dialog.locator('.el-form-item').filter({ hasText: label }).first();
  }
  async write(label: string, text: string): Promise<void> {
    await this.field(label).locator('textarea, input').first().fill(text);
  }
  /** From a list that opens, or from buttons that stand side by side. */
  async choose(label: string, option: string): Promise<void> {
    const list = this.field(label).locator('.el-select');
    if ((await list.count()) === 0) return this.field(label).getByText(option, { exact: true }).click();
    await this.pick(list, option);
    if ((await list.locator('.el-tag').count()) > 0) await this.dialog.locator('.el-dialog__title').click();
  }
  /** The list may still be settling, or be just folding up, when it is clicked: the choice is made again until it stands. */
  private async pick(list: Locator, option: string): Promise<void> {
    for (let tries = 0; tries < 5; tries += 1) {
      if ((await list.innerText()).includes(option)) return;
      await list.click();
      const options = await list.getByRole('combobox').getAttribute('aria-controls');
      const wanted = this.page.locator(`[id="${options}"]`).getByRole('option').filter({ hasText: option }).first();
      const isOpen = await wanted.waitFor({ state: 'visible', timeout: 3_000 }).then(
        () => true,
        () => false,
      );
      if (!isOpen) continue;
      await wanted.click({ timeout: 3_000 }).catch(() => undefined);
      const chosen = list.getByText(option).first();
      await chosen.waitFor({ state: 'visible', timeout: 3_000 }).catch(() => undefined);
    }
    if (!(await list.innerText()).includes(option)) throw new Error(`“${option}” was not taken by the list`);
  }
  /** Beijing time, minutes before now. */
  async timeAgo(label: string, minutes: number): Promise<void> {
    const at = new Date(Date.now() + 8 * 3_600_000 - minutes * 60_000).toISOString().slice(0, 16);
    await this.field(label).locator('input[type="datetime-local"]').fill(at);
  }
  async proof(kind: string, value: string, outside: boolean): Promise<void> {
    const field = this.field('证明材料');
    await field.getByRole('button', { name: '添加一项证明' }).click();
    const row = field.locator('.row').last();
    await this.pick(row.locator('.el-select'), kind);
    await row.locator('input[name="proof"]').fill(value);
    if (outside) await row.getByText('外部证明').click();
  }
  /** A picture from this machine as a proof. */
  async picture(name: string, buffer: Buffer): Promise<void> {
    const field = this.field('证明材料');
    await field.getByRole('button', { name: '添加一项证明' }).click();
    const row = field.locator('.row').last();
    await this.pick(row.locator('.el-select'), '截图、照片');
    await row.locator('input[type="file"]').setInputFiles({ name, mimeType: 'image/png', buffer });
    await see(row, `已上传：${name}`);
  }
  async submit(): Promise<void> {
    await this.dialog.getByRole('button', { name: '确定' }).click();
  }
}

/** Opens the form of an act, fills it in, sends it and waits until it is done. */
export async function act(page: Page, name: string, fill: (form: Form) => Promise<void>): Promise<void> {
  const form = await openForm(page, name);
  await fill(form);
  await form.submit();
  await form.dialog.waitFor({ state: 'hidden' }).catch(async () => {
    throw new Error(`“${name}” was not done: ${await form.dialog.innerText()}`);
  });
}

export async function openForm(page: Page, name: string): Promise<Form> {
  const group = page.getByRole('group', { name: '办理操作' });
  const button = group.getByRole('button', { name, exact: true });
  // What is not the next step stands behind 更多操作; the steps themselves may come a moment after the page.
  await button.waitFor({ state: 'visible', timeout: 3_000 }).catch(() => group.getByText(/^更多操作/).click());
  await button.click();
  return new Form(page);
}

/** A page of a ticket; a number behind its name says that something waits there. */
export const openTab = (page: Page, title: string): Promise<void> =>
  page.getByRole('tab', { name: new RegExp(`^${title}(\\s*\\d+.*)?$`) }).click();

/** Texts of the timeline, newest first. */
export async function timeline(page: Page): Promise<string[]> {
  return panel(page, /时间线/)
    .locator('.el-timeline-item')
    .allInnerTexts();
}

export async function expectInTimeline(page: Page, ...texts: string[]): Promise<void> {
  await see(panel(page, /时间线/), texts[0]!);
  const whole = (await timeline(page)).join('\n');
  for (const text of texts) expect(whole).toContain(text);
}

/** For eyes, when a folder is named. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['HUIYING_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
