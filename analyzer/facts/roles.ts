import { hasAny, madeOf, phrases } from './phrases.ts';
import type { QuantityToken, RoleToken, Token } from './tokens.ts';
import type { Role } from './words.ts';

/** The role a number belongs to: the one before it (死亡人数3人), else the one behind it (3人死亡). */
export const roleOf = (
  view: string,
  tokens: readonly Token[],
  index: number,
  used: ReadonlySet<Token>,
): RoleToken | null => roleBefore(view, tokens, index, used) ?? roleAfter(view, tokens, index);

// What may stand between 死亡 and its number.
const LINKS = phrases(
  ...[
    '人数',
    '人员',
    '者',
    '群众',
    '居民',
    '村民',
    '学生',
    '员工',
    '职工',
    '旅客',
    '乘客',
    '游客',
    '市民',
    '老人',
    '矿工',
    '工人',
  ],
  ...[
    '了',
    '为',
    '达到',
    '达',
    '已达',
    '已',
    '已经',
    '也',
    '共',
    '共计',
    '总数',
    '合计',
    '累计',
    '的',
    '有',
    '出',
    '由',
    '从',
  ],
  ...[
    '上升至',
    '上升到',
    '上升为',
    '升至',
    '升到',
    '增至',
    '增到',
    '增加至',
    '增加到',
    '攀升至',
    '上调至',
    '上调为',
    '至',
    '到',
  ],
  ...[
    '降至',
    '下降至',
    '减少至',
    '减少到',
    '下调至',
    '下调为',
    '核减至',
    '核减为',
    '更正为',
    '修正为',
    '改为',
    '调整为',
    '变为',
    '应为',
    '实为',
    '确认为',
  ],
  ...[
    '突破',
    '超过',
    '至少',
    '约',
    '大约',
    '大概',
    '近',
    '将近',
    '逾',
    '超',
    '估计',
    ':',
    ',',
    '"',
    '“',
    ' ',
    '(',
    '被困',
    '楼内',
    '周边',
    '附近',
  ],
  ...[
    '受灾',
    '受威胁',
    '最少',
    '不少于',
    '不低于',
    '不超过',
    '最终',
    '目前',
    '仍',
    '仍为',
    '暂时',
    '暂',
    '最新',
    '分别',
    '数',
    '数字',
    '新增',
    '增加',
    '增加了',
  ],
);
const CLAUSE = [',', '。', ';'];

function roleBefore(view: string, tokens: readonly Token[], index: number, used: ReadonlySet<Token>): RoleToken | null {
  const token = tokens[index] as QuantityToken;
  const before = tokens[index - 1];
  if (before?.kind !== 'role' || used.has(before)) return null;
  const gap = view.slice(before.end, token.start);
  if (before.short) return gap.trim() === '' && token.people && before.role !== 'serious' ? before : null;
  if (before.role === 'loss') return isMoney(view, token) && gap.length <= 14 ? before : null;
  if (!token.people && !barePlace(view, before, token)) return null;
  if (gap.length > 16) return null;
  if (before.role === 'evacuated') return hasAny(gap, CLAUSE) || gap.length > 14 ? null : before;
  return madeOf(gap, LINKS) && !gap.endsWith(',') ? before : null;
}

/** 损失1.2亿, 损失近百万: a great number at the end of its clause is money also without 元. */
const isMoney = (view: string, token: QuantityToken): boolean =>
  token.yuan || (!token.people && token.low >= 9000 && isGreat(view, token) && endsClause(view, token.end));

const isGreat = (view: string, token: QuantityToken): boolean => '万亿余多'.includes(view[token.end - 1]!);
const endsClause = (view: string, at: number): boolean => ',。;!?、)\n'.includes(view[at] ?? '\n');

/** A number without 人 after the role: 死亡人数升至12 · 死亡:3 · 死亡3,受伤5. */
function barePlace(view: string, role: RoleToken, token: QuantityToken): boolean {
  const gap = view.slice(role.start, token.start);
  if (gap.includes('人数') || gap.trimEnd().endsWith(':')) return true;
  return view.slice(role.end, token.start).trim() === '' && ',。;、)\n'.includes(view[token.end] ?? '\n');
}

/** 1名伤者抢救无效死亡 tells a death, not an injury. */
function diedLater(view: string, tokens: readonly Token[], role: RoleToken): RoleToken | null {
  if (role.role !== 'injured' || !'者员'.includes(view[role.end - 1] ?? ' ')) return null;
  const next = tokens[tokens.indexOf(role) + 1];
  if (next?.kind !== 'role' || next.role !== 'dead') return null;
  const gap = view.slice(role.end, next.start);
  return gap.length <= 10 && !gap.includes(',') ? next : null;
}

/** How far right the role may stand. */
const REACH: Partial<Record<Role, number>> = { poisoned: 26, evacuated: 12, missing: 10, nothing: 10 };

function roleAfter(view: string, tokens: readonly Token[], index: number): RoleToken | null {
  const token = tokens[index] as QuantityToken;
  const next = tokens.slice(index + 1, index + 4).find((other) => other.kind === 'role' || other.people);
  if (next?.kind !== 'role') return null;
  const gap = withoutBrackets(view, token.end, next.start);
  if (next.short) return gap.trim() === '' ? next : null;
  if (next.role === 'loss') return token.yuan && gap.length <= 6 ? next : null;
  if (!token.people) return gap.trim() === '' && BARE.includes(next.role) ? next : null;
  if (gap.length > (REACH[next.role] ?? 14)) return null;
  if (hasAny(gap, ['。', ';'])) return null;
  // 300人用餐,没有出现呕吐: nobody of them.
  if (next.role === 'poisoned' && hasAny(gap, ['没有出现', '没有人', '没人', '无人', '未出现', '未发生', '未发现']))
    return null;
  if (hasAny(gap, [',', ':', '(']) && (next.role !== 'poisoned' || token.low < 2)) return null;
  return diedLater(view, tokens, next) ?? next;
}

/** 3死亡, 5重伤, 1失联 without 人. */
const BARE: readonly Role[] = ['dead', 'serious', 'light', 'missing', 'casualty'];
const BRACKET = 30;

/** The gap without one remark in brackets; far gaps are cut, they are too long in any case. */
function withoutBrackets(view: string, from: number, to: number): string {
  const gap = view.slice(from, Math.min(to, from + 80));
  const open = gap.indexOf('(');
  const close = open < 0 ? -1 : gap.indexOf(')', open);
  return close < 0 || close - open > BRACKET + 1 ? gap : gap.slice(0, open) + gap.slice(close + 1);
}
