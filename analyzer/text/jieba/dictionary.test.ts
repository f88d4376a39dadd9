import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { createSegmenter } from '../segmenter.ts';
import { isPersonName, jiebaFiles, loadDictionary, rarityOf } from './dictionary.ts';
import { createPrefixTable, nodeOf, noteOf, setNote, step } from './prefix-table.ts';

it('finds every beginning of its words and nothing else', () => {
  const word = fc
    .array(fc.constantFrom(...'停水电气了的一三a'), { minLength: 1, maxLength: 5 })
    .map((one) => one.join(''));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), fc.array(word, { maxLength: 30 }), (words, others) => {
      const table = createPrefixTable(words);
      for (const one of [...words, ...others])
        expect(nodeOf(table, one) !== 0).toBe(words.some((known) => known.startsWith(one)));
      expect(new Set(words.map((one) => nodeOf(table, one))).size).toBe(new Set(words).size);
    }),
  );
});

it('keeps a note beside what it knows of a node', () => {
  const table = createPrefixTable(['停水', '停水了']);
  const node = nodeOf(table, '停水');
  setNote(table, node, 12_345);
  table.values[2 * node + 1] = -7.5;
  expect([noteOf(table, node), table.values[2 * node + 1]]).toEqual([12_345, -7.5]);
  expect(step(table, node, '了'.charCodeAt(0))).toBe(nodeOf(table, '停水了'));
});

function dictionaryWith(lines: string): ReturnType<typeof loadDictionary> {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-dict-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'user.dict'), lines);
  return loadDictionary(jiebaFiles(join(folder, 'user.dict')));
}

it('takes the customer’s own words, with and without count and kind', () => {
  const dictionary = dictionaryWith('江城大妈热线 20 n\n云山县矿坑\n李大胆 nr\n\n');
  const { cut } = createSegmenter(dictionary);
  expect(cut('江城大妈热线说云山县矿坑塌了')).toEqual(['江城大妈热线', '说', '云山县矿坑', '塌', '了']);
  expect(isPersonName(dictionary, nodeOf(dictionary.table, '李大胆'))).toBe(true);
  expect(isPersonName(dictionary, nodeOf(dictionary.table, '云山县矿坑'))).toBe(false);
});

it('knows how telling a word is', () => {
  const dictionary = dictionaryWith('');
  const of = (word: string): number => rarityOf(dictionary, nodeOf(dictionary.table, word));
  expect(of('但是')).toBe(0);
  expect(of('粉尘')).toBeGreaterThan(of('工作'));
  expect(of('不在任何词典里')).toBe(rarityOf(dictionary, 0));
});
