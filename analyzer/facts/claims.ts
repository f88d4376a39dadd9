import { asOfBefore, type AsOf } from './as-of.ts';
import { linkLists } from './lists.ts';
import { hasAny, endsWithAny } from './phrases.ts';
import { roleOf } from './roles.ts';
import { sourceAt } from './sources.ts';
import type { QuantityToken, RoleToken, Sentence, Token } from './tokens.ts';
import type { FactSource, Mark, Role } from './words.ts';

/** One statement of the text: this many in this role. */
export interface Claim {
  role: Role;
  low: number;
  high: number | null;
  start: number;
  end: number;
  /** A part of a number already told in this sentence: 38人死亡(其中城东12人…). */
  part: boolean;
  /** 另有1人不治: comes on top of those who died on the spot. */
  further: boolean;
  onTheSpot: boolean;
  /** Number and role stand far apart or in different clauses. */
  weak: boolean;
  /** 10人烧伤,其中1人死亡: those who died are taken off the injured, or off the gravely hurt. */
  diedOf: Role | null;
  /** Where its sentence begins: numbers of one sentence belong to one state of knowledge. */
  sentence: number;
  /** Who states it; null is the text itself. */
  source: FactSource | null;
  asOf: AsOf | null;
  /** 此前通报3人: gives way to any later number. */
  superseded: boolean;
  /** 新增3人: no total. */
  increment: boolean;
  /** 更正为3人: rules, also when it is smaller. */
  corrected: boolean;
}

/** Reads the numbers of one sentence from left to right; every role and every number is used once. */
export function claimsOf(view: string, sentence: Sentence): Claim[] {
  const tokens = linkLists(view, sentence.tokens);
  const used = new Set<Token>();
  const claims: Claim[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== 'quantity') return;
    const role = roleOf(view, tokens, index, used);
    if (!role) return;
    used.add(role);
    if (isDenied(sentence, token) || !isPossible(role.role, token)) return;
    if (role.role === 'casualty' && token.low === 0 && token.high === 0)
      for (const each of ['dead', 'injured'] as const)
        claims.push(toClaim(view, sentence, token, { ...role, role: each }, claims));
    if (role.role !== 'nothing' && role.role !== 'casualty') claims.push(toClaim(view, sentence, token, role, claims));
  });
  return claims;
}

/** More people, or more yuan, than this are a slip or a jest. */
const MOST_PEOPLE = 1e8;
const MOST_YUAN = 1e13;

/** 死亡3.5人 is no number of people. */
const isPossible = (role: Role, { low, high }: QuantityToken): boolean =>
  role === 'loss' ? low <= MOST_YUAN : Number.isInteger(low) && Number.isInteger(high ?? low) && low <= MOST_PEOPLE;

/** 没有10人死亡, 无一人受伤: the number is denied, not told. */
const isDenied = (sentence: Sentence, token: QuantityToken): boolean =>
  sentence.marks.some((mark) => mark.mark === 'denial' && mark.end === token.start);

/** How far back the words that bend a claim are looked for. */
const WINDOW = 80;

/** What a number and the word for its people say, with all that bends it. */
export function toClaim(
  view: string,
  sentence: Sentence,
  token: QuantityToken,
  role: RoleToken,
  earlier: Claim[],
): Claim {
  const start = Math.min(token.start, role.start);
  const end = Math.max(token.end, role.end);
  const before = view.slice(Math.max(sentence.start, start - 8), start);
  const gap = view.slice(Math.min(token.end, role.end), Math.max(token.start, role.start));
  const whole = view.slice(start, end);
  return {
    role: role.role,
    low: token.low,
    high: token.high,
    start,
    end,
    part: isPart(view, start, role.role, earlier),
    further: endsWithAny(before, ['另', '又', '另有', '又有', '另外']) || hasAny(whole, ['不治', '无效']),
    onTheSpot: whole.includes('当场'),
    weak: gap.includes(',') || gap.length > 14,
    diedOf: diedOf(view, start, role.role, earlier),
    sentence: sentence.start,
    source: sourceAt(view, sentence, start),
    asOf: asOfBefore(view, sentence.start, start),
    superseded: isSuperseded(view, sentence, start),
    increment: marked(sentence, 'increment', token, 2),
    corrected: marked(sentence, 'corrected', token, 4),
  };
}

/** A mark inside the number (由8人更正为5人) or at most `reach` before it. */
const marked = (sentence: Sentence, kind: Mark, token: QuantityToken, reach: number): boolean =>
  sentence.marks.some(({ mark, end }) => mark === kind && end <= token.end && token.start - end <= reach);

const SUPERSEDED = 16;

/** 此前通报3人死亡; 目前 or a correction in between leads back to the present number. */
function isSuperseded(view: string, sentence: Sentence, start: number): boolean {
  const mark = sentence.marks.findLast(({ mark, end }) => mark === 'superseded' && end <= start);
  if (!mark || start - mark.end > SUPERSEDED) return false;
  const newer = sentence.marks.some(
    (other) =>
      (other.mark === 'present' || other.mark === 'corrected') && other.start >= mark.end && other.end <= start,
  );
  return !newer && !view.slice(mark.end, start).includes(',');
}

function isPart(view: string, start: number, role: Role, earlier: Claim[]): boolean {
  const same = earlier.find((claim) => claim.role === role);
  if (!same || role === 'serious') return false;
  const between = view.slice(Math.max(same.end, start - WINDOW), start);
  const open = between.lastIndexOf('(');
  return between.includes('其中') || (open >= 0 && between.indexOf(')', open) < 0);
}

function diedOf(view: string, start: number, role: Role, earlier: Claim[]): Role | null {
  const last = earlier[earlier.length - 1];
  if (role !== 'dead' || (last?.role !== 'injured' && last?.role !== 'serious')) return null;
  return view.slice(Math.max(last.end, start - WINDOW), start).includes('其中') ? last.role : null;
}
