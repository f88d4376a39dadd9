import type { BlameWords } from './blame-book.ts';

/** 三天, 两个多月, 半小时, 40分钟, 五六次, 好几回. */
const SPAN =
  /^(?:第)?(?:好|快|近|前后)?(?:\d+|[一二两三四五六七八九十百半几多数]+)(?:来|多|余)?个?(?:多|半)?(?:秒|分钟|分|刻钟|小时|钟头|钟|天|日|周|星期|礼拜|月|年|次|遍|回|趟|晚上|上午|下午|夜)(?:多|半|了)?/u;

/**
 * Whether only time, number of times and adverbs stand between a body and what is said of it: 打了12345[三天]没人回. After the last comma,
 * if one went there before: 向12345反映路灯不亮[，两次都]没人回.
 */
export function isOnlyWaiting(gap: string, { words }: BlameWords): boolean {
  for (let rest = gap.trimStart(); rest !== '';) {
    const time = SPAN.exec(rest)?.[0] ?? words.between.find((word) => rest.startsWith(word));
    if (time === undefined) return false;
    rest = rest.slice(time.length).trimStart();
  }
  return true;
}

/** What a body deals with begins at most so far behind its name: its section may stand between. */
const SECTION = 8;
const ABOUT = ['对', '就', '针对'];

/** 住建局[物业科]对小区电梯停运的投诉推诿: where what it deals with begins in `text`, the words from the body to the blame; -1 if it deals with nothing. */
export function matterBegin(text: string, blame: BlameWords): number {
  const begin = Math.min(...ABOUT.map((word) => text.indexOf(word)).filter((at) => at >= 0));
  if (!(begin <= SECTION) || /[,。!?;\n]/u.test(text.slice(0, begin))) return -1;
  const end = Math.max(...blame.words.matters.map((word) => endOf(text, word)));
  return end > begin && isOnlyWaiting(text.slice(end), blame) ? begin : -1;
}

function endOf(text: string, word: string): number {
  const at = text.lastIndexOf(word);
  return at < 0 ? -1 : at + word.length;
}
