import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { exportTickets, loadResponderBooks, loadTicketWords, type ExportFormat } from '../../responder/index.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { anEvent, duty, graveEvent, handlerOf, responderStory, type ResponderStory } from '../harness/responder.ts';

let story: ResponderStory;
beforeAll(async () => {
  story = await responderStory('2026-03-10 10:00');
  await story.tell(graveEvent('2026-03-10 09:40', { occurred: '2026-03-10 08:30', title: '=cmd|calc "爆炸"' }));
  await story.until('2026-03-10 10:01');
  await story.tell(anEvent('2026-03-10 09:40'));
});
afterAll(() => story.close());

async function lines(actor: Actor, format: ExportFormat): Promise<string[]> {
  const deps = {
    db: story.kernel.db,
    time: story.kernel.time,
    books: loadResponderBooks(shippedConfigFolder()),
    words: loadTicketWords(shippedConfigFolder()),
  };
  const all: string[] = [];
  for await (const line of exportTickets(deps, actor, {}, format)) all.push(line);
  return all;
}

describe('huiying export', () => {
  it('gives one CSV row a ticket with every clock, readable by Excel, formulas disarmed', async () => {
    const [head, first, second, ...rest] = await lines(duty, 'csv');
    expect(head!.startsWith('\uFEFF编号,标题,状态')).toBe(true);
    expect(head).toContain('N-01 首次发布权威信息·截止');
    expect(first).toContain(`"'=cmd|calc ""爆炸"""`);
    expect(first).toContain('2026-03-10 13:30');
    expect(first).toMatch(/红色.*Ⅱ级（重大）|红色.*Ⅰ级（特别重大）/);
    expect(`${first}${second}`).not.toMatch(/T\d\d:\d\d|,(?:red|orange|yellow|blue|unverified|work_safety),/);
    expect(first).toContain('计时中（暂计）');
    expect(second).toContain('舆交〔2026〕2号');
    expect(rest).toEqual([]);
  });

  it('gives JSON lines with the paper behind each clock', async () => {
    const [first] = await lines(duty, 'jsonl');
    const row = JSON.parse(first!) as { 编号: string; 时限: { 规则: string; 依据: string }[] };
    expect(row).toMatchObject({ 编号: '舆交〔2026〕1号', 颜色: 'red', 核实情况: 'unverified' });
    expect(first).toContain('2026-03-10T13:30:00+08:00');
    expect(row['时限'].find((clock) => clock['规则'] === 'N-01')!['依据']).toContain('国办发〔2016〕80号');
  });

  it('shows a department no more than its screen does', async () => {
    expect(await lines(handlerOf('education'), 'jsonl')).toEqual([]);
  });
});
