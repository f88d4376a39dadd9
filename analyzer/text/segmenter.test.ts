import { expect, it } from 'vitest';
import { loadSegmenter } from './segmenter.ts';

it('says which dictionary is missing', () => {
  expect(() => loadSegmenter('/nowhere')).toThrow('分词词典不存在：/nowhere/dictionaries/user.dict');
});
