import { toClaim, type Claim } from './claims.ts';
import { hasAny, madeOf, phrases } from './phrases.ts';
import type { MarkToken, QuantityToken, Sentence } from './tokens.ts';
import type { Role } from './words.ts';

/** How far a number and its word may stand apart: 8人[被紧急送往]医院. */
const BEFORE = 14;
/** 收治[伤员]26人, 住院[的已经有]15个. */
const LINKS = phrases(
  ...['的', '了', '已', '已经', '有', '共', '共有', '达', '达到', '人数', '学生', '患者', '病人', '伤员', '伤者'],
  ...['员工', '工人', '人员', '治疗', '抢救', '救治', '观察', '约', '超过', '至少', '近', '为', ':', '目前', '累计'],
);

/**
 * 已有12人住院, 8人送医, 收治31人: how many are hurt where nobody counts them otherwise. Ill where an illness is told (呕吐, 中毒), injured
 * where an accident is told, ill where only food is; else they are patients like any others and no casualties.
 */
export function admittedClaims(view: string, sentences: readonly Sentence[], claims: readonly Claim[]): Claim[] {
  const role = roleOfAdmitted(sentences);
  if (role === null || claims.some((claim) => counts(claim, role))) return [];
  return sentences.flatMap((sentence) =>
    sentence.marks.flatMap((mark) => {
      const token = mark.mark === 'admitted' ? counted(view, sentence, mark) : null;
      return token ? [toClaim(view, sentence, token, { kind: 'role', short: false, ...mark, role }, [])] : [];
    }),
  );
}

/** A count of the ill or hurt that no admission outdoes; 多名 is none. */
const counts = (claim: Claim, role: Role): boolean =>
  role === 'poisoned'
    ? claim.role === 'poisoned' && claim.high !== null
    : claim.role === 'injured' || claim.role === 'light' || claim.role === 'poisoned';

function roleOfAdmitted(sentences: readonly Sentence[]): 'poisoned' | 'injured' | null {
  const has = (kind: string): boolean => sentences.some(({ marks }) => marks.some(({ mark }) => mark === kind));
  const tokens = sentences.flatMap((sentence) => sentence.tokens);
  if (!has('admitted')) return null;
  if (tokens.some((token) => token.kind === 'role' && token.role === 'poisoned')) return 'poisoned';
  if (has('accident') || tokens.some((token) => token.kind === 'role' && token.role === 'injured')) return 'injured';
  return has('poisonContext') ? 'poisoned' : null;
}

function counted(view: string, { tokens }: Sentence, mark: MarkToken): QuantityToken | null {
  const numbers = tokens.filter((token): token is QuantityToken => token.kind === 'quantity' && token.people);
  const before = numbers.findLast((token) => token.end <= mark.start);
  if (before) {
    const gap = view.slice(before.end, mark.start);
    if (gap.length <= BEFORE && !hasAny(gap, [',', '。', ';', ':', '把', '将', '陪', '护', '赶'])) return before;
  }
  const after = numbers.find((token) => token.start >= mark.end);
  const near = after !== undefined && after.start - mark.end <= BEFORE;
  return near && madeOf(view.slice(mark.end, after.start), LINKS) ? after : null;
}
