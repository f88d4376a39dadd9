import type { FactName } from './read-facts.ts';
import { hasAny, madeOf, phrases } from './phrases.ts';
import type { RoleToken, Sentence } from './tokens.ts';
import type { Role } from './words.ts';

export interface Denial {
  fact: FactName;
  low: 0;
  high: 0 | null;
  start: number;
  end: number;
}

const DENIED: Partial<Record<Role, FactName[]>> = {
  casualty: ['deaths', 'injuries'],
  dead: ['deaths'],
  injured: ['injuries'],
  missing: ['missing'],
  poisoned: ['poisoned'],
};
/** All that may stand between 没有 and an illness. */
const ILL_ARE_NONE = phrases(
  ...[
    '一',
    '人',
    '人员',
    '学生',
    '员工',
    '孩子',
    '出现',
    '发生',
    '发现',
    '任何',
    '有',
    '过',
    '食物',
    '集体',
    '因此',
    '疑似',
  ],
);
const REACH = 12;
const KNOWING = ['报告', '报道', '接到', '收到', '情况', '消息'];

/** 无人员伤亡 is 0 to 0; 尚无人员伤亡报告 is 0 to open: nobody has reported yet. */
export function denialsOf(view: string, sentence: Sentence): Denial[] {
  return sentence.tokens.flatMap((token) => {
    if (token.kind !== 'role' || token.short) return [];
    const facts = DENIED[token.role];
    const start = facts ? denialBefore(view, sentence, token) : null;
    if (!facts || start === null) return [];
    const high = isOpen(view, sentence, start, token) ? null : (0 as const);
    return facts.map((fact) => ({ fact, low: 0 as const, high, start, end: token.end }));
  });
}

/** Where the denial of this role begins, or null. 从未见过这样的死伤 and 没有人知道死亡人数 deny something else. */
function denialBefore(view: string, sentence: Sentence, token: RoleToken): number | null {
  if (view.startsWith('零', token.start - 1)) return token.start - 1;
  const denial = sentence.marks.find(
    ({ mark, start, end }) =>
      mark === 'denial' && end <= token.start && token.start - end <= REACH && view[start - 1] !== '从',
  );
  if (!denial) return null;
  const gap = view.slice(denial.end, token.start);
  // 未煮熟的豆角中毒 and 没有消毒导致呕吐 deny the cooking and the cleaning.
  if (token.role === 'poisoned' && !madeOf(gap, ILL_ARE_NONE)) return null;
  return hasAny(gap, [',', '知', '见过', '透露', '公布', '说明', '确认', '核实', '因']) ? null : denial.start;
}

function isOpen(view: string, sentence: Sentence, start: number, token: RoleToken): boolean {
  return (
    hasAny(view.slice(start, token.end + 16), KNOWING) &&
    sentence.marks.some(
      ({ mark, start: from, end }) => mark === 'notYet' && from <= token.start && token.start - end <= REACH + 4,
    )
  );
}
