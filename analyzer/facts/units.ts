import { skipSpaces, wordAt } from './phrases.ts';
import type { QuantityWords } from './quantities.ts';

/** What is counted, and by how much: 3000多[万元], 20[名学生]. */
export interface Unit {
  end: number;
  people: boolean;
  yuan: boolean;
  scale: number;
}

export function readUnit(view: string, at: number, words: QuantityWords): Unit {
  const scale = view[at] === '万' ? 1e4 : view[at] === '亿' ? 1e8 : 1;
  const from = skipSpaces(view, scale > 1 ? at + 1 : at);
  const money = wordAt(view, from, ['元', '块']);
  if (money) return { end: from + 1, people: false, yuan: true, scale };
  if (view[from] === '个' && isBareCount(view, from + 1)) return { end: from + 1, people: true, yuan: false, scale };
  const noun = personAt(view, from + (view[from] === '个' ? 1 : 0), words);
  const seat = noun === '人' && '座制间份类种民口次'.includes(view[from + 1] ?? ' ');
  if (!noun || seat) return { end: scale > 1 ? at + 1 : at, people: false, yuan: false, scale };
  return { end: from + (view[from] === '个' ? 1 : 0) + noun.length, people: true, yuan: false, scale };
}

/** 三十七个。 and 三十七个送了医院 count people without saying so. */
const isBareCount = (view: string, after: number): boolean =>
  ',。;!?、)\n'.includes(view[after] ?? '\n') || wordAt(view, after, TAKEN) !== null;
const TAKEN = [
  '送了',
  '送往',
  '送到',
  '送去',
  '送医',
  '送院',
  '送进',
  '住院',
  '住进',
  '进了医院',
  '去了医院',
  '还在医院',
];

/** The word for people that stands at `at`, or null. */
export const personAt = (view: string, at: number, words: QuantityWords): string | null =>
  wordAt(view, at, words.people.get(view[at] ?? ''));
