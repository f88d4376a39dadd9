import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadSegmenter } from '../text/segmenter.ts';
import { analyzeBatch } from './analyze.ts';
import { loadAnalyzerBooks } from './books.ts';

const books = loadAnalyzerBooks(shippedConfigFolder());
const segmenter = loadSegmenter(shippedConfigFolder());
const levelOf = (text: string) => analyzeBatch([{ title: '', text }], books, segmenter)[0]!.eventLevel;

describe('a level comes from the table, with its rule', () => {
  it.each([
    ['城东区两车相撞，造成2人死亡', 'IV', 'IV', 'T-road'],
    ['城东区两车相撞，造成3人死亡', 'III', 'III', 'T-road'],
    ['滨江区一居民楼火灾，造成10人死亡', 'II', 'II', 'T-fire'],
    ['滨江区一居民楼火灾，造成12人重伤', 'III', 'III', 'T-fire'],
    ['云山县煤矿透水事故，造成30人遇难', 'I', 'I', 'T-work-safety'],
    ['城西区某校食堂午餐后，35名学生食物中毒', 'IV', 'IV', 'T-food'],
    ['城西区某校食堂午餐后，100名学生食物中毒', 'III', 'III', 'T-food'],
  ])('%s → %s', (text, low, high, rule) => {
    expect(levelOf(text)).toEqual({ low, high, rule, status: 'suggested' });
  });

  it.each([
    ['滨江区一居民楼火灾，造成8至12人死亡', 'III', 'II'],
    ['滨江区一居民楼火灾，造成近10人死亡', 'III', 'II'],
    ['云山县客车侧翻，交通事故造成2人死亡，2人失联', 'IV', 'III'],
  ])('%s may become graver', (text, low, high) => {
    expect(levelOf(text)).toMatchObject({ low, high, status: 'suggested' });
  });

  it.each([
    ['滨江区一居民楼火灾，30余人受伤', 'unclear'],
    ['城东区两车相撞，造成5人受伤', 'unclear'],
    ['城西区某校食堂午餐后，20名学生食物中毒', 'none'],
    ['城西区出租屋内母女二人死亡，家属猜测系食物中毒所致', 'unclear'],
    ['城东区商场发生持刀砍人事件，2人死亡', 'none'],
    ['滨江区开展消防演练，模拟火灾造成3人死亡', 'none'],
    ['去年滨江区一居民楼火灾，造成10人死亡', 'none'],
  ])('%s has none, status %s', (text, status) => {
    expect(levelOf(text)).toMatchObject({ low: null, status });
  });
});
