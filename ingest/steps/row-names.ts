import { cleanText } from './clean-text.ts';
import { MASKS } from './mask.ts';

/** The hundred or so family names of nine people in ten, and the usual double ones. */
const FAMILY =
  /^(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|司空|端木|南宫|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟佘仝])/u;
/** What is written where a name was asked for. */
const NO_NAME =
  /匿名|市民|群众|居民|村民|业主|家长|学生|网友|先生|女士|小姐|同志|本人|单位|公司|物业|老师|员工|职工|农民|工人|租户|商户|路人|车主|司机|顾客|患者|病人|家属|不详|未知|保密|无名|系统|平台|管理|客服|前台|经办|值班|办公|城管|交警|消防|医院|学校|社区|街道|居委|村委|政府|热线|中心|某|测试|路灯|安全|房屋|高速|公交|车站|广场/;
/** In a word of three or four without a family name: a role, an office, a place. A foreign or minority name rarely has one. */
const ROLE = /[士民众主客员师生者户人工司机长友名密详先家手店厂院校村区局站办会组无]/;
const TITLE = /(?:先生|女士|小姐|同志|老师|师傅|大爷|大妈|阿姨|经理|主任|等人?)$/;
/** 王平路, 江城市: a place or an institution that begins with the same letters; not 王平路过, 王平市民. */
const NOT_A_PLACE = '(?![省市区县镇乡村路街巷桥](?![民过上边里人别])|小区|大厦|广场|公园|学校|医院|社区|集团|公司)';

/**
 * The names of persons that a cell of a 来电人, 投诉人 or 联系人 column holds: "张三", "张三、李四（业主）", "张 三 先生 138…". What only looks
 * like one (匿名, 热心市民, 王先生, 张某, 物业公司) is none, so that nothing of the matter is masked.
 */
export function namesIn(cell: unknown): string[] {
  if (typeof cell !== 'string' || cell.length > 200) return [];
  const bare = cleanText(cell)
    .replace(/[（(【[][^)）\]】]*[)）\]】]?/g, ' ')
    .replace(/^\s*(\p{Script=Han})\s+(\p{Script=Han})(?=\s|$)/u, '$1$2');
  const parts = bare.split(/[^\p{Script=Han}·•]+/u).map((part) => part.replace(TITLE, '').replaceAll('•', '·'));
  return [...new Set(parts.filter(isName))];
}

function isName(part: string): boolean {
  if (NO_NAME.test(part)) return false;
  if (part.includes('·')) return /^\p{Script=Han}{1,8}(?:·\p{Script=Han}{1,8}){1,3}$/u.test(part);
  if (!/^\p{Script=Han}{2,4}$/u.test(part)) return false;
  return FAMILY.test(part) || (part.length > 2 && !ROLE.test(part));
}

/** Mask these names in a cleaned text, for good; not where the letters are part of a place's or an institution's name. */
export function maskNames(text: string, names: readonly string[]): string {
  const longestFirst = names.filter((name) => text.includes(name)).sort((one, other) => other.length - one.length);
  if (longestFirst.length === 0) return text;
  return text.replace(new RegExp(`(?:${longestFirst.join('|')})${NOT_A_PLACE}`, 'gu'), MASKS.name);
}
