import type { Words } from '../text/jieba/cutter.ts';
import { isListed, type Dictionary } from '../text/jieba/dictionary.ts';
import { nodeOf } from '../text/jieba/prefix-table.ts';
import type { Span } from './post.ts';
import { sortFew } from './sort-few.ts';

/** Where words of a text name a person, and the names as they stand there; the dictionary knows only some names. */
export interface PersonWords {
  /** In the order of the text. */
  spans: Span[];
  names: string[];
}

const codes = (characters: string): Set<number> => new Set(Array.from(characters, (char) => char.charCodeAt(0)));
/** Without those that are small words too: 于, 方, 和, 向, 时, 从, 经, 任, 成, 应, 常, 曾, 连, 全, 满. */
const SURNAMES = codes(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅邹熊孟秦邱江尹薛闫段雷侯龙史陶贺顾毛郝龚邵万钱严覃武戴莫孔白汤康易乔赖文葛兰殷施洪翁颜',
);
const BEFORE = [
  ...['患者', '病人', '家属', '死者', '逝者', '伤者', '姓名', '网名', '昵称', '名叫', '叫', '叫做', '名为', '当事人'],
  ...['业主', '村民', '居民', '市民', '司机', '老板', '店主', '房东', '男子', '女子', '男孩', '女孩', '学生', '联系人'],
  ...['儿子', '女儿', '妻子', '丈夫', '父亲', '母亲', '嫌疑人', '投诉人', '举报人', '受害人', '民警', '护士', '医生'],
  ...['老师', '班主任', '教师', '校长', '院长', '主任', '局长', '书记', '镇长', '县长', '村长', '经理'],
];
const TITLES = ['先生', '女士', '同志', '同学', '师傅', '老师', '医生', '主任', '经理', '校长', '院长', '书记'];
/** Who stands for anybody; the dictionary does not know them. */
const ANYBODY = new Set(['张三', '李四', '王五', '赵六', '钱七', '孙八']);
/** Between the word before and the name. */
const GAP = codes('：: “"「是为');
const NAME_END = /[^\p{L}\p{N}_-]/u;
/** Of a handle that goes over into the sentence. */
const HANDLE = 4;
const LONGEST_HANDLE = 8;

const nodesOf = (dictionary: Dictionary, words: readonly string[]): Set<number> =>
  new Set(words.map((word) => nodeOf(dictionary.table, word)).filter((node) => node !== 0));
const known = new WeakMap<Dictionary, { before: Set<number>; titles: Set<number> }>();
function signsOf(dictionary: Dictionary): { before: Set<number>; titles: Set<number> } {
  let signs = known.get(dictionary);
  if (!signs) {
    signs = { before: nodesOf(dictionary, BEFORE), titles: nodesOf(dictionary, TITLES) };
    known.set(dictionary, signs);
  }
  return signs;
}

/** One pass over the words up to `until`; characters are looked at only beside a sign (患者, ·, @). */
export function findPersons(words: Words, until: number, dictionary: Dictionary): PersonWords {
  const { before, titles } = signsOf(dictionary);
  const found: PersonWords = { spans: [], names: [] };
  const { text, ends, nodes, count } = words;
  for (let at = 0; at < count && ends[at]! <= until; at += 1) {
    const node = nodes[at]!;
    const start = at === 0 ? 0 : ends[at - 1]!;
    const first = text.charCodeAt(start);
    if (first === 0x40) addHandle(found, text, start + 1, until);
    else if (first === 0xb7) addParts(found, words, at, dictionary);
    else if (node !== 0 && before.has(node)) addAfter(found, words, at + 1, dictionary, titles);
    else if (at + 1 < count && titles.has(nodes[at + 1]!) && SURNAMES.has(first) && !isListed(dictionary, node))
      add(found, text, start, ends[at]!);
  }
  sortFew(found.spans, (a, b) => a.start - b.start);
  return found;
}

export const isName = ({ names }: PersonWords, word: string): boolean =>
  ANYBODY.has(word) || names.some((name) => name.includes(word));

function add(found: PersonWords, text: string, start: number, end: number): void {
  found.spans.push({ start, end });
  found.names.push(text.slice(start, end));
}

/** A surname with one or two characters: as a word the dictionary does not know (周晓燕收), or cut in two (孙|建业). */
function addAfter(
  found: PersonWords,
  { text, ends, nodes, count }: Words,
  first: number,
  dictionary: Dictionary,
  titles: Set<number>,
): void {
  let at = first;
  while (at < count && at < first + 2 && ends[at]! - ends[at - 1]! === 1 && GAP.has(text.charCodeAt(ends[at - 1]!)))
    at += 1;
  if (at >= count) return;
  const start = ends[at - 1]!;
  const end = ends[at]!;
  if (!SURNAMES.has(text.charCodeAt(start))) return;
  if (end - start > 1) {
    if (!isListed(dictionary, nodes[at]!) && end - start <= 4) add(found, text, start, end);
    return;
  }
  const next = ends[at + 1];
  if (at + 1 < count && next !== undefined && next - end <= 2 && !titles.has(nodes[at + 1]!) && isHan(text, end))
    add(found, text, start, next);
}

const isHan = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at);
  return unit >= 0x4e00 && unit <= 0x9fff;
};

/** 阿依古丽·买买提: the words on both sides, with those beside them that no dictionary knows. */
function addParts(found: PersonWords, { text, ends, nodes, count }: Words, dot: number, dictionary: Dictionary): void {
  let from = dot - 1;
  let to = dot + 1;
  if (from < 0 || to >= count || !isHan(text, ends[from]! - 1) || !isHan(text, ends[dot]!)) return;
  while (from > 0 && !isListed(dictionary, nodes[from - 1]!) && isHan(text, ends[from - 1]! - 1)) from -= 1;
  while (to + 1 < count && !isListed(dictionary, nodes[to + 1]!) && isHan(text, ends[to]!)) to += 1;
  add(found, text, from === 0 ? 0 : ends[from - 1]!, ends[dot - 1]!);
  add(found, text, ends[dot]!, ends[to]!);
}

/** To the end of the handle; where a sentence follows without a blank, so far as handles mostly go. What it is made of may stand elsewhere. */
function addHandle(found: PersonWords, text: string, start: number, until: number): void {
  const seen = text.slice(start, Math.min(until, start + LONGEST_HANDLE + 1));
  const end = seen.search(NAME_END);
  found.spans.push({ start, end: start + (end >= 0 ? end : seen.length > LONGEST_HANDLE ? HANDLE : seen.length) });
}
