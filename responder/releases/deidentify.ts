import { maskPersonal } from '../../ingest/index.ts';

/** What a person can be recognised by. Faces cannot be read here: somebody looks at the pictures and says so. */
export const IDENTITY_KINDS = {
  name: '姓名',
  id: '身份证号',
  paper: '护照等证件号',
  mobile: '手机号',
  landline: '固定电话',
  address: '住址门牌',
  plate: '车牌号',
  email: '电子邮箱',
  card: '银行卡号',
  account: '网络账号',
  medical: '病历号',
  birth: '出生日期',
} as const;
export type IdentityKind = keyof typeof IDENTITY_KINDS;

export interface Found {
  kind: IdentityKind;
  value: string;
  /** UTF-16 units in the text as given, end exclusive. */
  start: number;
  end: number;
}

/** Words of the intake's masks and what they stand for here. */
const MASKED: Record<string, IdentityKind> = {
  手机号: 'mobile',
  电话号码: 'landline',
  证件号: 'id',
  银行卡号: 'card',
  车牌号: 'plate',
  邮箱: 'email',
  账号: 'account',
  用户: 'account',
  姓名: 'name',
};
const TOKEN = /\[(手机号|电话号码|证件号|银行卡号|车牌号|邮箱|账号|用户|姓名)\]/g;
const LINK = /(?:https?:\/\/)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,10}\/[^\s，。；、）)》”]*/gi;

const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤';
const WHO =
  '姓名|患者|病人|当事人|死者|伤者|遇难者|逝者|失联人员|嫌疑人|行为人|被告人|驾驶员|司机|学生|家长|业主|户主|村民|居民|投诉人|举报人|信访人|来电人|联系人|报案人|受害人|违法人员|法定代表人';
/** Ordinary words that begin like a surname. */
const NO_NAME =
  '高烧|高热|高度|方面|方向|方可|白天|万元|全部|严重|于是|何时|何种|任何|程度|余名|余人|江城|金额|石油|许多|向我|付款|应当|马上|田间|史上|龙头';
const NAME = new RegExp(
  `(?:${WHO})(?:姓名)?[:：为是叫]?\\s?((?!(?:${NO_NAME}))[${SURNAMES}](?!某|先生|女士|同学|师傅)\\p{Script=Han}{1,2}?)(?=[，。；、,;（(：:\\s]|先生|女士|同志|已|系|因|在|的|等|被|于|向|所|与|和|经|正|不|称|说|$)`,
  'gu',
);

/** The group is what may not stand; words around it may. */
const RULES: readonly (readonly [IdentityKind, RegExp])[] = [
  ['name', NAME],
  [
    'paper',
    /(?:护照|通行证|军官证|士兵证|社保卡|医保卡|学生证|驾驶证|准考证)(?:号码?|编号)?[:：为是]?\s?([A-Z]{0,2}\d{6,12})/gi,
  ],
  ['medical', /(?:病历号|住院号|门诊号|病案号|就诊卡号?|就诊号)[:：为是]?\s?([A-Za-z]{0,3}\d[\dA-Za-z-]{2,14})/g],
  ['birth', /(?:出生日期|出生于|生于|出生)[:：为是]?\s?(\d{4}(?:年|[-/.])\d{1,2}(?:月|[-/.])(?:\d{1,2}日?)?)/g],
  ['birth', /(\d{4}年\d{1,2}月\d{1,2}日)(?=出生|生[，。）)])/g],
  ['address', /((?:\d{1,4}|[A-Z])(?:栋|幢|号楼|座)(?:[\dA-Za-z一二三四五六]{1,2}单元)?\d{2,4}(?:室|号|户)?)/g],
  ['address', /((?:[\dA-Za-z一二三四五六]{1,2}单元)\d{2,4}(?:室|号|户)?|(?<=号)\d{3,4}室)/g],
];

/** Everything in the text by which a person could be recognised, in order, none overlapping. */
export function findIdentity(text: string): Found[] {
  const links = [...text.matchAll(LINK)];
  const without = text.replace(LINK, (whole) => '〇'.repeat(whole.length));
  const all = [...links.flatMap(accountIn), ...maskedIn(without), ...RULES.flatMap((rule) => byRule(without, rule))];
  const found: Found[] = [];
  for (const one of all.sort((a, b) => a.start - b.start || b.end - a.end))
    if (one.start >= (found.at(-1)?.end ?? 0)) found.push(one);
  return found;
}

/** The text with every finding replaced by the name of its kind, save the words that may stand. There is no way back. */
export function deidentify(text: string, allowed: readonly string[] = []): string {
  let out = '';
  let at = 0;
  for (const { kind, value, start, end } of findIdentity(text)) {
    if (allowed.includes(value)) continue;
    out += `${text.slice(at, start)}[${IDENTITY_KINDS[kind]}]`;
    at = end;
  }
  return out + text.slice(at);
}

function accountIn(link: RegExpExecArray): Found[] {
  const [value] = link;
  if (!maskPersonal(value).includes('[账号]')) return [];
  return [{ kind: 'account', value, start: link.index, end: link.index + value.length }];
}

/** What the intake would mask: its result is laid beside the text, and what is missing between two pieces was masked. */
function maskedIn(text: string): Found[] {
  const masked = maskPersonal(text);
  if (masked === text) return [];
  const found: Found[] = [];
  const pieces = masked.split(TOKEN);
  let at = pieces[0]!.length;
  for (let index = 1; index < pieces.length; index += 2) {
    const after = pieces[index + 1]!;
    const end = after === '' && index + 2 >= pieces.length ? text.length : text.indexOf(after, at + 1);
    if (end < 0) break;
    const value = text.slice(at, end);
    if (value !== `[${pieces[index]}]`) found.push({ kind: MASKED[pieces[index]!]!, value, start: at, end });
    at = end + after.length;
  }
  return found;
}

const byRule = (text: string, [kind, rule]: (typeof RULES)[number]): Found[] =>
  [...text.matchAll(rule)].map((match) => {
    const value = match[1]!;
    const start = match.index + match[0].lastIndexOf(value);
    return { kind, value, start, end: start + value.length };
  });
