import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { hostileTexts } from '../../cli/bench/analyze/posts.ts';
import { loadSegmenter } from '../text/segmenter.ts';
import { analyzeBatch, analyzeForSearch } from './analyze.ts';
import { loadAnalyzerBooks } from './books.ts';

const books = loadAnalyzerBooks(shippedConfigFolder());
const segmenter = loadSegmenter(shippedConfigFolder());

const POSTS = [
  { title: '城东区和平街道停水三天', text: '自来水公司说在抢修' },
  { title: '', text: '食.物.中.毒！滨江区学校食堂20余名学生呕吐，1人死亡' },
  { title: '自來水發黃', text: '２０戶居民反映，无人处理\n2026-02-24 10:30 滨江区水务局: 已派人核实。' },
  { title: '', text: '' },
  { title: '停\ud83d水', text: '🔥着火了\u0000，快来人' },
  { title: '', text: `${'路灯不亮，'.repeat(500)}城东区` },
  ...Object.values(hostileTexts()).map((text) => ({ title: '', text: text.slice(0, 3_000) })),
];

describe('a batch', () => {
  const together = analyzeForSearch(POSTS, books, segmenter);
  it('is read as each post by itself', () => {
    POSTS.forEach((post, at) => {
      const alone = analyzeForSearch([post], books, segmenter);
      expect(alone.analyses[0]).toEqual(together.analyses[at]);
      expect(alone.search[0]).toEqual(together.search[at]);
    });
  });
  it('is read alike with and without the words of the search index', () => {
    expect(analyzeBatch(POSTS, books, segmenter)).toEqual(together.analyses);
  });
  it('is searched by the words as written, folded where that differs', () => {
    const [plain, disguised, traditional] = together.search;
    expect(plain!.folded).toBeNull();
    expect(plain!.words.split('\n')).toEqual(expect.arrayContaining(['停水', '自来水', '和平']));
    expect(disguised!.words.split('\n')).not.toContain('食物中毒');
    expect(traditional!.folded).toContain('自来水发黄 20户居民反映');
  });
});
