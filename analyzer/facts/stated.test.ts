import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { claimSchema } from '../messages.ts';
import { loadRuleBooks } from '../brains/books.ts';
import { readPost } from '../brains/post.ts';
import { readFacts } from './read-facts.ts';
import { asOfWords, statedClaims } from './stated.ts';

const books = loadRuleBooks(shippedConfigFolder());
const stated = (text: string) => {
  const post = readPost({ title: '', text }, books.lexicon, books.unmask);
  return statedClaims(readFacts(post.view, 0, 2026, books.facts).claims, (span) => post.field(span)).claims ?? [];
};

describe('the numbers of a text, each with who says it', () => {
  it('keeps netizens, media and officials apart and shows which one rules', () => {
    const text = '网传城东区化工厂爆炸，死亡10人。晚报报道称3人死亡。截至8日14时30分，警方通报造成2人死亡、5人受伤。';
    const found = stated(text).map(({ fact, low, source, asOf, current, start, end }) => [
      ...[fact, low, source, asOf, current],
      text.slice(start, end),
    ]);
    expect(found).toEqual([
      ['deaths', 10, 'hearsay', null, false, '死亡10人'],
      ['deaths', 3, 'media', null, false, '3人死亡'],
      ['deaths', 2, 'official', '8日14:30', true, '2人死亡'],
      ['injuries', 5, 'official', '8日14:30', true, '5人受伤'],
    ]);
    for (const claim of stated(text)) expect(claimSchema.parse(claim)).toEqual(claim);
  });

  it('keeps an earlier number beside the corrected one', () => {
    const found = stated('此前通报3人死亡，现更正为5人死亡');
    expect(found.map(({ low, current }) => [low, current])).toEqual([
      [3, false],
      [5, true],
    ]);
  });

  it('stands on the field as given', () => {
    const text = '厂房爆炸，３人死😭亡';
    const [claim] = stated(text);
    expect(text.slice(claim!.start, claim!.end)).toBe('３人死😭亡');
  });

  it('tells nothing where nothing is told', () => {
    expect(stated('路灯不亮')).toEqual([]);
  });

  it.each([
    [{ day: 8, minute: 870 }, '8日14:30'],
    [{ day: null, minute: 545 }, '9:05'],
    [{ day: 8, minute: null }, '8日'],
  ])('writes the hour it stands for', (asOf, words) => {
    expect(asOfWords(asOf)).toBe(words);
  });
});
