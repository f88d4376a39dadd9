import { describe, expect, it } from 'vitest';
import { loadCalendars } from '../../config/calendars.ts';
import { shippedConfigFolder } from '../../config/load.ts';
import { workCalendar } from '../deadlines/calendar.ts';
import { figureReader } from '../figures/read-figures.ts';
import { contradictions, inWords } from './consistency.ts';
import { statementsIn } from './statements.ts';

const folder = shippedConfigFolder();
const reader = { figures: figureReader(folder), calendar: workCalendar(loadCalendars(folder)) };
const at = (local: string) => new Date(`${local.replace(' ', 'T')}:00+08:00`);
const earlier = (id: string, local: string, text: string) => ({
  id,
  where: `《第${id}次通报》`,
  at: at(local),
  statements: statementsIn(text, at(local), reader),
});
const now = (text: string, ...before: ReturnType<typeof earlier>[]) =>
  contradictions(statementsIn(text, at('2026-03-11 09:00'), reader), before);

const first = earlier(
  '1',
  '2026-03-10 10:30',
  '3月10日8时30分，云山县一化工厂发生爆炸，造成2人受伤。预计3月12日18时恢复供水。',
);

describe('H08: what we say now against what we said before', () => {
  it('H08: "2人受伤" then "1人受伤" is a contradiction, told with both sentences', () => {
    const found = now('3月10日8时30分发生的爆炸造成1人受伤。', first);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      title: '受伤人数（含重伤）',
      kind: 'differs',
      before: { words: '2', passage: '3月10日8时30分，云山县一化工厂发生爆炸，造成2人受伤。' },
      now: { words: '1', passage: '3月10日8时30分发生的爆炸造成1人受伤。' },
    });
    expect(inWords(found[0]!)).toContain('此前《第1次通报》为2');
  });

  it('the same numbers in other words agree; what was not spoken of before does not differ', () => {
    expect(now('爆炸造成两人受伤，500人转移。', first)).toEqual([]);
  });

  it('D42: a promised date moved back is told as such', () => {
    const [moved] = now('预计3月15日18时恢复供水。', first);
    expect(moved).toMatchObject({ kind: 'moved_back', title: '“恢复”的时间' });
    const [sooner] = now('预计3月11日18时恢复供水。', first);
    expect(sooner).toMatchObject({ kind: 'differs' });
  });

  it('another hour of the event and another sum differ too', () => {
    expect(now('3月10日7时30分，该厂发生爆炸。', first).map(({ about }) => about)).toEqual(['date:发生']);
    const paid = earlier('2', '2026-03-10 15:00', '已先行赔偿家属20万元。');
    expect(now('已先行赔偿家属15万元。', paid).map(({ title }) => title)).toEqual(['赔偿金额']);
    expect(now('已先行赔偿家属200000元。', paid)).toEqual([]);
  });

  it('only the newest release that spoke of it counts: what was put right is not told again', () => {
    const corrected = earlier('2', '2026-03-10 16:00', '更正：爆炸造成1人受伤。');
    expect(now('爆炸造成1人受伤。', first, corrected)).toEqual([]);
  });

  it('the same pair of values has the same key, another pair another', () => {
    const key = (text: string) => now(text, first)[0]!.key;
    expect(key('造成1人受伤。')).toBe(key('目前1人受伤。'));
    expect(key('造成1人受伤。')).not.toBe(key('造成3人受伤。'));
  });

  const water = earlier(
    '3',
    '2026-03-10 12:00',
    '停水约1200户，道路中断3公里，水质合格率98%。3月10日8时许发生，10时30分恢复供电。',
  );
  it.each([
    ['households', '目前停水2000户。', ['停水户数']],
    ['a number inside what we called about', '目前停水1250户。', []],
    ['Chinese numerals', '停水一千二百户。', []],
    ['a road, in another unit', '道路中断3000米。', []],
    ['another length of road', '道路中断5公里。', ['中断长度']],
    ['a per cent', '水质合格率为百分之九十。', ['合格比例']],
    ['an hour inside 8时许', '3月10日8时30分发生爆炸。', []],
    ['another hour', '3月10日9时30分发生爆炸。', ['“发生”的时间']],
    ['the day without its hour', '3月10日发生爆炸。', []],
    ['an hour of the day alone', '11时30分恢复供电。', ['“恢复”的时刻']],
    ['a part beside the whole we told', '停水约1200户，停水户中最后300户停水未恢复。', []],
  ])('%s', (_name, text, titles) => {
    expect(now(text, water).map(({ title }) => title)).toEqual(titles);
  });

  it('what is added to day by day may grow and may not shrink', () => {
    const paid = earlier('4', '2026-03-10 15:00', '已退还业主30户，出动抢险车12辆。');
    expect(now('已退还业主45户，出动抢险车20辆。', paid)).toEqual([]);
    expect(now('已退还业主20户。', paid).map(({ title }) => title)).toEqual(['退还户数']);
  });
});
