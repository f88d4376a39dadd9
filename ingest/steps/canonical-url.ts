/** Parameters that say who shared, from where, or open a session: never part of what the address names. */
const TRACKING = new RegExp(
  [
    '^(?:utm_|spm|scm|share|_share|xsec_|sec_u|enter_from|bd_vid|vd_source|wx_|wxshare|weibo_)',
    '^(?:from|fromuid|source|src|ref|refer|referer|referrer|scene|isappinstalled|gclid|fbclid|chksm|timestamp|_t|ts|nsukey|previous_page)$',
    '^(?:[a-z_]*token|sid|session|[a-z_]*sess(?:ion)?_?id|ticket|sign|signature|key|pass|passwd|password)$',
    '^(?:uin|uid|[a-z]*_uid|user|user_?name|[a-z_]*user_?id|open_?id|union_?id|uk|author|author_?id|nickname|account|mobile|phone|tel|email|id_?card|name)$',
  ].join('|'),
  'i',
);
/** Parameters without which the page of that host cannot be opened, although they look like tracking. */
const NEEDED: Record<string, RegExp> = { 'mp.weixin.qq.com': /^(?:__biz|mid|idx|sn)$/ };

interface Rule {
  host: RegExp;
  path: RegExp;
  /** What to keep instead; null = the page of a person, no address is kept. */
  to: ((match: RegExpExecArray, url: URL) => string) | null;
}
/** Addresses that carry an account: a neutral address of the same post, or none. */
const RULES: Rule[] = [
  {
    host: /(^|\.)weibo\.(com|cn)$/,
    path: /^\/(?:detail|status)\/(\w+)\/?$/,
    to: (found) => `https://m.weibo.cn/status/${found[1]}`,
  },
  {
    host: /(^|\.)weibo\.(com|cn)$/,
    path: /^\/\d{5,}\/([A-Za-z0-9]{6,})\/?$/,
    to: (found) => `https://m.weibo.cn/status/${found[1]}`,
  },
  {
    host: /^s\.weibo\.com$/,
    path: /^\/weibo/,
    to: (_found, url) => `https://s.weibo.com/weibo?q=${encodeURIComponent(url.searchParams.get('q') ?? '')}`,
  },
  { host: /^(?:www\.|m\.)?weibo\.(com|cn)$/, path: /^\/(?:u|n|p|profile|\d{5,}|[\w-]+)(?:\/|$)/, to: null },
  {
    host: /(^|\.)douyin\.com$/,
    path: /^\/user\//,
    to: (_found, url) => {
      const video = /^\d+$/.exec(url.searchParams.get('modal_id') ?? '');
      return video ? `https://www.douyin.com/video/${video[0]}` : '';
    },
  },
  {
    host: /(^|\.)xiaohongshu\.com$/,
    path: /^\/user\/profile\/[^/]+\/([0-9a-f]{24})/,
    to: (found) => `https://www.xiaohongshu.com/explore/${found[1]}`,
  },
  { host: /(^|\.)xiaohongshu\.com$/, path: /^\/user\//, to: null },
  { host: /^space\.bilibili\.com$/, path: /./, to: null },
  { host: /(^|\.)zhihu\.com$/, path: /^\/(?:people|org)\//, to: null },
  { host: /(^|\.)kuaishou\.com$/, path: /^\/profile\//, to: null },
  { host: /^tieba\.baidu\.com$/, path: /^\/home\//, to: null },
  { host: /(^|\.)toutiao\.com$/, path: /^\/c\/user\//, to: null },
];

/**
 * The address of a page without the parts that name a person or a session: lower-case host, no userinfo, no fragment, no default port,
 * no tracking or token parameters, the rest sorted. Null when it is not http(s) or is the page of a person. Idempotent.
 */
export function canonicalUrl(raw: unknown): string | null {
  if (typeof raw !== 'string' || raw.length > 4000) return null;
  const url = parse(raw.trim());
  if (!url) return null;
  const host = url.hostname.replace(/\.$/, '');
  const rule = RULES.find((each) => each.host.test(host) && each.path.test(url.pathname));
  if (rule) return rule.to === null ? null : rule.to(rule.path.exec(url.pathname)!, url) || null;
  url.hostname = host;
  url.username = '';
  url.password = '';
  url.hash = '';
  url.pathname = url.pathname.replace(/\/@[^/]+/g, '/@');
  url.search = keptParameters(url, host);
  return url.href;
}

/** Hosts whose addresses carry accounts, as people write them without a scheme. */
const ACCOUNT_HOST =
  /^(?:[\w-]+\.)*(?:weibo\.(?:com|cn)|douyin\.com|xiaohongshu\.com|bilibili\.com|zhihu\.com|kuaishou\.com|tieba\.baidu\.com|toutiao\.com)\//i;
export const looksLikeAddress = (text: string): boolean => ACCOUNT_HOST.test(text);

const IN_TEXT = /(?:https?:\/\/)?(?<![\w.@-])(?:[\w-]+\.)+[A-Za-z]{2,10}(?::\d{2,5})?\/[!-;=?-~]*/g;
/** Marks that end a sentence rather than an address. */
const TAIL = /[.,;:!?)\]}'"]+$/;

/** Addresses in a text whose account, token or session part must go; `hidden` stands for the page of a person. Other addresses stay as written. */
export const withoutAccountAddresses = (text: string, hidden: string): string =>
  text.replace(IN_TEXT, (whole) => {
    const tail = TAIL.exec(whole)?.[0] ?? '';
    const address = whole.slice(0, whole.length - tail.length);
    const bare = address.replace(/^https?:\/\//i, '');
    if (address === bare && !looksLikeAddress(bare)) return whole;
    const clean = canonicalUrl(`https://${bare}`);
    if (clean === null) return hidden + tail;
    return saysWho(address, bare) ? clean + tail : whole;
  });

function saysWho(address: string, bare: string): boolean {
  const url = parse(`https://${bare}`);
  if (url === null) return false;
  const ruled = RULES.some((each) => each.host.test(url.hostname) && each.path.test(url.pathname));
  const tracked = [...url.searchParams.keys()].some((name) => !NEEDED[url.hostname]?.test(name) && TRACKING.test(name));
  return ruled || tracked || url.username !== '' || url.pathname.includes('/@') || /#.*@/.test(address);
}

function parse(raw: string): URL | null {
  const absolute = raw.startsWith('//') ? `https:${raw}` : raw;
  const url = URL.canParse(absolute) ? new URL(absolute) : null;
  return url && /^https?:$/.test(url.protocol) && url.hostname !== '' ? url : null;
}

function keptParameters(url: URL, host: string): string {
  const kept = [...url.searchParams]
    .filter(([name]) => NEEDED[host]?.test(name) ?? !TRACKING.test(name))
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  return kept.length === 0 ? '' : `?${new URLSearchParams(kept).toString()}`;
}
