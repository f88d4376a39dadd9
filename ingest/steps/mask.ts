import { withoutAccountAddresses } from './canonical-url.ts';
import { isCardPrefix, isIdNumber15, isIdNumber18, looksLikeId18, passesLuhn } from './number-checks.ts';

/** What stands where personal data stood. Nothing of the value stays, so masking cannot be undone. */
export const MASKS = {
  mobile: '[手机号]',
  landline: '[电话号码]',
  id: '[证件号]',
  card: '[银行卡号]',
  plate: '[车牌号]',
  email: '[邮箱]',
  account: '[账号]',
  user: '[用户]',
  name: '[姓名]',
} as const;

/** Numbers named so are references to a matter, not to a person. */
const REFERENCE =
  /(?:工单|订单|单号|编号|运单|流水号?|案号|文号|合同号?|受理号|登记号|批号|条码|代码)(?:号码?)?[为是]?[:：#\s]{0,2}[A-Za-z-]{0,6}$/;
const CARD_WORDS = /(?:银行卡|卡号|账号|帐号|账户|帐户|开户)[^\d\n]{0,8}$/;
const ID_WORDS = /(?:身份证|证件|身份号码)[^\d\n]{0,8}$/;
const PHONE_WORDS = /(?:电话|座机|固话|联系方式|致电|来电号码|[Tt][Ee][Ll])(?:号码)?[为是]?[:：.\s]{0,3}$/;

const EMAIL = /[A-Za-z0-9._%+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,63}){1,4}/g;
const LONG_NUMBER = /(?<![\d.])\d(?:[ -]?\d){13,20}[Xx]?(?![\dA-Za-z]|\.\d)/g;
/** No amount with a point, but two telephones may be joined by one. */
const MOBILE = /(?<!\d|\d[.-])(?:(?:\+|00)?86[ -]?)?1[3-9]\d(?:[ .·-]?\d){8}(?!\d|\.(?!1[3-9]\d{9}(?!\d))\d)/g;
const MOBILE_HIDDEN = /(?<!\d)1[3-9]\d{1,2}[*xX＊]{3,6}\d{2,4}(?!\d)/g;
const MOBILE_WORDS = /[一幺壹][三四五六七八九叁肆伍陆柒捌玖][零〇○一幺二三四五六七八九两壹贰叁肆伍陆柒捌玖]{9}/g;
const LANDLINE =
  /(?<![\dA-Za-z.])(?:\(?(?:010|02[0-57-9]|0[3-9]\d{2})\)?[ -]{0,2})[2-9]\d{6,7}(?:[ -]?(?:转|-)[ ]?\d{1,6})?(?![\dA-Za-z]|\.\d)/g;
const LOCAL_LINE = /(?<![\dA-Za-z.-])[2-8]\d{2,3}[ -]?\d{4}(?![\dA-Za-z]|\.\d)/g;
const NEXT_LINE = /(\[电话号码\] ?[、,，;；/和或及] ?)[2-8]\d{2,3}[ -]?\d{4}(?!\d|\.\d)/g;
const PLATE =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Za-hj-z][ ·.•-]?(?=[A-Za-z]{0,5}\d)[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳](?![A-Za-z0-9])/g;
const QQ = /((?:QQ|扣扣|企鹅)(?:群|号|群号|号码)?(?:[:：是为]|\s)?\s?)(\d{5,12})(?!\d)/gi;
const WECHAT =
  /((?:微信|威信|薇信|微❤|[vV]信|wechat|weixin|\b[vw]x)(号|ID|id|账号)?\s?([:：是为])?\s?)([A-Za-z][A-Za-z0-9_-]{5,19}|\d{5,12})(?![A-Za-z0-9_])/gi;
const AT_USER = /(\/\/|回复\s?)?@([\p{L}\p{N}_-]{1,30})/gu;
/** Words people also put into nicknames (平安, 中国, 地铁) count only where an institution's name has them. */
const INSTITUTION =
  /发布|公安|网警|交警|消防|法院|检察|政府|政务|市委|区委|县委|[省市区县]$|[局委办厅署处院校]$|学校|大学|医院|银行|公司|集团|报$|日报|晚报|新闻|电视|电台|广播|客户端|热线|12345|(?:应急|气象|地铁|公交|铁路|机场|供电|水务|燃气|在线|之声)$|^平安\p{Script=Han}{2,3}$|^中国(?:移动|电信|联通|铁路|邮政|石化|石油|广电|政府网)|官方(?:微博|账号|号)?$/u;
const NAMED =
  /((?:联系人|来电人|求助人|姓名|联系人姓名)[:：]\s{0,2})[\p{Script=Han}·]{2,4}(?=先生|女士|同志|[\s,，。;；、)）]|$)/gu;

/**
 * Mask personal data in a cleaned text, for good: phones, identity numbers, bank cards, plates, e-mail, QQ and WeChat accounts, @names of persons,
 * named contacts. Short service numbers (12345, 110), amounts, order and room numbers and the object of a complaint (building, shop, road) stay.
 */
export function maskPersonal(text: string): string {
  if (text === '') return text;
  let masked = text.includes('/') ? withoutAccountAddresses(text, MASKS.account) : text;
  if (/@|\(at\)|\[at\]/.test(masked)) masked = maskAccounts(masked);
  if (/\d[\d *xX＊.·()转-]{4}/.test(masked)) masked = maskNumbers(masked);
  masked = masked.replace(MOBILE_WORDS, MASKS.mobile).replace(NAMED, `$1${MASKS.name}`);
  return masked.replace(PLATE, MASKS.plate).replace(WECHAT, maskWechat).replace(QQ, `$1${MASKS.account}`);
}

function maskAccounts(text: string): string {
  return text
    .replace(EMAIL, MASKS.email)
    .replace(AT_USER, (whole, repost: string | undefined, name: string) =>
      INSTITUTION.test(name) ? whole : `${repost ?? ''}@${MASKS.user}`,
    );
}

/** What stands beside a masked number may be one itself: 13800138000-13900139000, 电话87654321、87654322. */
function maskNumbers(text: string): string {
  const masked = text
    .replace(LONG_NUMBER, (whole, at: number) => longNumber(whole, text.slice(Math.max(0, at - 16), at)))
    .replace(MOBILE, (whole, at: number, all: string) => mobile(whole, all.slice(Math.max(0, at - 16), at)))
    .replace(MOBILE_HIDDEN, MASKS.mobile)
    .replace(LANDLINE, (whole, at: number, all: string) => unlessReference(whole, MASKS.landline, all, at))
    .replace(LOCAL_LINE, (whole, at: number, all: string) =>
      PHONE_WORDS.test(all.slice(Math.max(0, at - 12), at)) ? MASKS.landline : whole,
    )
    .replace(NEXT_LINE, `$1${MASKS.landline}`);
  return masked === text ? text : maskNumbers(masked);
}

function longNumber(whole: string, before: string): string {
  const digits = whole.replace(/[ -]/g, '');
  if (isIdNumber18(digits)) return MASKS.id;
  if (digits.length === 18 && ID_WORDS.test(before) && looksLikeId18(digits)) return MASKS.id;
  if (CARD_WORDS.test(before) && /^\d{14,21}$/.test(digits)) return MASKS.card;
  if (REFERENCE.test(before)) return whole;
  if (isIdNumber15(digits)) return MASKS.id;
  return isCardPrefix(digits) && passesLuhn(digits) ? MASKS.card : whole;
}

/** Capital letters right before the digits make a code (GD13800138000) unless they are a word for telephone. */
function mobile(whole: string, before: string): string {
  const letters = /[A-Z]{1,6}$/.exec(before)?.[0];
  const code = letters !== undefined && !/^(?:T|TEL|PHONE|MOBILE|M|P|QQ|VX|WX|V|SJ|DH)$/.test(letters);
  return code || REFERENCE.test(before) ? whole : MASKS.mobile;
}

function unlessReference(whole: string, mask: string, text: string, at: number): string {
  return REFERENCE.test(text.slice(Math.max(0, at - 16), at)) ? whole : mask;
}

/** "微信支付宝" or "微信 Android" name no account; a colon, 号 or a digit inside does. */
function maskWechat(
  whole: string,
  lead: string,
  word: string | undefined,
  colon: string | undefined,
  name: string,
): string {
  return word !== undefined || colon !== undefined || /[\d_-]/.test(name) ? `${lead}${MASKS.account}` : whole;
}
