import type { QuantityToken, Role, RoleToken, Sentence, Token } from './tokens.ts';

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
  /** 10人烧伤,其中1人死亡: those who died are taken off the injured. */
  ofInjured: boolean;
}

/** Reads the numbers of one sentence from left to right; every role and every number is used once. */
export function claimsOf(view: string, sentence: Sentence): Claim[] {
  const tokens = mergeLists(view, outsideBrackets(view, sentence.tokens));
  const used = new Set<Token>();
  const claims: Claim[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== 'quantity') return;
    const role = roleBefore(view, tokens, index, used) ?? roleAfter(view, tokens, index);
    if (!role) return;
    used.add(role);
    if (role.role === 'nothing' || role.role === 'casualty') return;
    claims.push(toClaim(view, sentence, token, role, claims));
  });
  return claims;
}

function toClaim(view: string, sentence: Sentence, token: QuantityToken, role: RoleToken, earlier: Claim[]): Claim {
  const start = Math.min(token.start, role.start);
  const before = view.slice(Math.max(sentence.start, start - 8), start);
  const gap = view.slice(Math.min(token.end, role.end), Math.max(token.start, role.start));
  const whole = view.slice(start, Math.max(token.end, role.end));
  return {
    role: role.role,
    low: token.low,
    high: token.high,
    start,
    end: Math.max(token.end, role.end),
    part: isPart(view, start, role.role, earlier),
    further: /(?:另|又)有?$|另外$/u.test(before) || /不治|无效/u.test(whole),
    onTheSpot: whole.includes('当场'),
    weak: gap.includes(',') || gap.length > 14,
    ofInjured: isOfInjured(view, start, role.role, earlier),
  };
}

function isPart(view: string, start: number, role: Role, earlier: Claim[]): boolean {
  const same = earlier.find((claim) => claim.role === role);
  if (!same || role === 'serious') return false;
  const between = view.slice(same.end, start);
  const open = between.lastIndexOf('(');
  return between.includes('其中') || (open >= 0 && between.indexOf(')', open) < 0);
}

function isOfInjured(view: string, start: number, role: Role, earlier: Claim[]): boolean {
  const last = earlier[earlier.length - 1];
  return role === 'dead' && last?.role === 'injured' && view.slice(last.end, start).includes('其中');
}

const JOINTS = '、和与及跟';

/** 11人(5女6男)全部死亡: numbers in brackets split a number told before; they are no claims of their own. */
function outsideBrackets(view: string, tokens: readonly Token[]): Token[] {
  let seen = false;
  return tokens.filter((token, index) => {
    if (token.kind === 'role') return true;
    const kept = !seen || !inBrackets(view, tokens, index);
    seen = true;
    return kept;
  });
}

const BRACKET = 40;

/** Inside (…) without a role word of its own. */
function inBrackets(view: string, tokens: readonly Token[], index: number): boolean {
  const token = tokens[index]!;
  const before = view.slice(Math.max(0, token.start - BRACKET), token.start);
  const open = before.lastIndexOf('(');
  if (open < 0 || before.indexOf(')', open) >= 0) return false;
  const close = view.slice(token.end, token.end + BRACKET).indexOf(')');
  const next = tokens.slice(index + 1, index + 8).find((other) => other.kind === 'role');
  return close >= 0 && (next === undefined || next.start >= token.end + close);
}

/** 2名老师和5名学生受伤 · 三男两女全部死亡: people listed one after another share the role. */
function mergeLists(view: string, tokens: Token[]): Token[] {
  const merged: Token[] = [];
  for (const token of tokens) {
    const last = merged[merged.length - 1];
    if (token.kind === 'quantity' && last?.kind === 'quantity' && joined(view, last, token)) {
      merged[merged.length - 1] = {
        ...last,
        low: last.low + token.low,
        high: last.high === null || token.high === null ? null : last.high + token.high,
        end: token.end,
      };
    } else merged.push(token);
  }
  return merged;
}

function joined(view: string, a: QuantityToken, b: QuantityToken): boolean {
  if (!a.people || !b.people) return false;
  const gap = view.slice(a.end, b.start);
  if (gap === '') return view[a.end - 1] === '男' && view[b.end - 1] === '女';
  if (gap.length > 8 || /[,。;:()]/u.test(gap)) return false;
  return [...gap].some((unit) => JOINTS.includes(unit));
}

// What may stand between 死亡 and its number.
const LINKS =
  /^(?:人数|人员|者|群众|居民|村民|学生|员工|职工|旅客|乘客|游客|市民|老人|了|为|达到|达|已达|已|已经|也|上升至|上升到|升至|增至|增加至|增加到|至|到|共|共计|总数|合计|累计|的|有|突破|超过|至少|约|近|逾|:|,|"|出|被困|楼内|周边|附近|受灾|受威胁)*$/u;

function roleBefore(view: string, tokens: readonly Token[], index: number, used: Set<Token>): RoleToken | null {
  const token = tokens[index] as QuantityToken;
  const before = tokens[index - 1];
  if (before?.kind !== 'role' || before.short || used.has(before)) return null;
  const gap = view.slice(before.end, token.start);
  if (before.role === 'loss') return token.yuan && gap.length <= 14 ? before : null;
  if (!token.people && !/人数|:$/u.test(view.slice(before.start, token.start))) return null;
  if (gap.length > 16) return null;
  if (before.role === 'evacuated') return /[,。;]/u.test(gap) || gap.length > 14 ? null : before;
  return LINKS.test(gap) && !gap.endsWith(',') ? before : null;
}

/** 1名伤者抢救无效死亡 tells a death, not an injury. */
function diedLater(view: string, tokens: readonly Token[], role: RoleToken): RoleToken | null {
  if (role.role !== 'injured' || !/[者员]$/u.test(view.slice(role.start, role.end))) return null;
  const next = tokens[tokens.indexOf(role) + 1];
  if (next?.kind !== 'role' || next.role !== 'dead') return null;
  const gap = view.slice(role.end, next.start);
  return gap.length <= 10 && !gap.includes(',') ? next : null;
}

/** How far right the role may stand and whether a comma may lie between. */
const REACH: Partial<Record<Role, number>> = { poisoned: 26, evacuated: 12, missing: 10, nothing: 10 };

function roleAfter(view: string, tokens: readonly Token[], index: number): RoleToken | null {
  const token = tokens[index] as QuantityToken;
  const next = tokens.slice(index + 1, index + 4).find((other) => other.kind === 'role' || other.people);
  if (next?.kind !== 'role') return null;
  const gap = view.slice(token.end, next.start).replace(/\([^()]{0,30}\)/u, '');
  if (next.short) return gap === '' ? next : null;
  if (next.role === 'loss') return token.yuan && gap.length <= 6 ? next : null;
  if (!token.people) return gap === '' && ['dead', 'serious', 'light'].includes(next.role) ? next : null;
  if (gap.length > (REACH[next.role] ?? 14)) return null;
  if (/[。;]/u.test(gap) || (/[,:(]/u.test(gap) && (next.role !== 'poisoned' || token.low < 2))) return null;
  return diedLater(view, tokens, next) ?? next;
}
