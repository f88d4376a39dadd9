import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLexiconBuilder } from './lexicon.ts';
import { findWords } from './word-hits.ts';

const LISTS = [['死'], ['死', '死亡'], ['死亡', '人', '亡人'], ['人数', '人', '死亡人数'], ['停水']];

const builder = createLexiconBuilder({ sets: {} });
const slots = LISTS.map((words) => builder.slot(words));
const lexicon = builder.build();

/** Word by word and place by place, ordered by end, the longer first. */
function oneByOne(view: string, words: readonly string[]): number[] {
  const found: [number, number][] = [];
  for (const word of words)
    for (let at = view.indexOf(word); at >= 0; at = view.indexOf(word, at + 1)) found.push([at, at + word.length]);
  return found.sort((a, b) => a[1] - b[1] || a[0] - b[0]).flat();
}

describe('where the words of each list stand', () => {
  const texts = fc.array(fc.constantFrom('死', '亡', '人', '数', '停', '水', '。', '死亡'), { maxLength: 40 });

  it('is the same as looking for each word by itself, in whatever order the lists are asked for', () => {
    fc.assert(
      fc.property(texts, fc.shuffledSubarray([...LISTS.keys()]), (parts, asked) => {
        const view = parts.join('');
        const hits = findWords(view, lexicon);
        for (const list of [...asked, ...asked])
          expect([...hits(slots[list]!)], view).toEqual(oneByOne(view, LISTS[list]!));
      }),
    );
  });

  it('keeps the words of two texts apart, even when the first is asked after the second was read', () => {
    const first = findWords('停水,1人死亡', lexicon);
    const second = findWords('停水停水', lexicon);
    expect(first(slots[4]!)).toEqual([0, 2]);
    expect(second(slots[4]!)).toEqual([0, 2, 2, 4]);
    expect(first(slots[2]!)).toEqual([4, 5, 5, 7]);
    expect(second(slots[2]!)).toEqual([]);
  });
});
