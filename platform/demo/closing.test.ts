import { describe, expect, it } from 'vitest';
import { duty, graveEvent, responderStory } from '../../tests/harness/responder.ts';
import { closingLines } from './closing.ts';
import { readUntil } from './inbox.ts';

describe('the end of the demonstration', () => {
  it('says which acts were refused, whose and why', () => {
    const why = '工单处于“接报”，不能执行“签收”；请先“研判”';
    expect(closingLines([{ scene: 'wages', verb: 'accept', as: 'renshe', why }])).toEqual([
      '演示数据已载入完毕；其中 1 项操作被拒：',
      `  wages renshe“签收”：${why}`,
    ]);
    expect(closingLines([])).toEqual(['演示数据已载入完毕。']);
  });

  it('leaves unread what rang since the present of the story alone', async () => {
    const story = await responderStory('2026-03-10 10:00');
    try {
      const { queries } = story.responder;
      await story.tell(graveEvent('2026-03-10 09:50'));
      await story.until('2026-03-10 11:00');
      const before = await queries.notifications(duty, { unseen: true, limit: 200 });
      const present = story.time.now();
      await story.time.advance(60_000);
      await story.tell(graveEvent('2026-03-10 11:00', { title: '城西区某仓库起火' }));
      await readUntil(present, [duty], queries);
      const left = await queries.notifications(duty, { unseen: true, limit: 200 });
      expect(before.items.length).toBeGreaterThan(0);
      expect(left.items.length).toBeGreaterThan(0);
      for (const { at } of left.items) expect(Date.parse(at)).toBeGreaterThanOrEqual(present.getTime());
    } finally {
      await story.close();
    }
  });
});
