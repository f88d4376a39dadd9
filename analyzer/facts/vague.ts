import { bend } from './bends.ts';
import { readNumeral, startsNumeral } from './numerals.ts';
import { wordAt } from './phrases.ts';
import type { Quantity, QuantityWords } from './quantities.ts';
import { personAt, readUnit } from './units.ts';

/** 数十 20–99, 数百 200–999, 上百 100–open, 百余 100–199 (the suffix does that), 数人 3–9, 多人 3–open. */
const VAGUE_UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 };

export const startsVague = (char: string): boolean => '数几上过多若一万'.includes(char);

/** A number told without one, that begins at `at`, or null. */
export function readVague(view: string, at: number, words: QuantityWords): Quantity | null {
  const head = view[at]!;
  if (!startsVague(head)) return null;
  if (head === '一') return readPair(view, at);
  if (head === '万') return readTenThousand(view, at, words);
  const scale = VAGUE_UNITS[view[at + 1] ?? ''];
  if (scale === undefined || head === '多' || head === '若') return readSeveral(view, at, head, words);
  const open = head === '上' || head === '过';
  if (open && (scale === 10 || '以晚早地路网线通经超'.includes(view[at - 1] ?? ' '))) return null;
  const unit = readUnit(view, at + ('余多'.includes(view[at + 2] ?? ' ') ? 3 : 2), words);
  const range = open ? { low: scale, high: null } : { low: 2 * scale, high: 10 * scale - 1 };
  const bent = bend(view, at, range, words);
  return {
    low: bent.low * unit.scale,
    high: bent.high === null ? null : bent.high * unit.scale,
    start: at,
    end: unit.end,
    people: unit.people,
    yuan: unit.yuan,
  };
}

/** 万余群众: ten thousand without a numeral before. */
function readTenThousand(view: string, at: number, words: QuantityWords): Quantity | null {
  const before = view[at - 1] === ' ' ? at - 1 : at;
  const more = '余多'.includes(view[at + 1] ?? ' ');
  if (isNumeralBefore(view, before) || '数几上过'.includes(view[before - 1] ?? ' ')) return null;
  const unit = readUnit(view, at + (more ? 2 : 1), words);
  if (!more || !unit.people) return null;
  return { low: 10_000, high: 19_999, start: at, end: unit.end, people: true, yuan: false };
}

const COUPLES = [
  '夫妻',
  '夫妇',
  '母女',
  '母子',
  '父子',
  '父女',
  '情侣',
  '恋人',
  '兄弟',
  '姐妹',
  '姐弟',
  '兄妹',
  '爷孙',
  '祖孙',
  '婆媳',
  '老人',
  '老夫妻',
  '双胞胎',
  '小情侣',
  '年轻夫妻',
  '年轻夫妇',
  '老年夫妇',
];

/** 一对母女, 一家四口. */
function readPair(view: string, at: number): Quantity | null {
  if (view.startsWith('一对', at)) {
    const couple = wordAt(view, at + 2, COUPLES);
    return couple ? { low: 2, high: 2, start: at, end: at + 2 + couple.length, people: true, yuan: false } : null;
  }
  if (!view.startsWith('一家', at) || !startsNumeral(view[at + 2] ?? '')) return null;
  const count = readNumeral(view, at + 2);
  if (!count || count.noise || !'口人'.includes(view[count.end] ?? ' ')) return null;
  return { low: count.value, high: count.high, start: at, end: count.end + 1, people: true, yuan: false };
}

function readSeveral(view: string, at: number, head: string, words: QuantityWords): Quantity | null {
  if (head === '上' || head === '过' || isNumeralBefore(view, at)) return null;
  const from = view.startsWith('若干', at) ? at + 2 : at + 1;
  const skipped = head !== '多' && view[from] === '个' ? 1 : 0;
  const noun = personAt(view, from + skipped, words);
  if (!noun || noun.length > 1) return null;
  const high = head === '多' ? null : 9;
  return { low: 3, high, start: at, end: from + skipped + noun.length, people: true, yuan: false };
}

const isNumeralBefore = (view: string, at: number): boolean =>
  at > 0 && (startsNumeral(view[at - 1]!) || '万亿许很众大太更最'.includes(view[at - 1]!));
