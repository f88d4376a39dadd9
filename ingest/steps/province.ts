const PROVINCES =
  '北京 天津 上海 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门'.split(
    ' ',
  );
const PREFIX = /^(?:ip属地|ip归属地|发布于|来自|属地|中国)[:：\s]*/i;

/**
 * The province at the finest of what a platform says ("IP属地：湖北", "中国湖北省武汉市" → 湖北); a foreign place is only 境外.
 * Null when it names neither.
 */
export function provinceOf(location: unknown): string | null {
  if (typeof location !== 'string') return null;
  let text = location.normalize('NFKC').trim();
  while (PREFIX.test(text)) text = text.replace(PREFIX, '');
  if (text === '' || /^(?:未知|其他|-+|null)$/.test(text)) return null;
  const province = PROVINCES.find((name) => text.startsWith(name));
  if (province) return province;
  return /^(?:海外|境外|国外|[\p{Script=Han}]{2,8}|[A-Za-z .]{2,30})$/u.test(text) && isCountry(text) ? '境外' : null;
}

const COUNTRIES =
  /^(?:海外|境外|国外|美国|日本|韩国|英国|法国|德国|加拿大|澳大利亚|新西兰|新加坡|马来西亚|泰国|越南|缅甸|老挝|柬埔寨|印度|印度尼西亚|菲律宾|俄罗斯|意大利|西班牙|荷兰|瑞士|瑞典|挪威|芬兰|丹麦|爱尔兰|比利时|奥地利|葡萄牙|希腊|土耳其|阿联酋|巴西|墨西哥|阿根廷|南非|埃及)$/;
const isCountry = (text: string): boolean => COUNTRIES.test(text);
