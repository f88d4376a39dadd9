/** What may not stand in a paper that leaves the ticket. Pure; every finding is a Chinese noun for the message. */

const PERSONAL: readonly [string, RegExp][] = [
  ['手机号码', /(?<!\d)1[3-9]\d{9}(?!\d)/],
  ['身份证号', /(?<!\d)\d{17}[\dXx](?![\dXx])/],
  ['电子邮箱', /[\w.+-]+@[\w-]+\.[\w.]+/],
  ['车牌号', /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·\s]?[A-HJ-NP-Z0-9]{5,6}/],
  ['银行卡号', /(?<!\d)\d{16,19}(?![\dXx])/],
];

/** Words by which a person behind a post would be known. */
const AUTHOR: readonly [string, RegExp][] = [
  [
    '账号',
    /@[\w一-龥-]{2,}|(?:账号|帐号|网名|昵称|用户名|微信号|抖音号|微博名|博主|UID|uid|IP\s*(?:地址|属地))\s*[:：“"‘《为是]/,
  ],
];

const LINK = /https?:\/\/|www\.|(?<![\w])[\w-]+\.(?:com|cn|net|org|gov|edu|top|vip|tv)(?![\w])/i;

const found = (list: readonly [string, RegExp][], text: string): string[] =>
  list.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);

/** Numbers and addresses that belong to somebody. */
export const personalDataIn = (text: string): string[] => found(PERSONAL, text);

/** Anything that leads to who wrote it: personal data, account names, links. */
export const identityIn = (text: string): string[] => [
  ...found(PERSONAL, text),
  ...found(AUTHOR, text),
  ...(LINK.test(text) ? ['链接'] : []),
];

/** So many characters in a row are a quotation. */
export const QUOTED_FROM = 12;

/**
 * The first passage of `QUOTED_FROM` characters that also stands in a source, blanks, marks and `names` left out; null = none. Where it was and
 * which body it concerns has only one name: whoever writes in his own words writes it too.
 */
export function quotation(text: string, sources: readonly string[], names: readonly string[] = []): string | null {
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  const bare = (one: string): string =>
    longestFirst.reduce((left, name) => left.replaceAll(name, ''), one.replace(/[^\p{L}\p{N}]/gu, ''));
  const own = bare(text);
  if (own.length < QUOTED_FROM) return null;
  const passages = new Set<string>();
  for (const source of sources.map(bare))
    for (let at = 0; at + QUOTED_FROM <= source.length; at += 1) passages.add(source.slice(at, at + QUOTED_FROM));
  for (let at = 0; at + QUOTED_FROM <= own.length; at += 1) {
    const passage = own.slice(at, at + QUOTED_FROM);
    if (passages.has(passage)) return passage;
  }
  return null;
}

/** 13812345678 → 138****5678, 0571-8765 4321 → ****4321: enough to know which line, no more. */
export function maskedNumber(number: string): string {
  const digits = number.replace(/\D/g, '');
  const mobile = /^1[3-9]\d{9}$/.test(digits);
  return `${mobile ? digits.slice(0, 3) : ''}****${digits.slice(-4)}`;
}
