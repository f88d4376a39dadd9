import { hasAny, madeOf, phrases } from './phrases.ts';
import type { Range } from './quantities.ts';
import type { QuantityToken, Token } from './tokens.ts';

/** Numbers that belong together become one: lists of people (2名老师和5名学生) and changes (由3人升至5人). */
export function linkLists(view: string, tokens: readonly Token[]): Token[] {
  const merged: Token[] = [];
  for (const token of outsideBrackets(view, tokens)) {
    const last = merged[merged.length - 1];
    if (token.kind === 'quantity' && last?.kind === 'quantity') {
      const gap = view.slice(last.end, token.start);
      if (becomes(gap, last, token))
        merged[merged.length - 1] = whole(last, token, token, {
          people: token.people || last.people,
          yuan: token.yuan,
        });
      else if (joined(view, gap, last, token))
        merged[merged.length - 1] = isEachOwn(view, last) ? either(last, token) : sum(last, token);
      else merged.push(token);
    } else merged.push(token);
  }
  return merged;
}

/** One number from the beginning of the first to the end of the last. */
const whole = (
  { start }: QuantityToken,
  { end }: QuantityToken,
  range: Range,
  { people, yuan }: Pick<QuantityToken, 'people' | 'yuan'>,
): QuantityToken => ({ kind: 'quantity', low: range.low, high: range.high, start, end, people, yuan });

const sum = (a: QuantityToken, b: QuantityToken): QuantityToken =>
  whole(a, b, { low: a.low + b.low, high: a.high === null || b.high === null ? null : a.high + b.high }, a);

/** 两起事故分别造成2人和3人死亡: two events; of one of them all that is known is 2 to 3. */
const either = (a: QuantityToken, b: QuantityToken): QuantityToken =>
  whole(
    a,
    b,
    { low: Math.min(a.low, b.low), high: a.high === null || b.high === null ? null : Math.max(a.high, b.high) },
    a,
  );

const EACH = 30;
const EVENTS = ['两起', '三起', '四起', '多起', '2起', '3起', '4起', '两次', '三次', '两处', '两地', '三地'];

function isEachOwn(view: string, first: QuantityToken): boolean {
  const before = view.slice(Math.max(0, first.start - EACH), first.start);
  const each = before.lastIndexOf('分别');
  return each >= 0 && hasAny(before.slice(0, each), EVENTS);
}

/** Numbers in brackets split a number told before (11人(5女6男)全部死亡); they are no claims of their own. */
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
  const last = tokens[index - 1];
  if (last?.kind === 'role' && last.start > token.start - before.length + open) return false;
  const next = tokens.slice(index + 1, index + 8).find((other) => other.kind === 'role');
  return close >= 0 && (next === undefined || next.start >= token.end + close);
}

/** People listed one after another share the role: 2名老师和5名学生受伤 · 三男两女全部死亡. */
function joined(view: string, gap: string, a: QuantityToken, b: QuantityToken): boolean {
  if (!a.people || !b.people) return false;
  if (gap === '') return view[a.end - 1] === '男' && view[b.end - 1] === '女';
  if (gap.length > 8 || hasAny(gap, [',', '。', ';', ':', '(', ')'])) return false;
  return hasAny(gap, ['、', '和', '与', '及', '跟']);
}

const RISES = [
  '上升',
  '攀升',
  '增加',
  '增',
  '升',
  '上调',
  '扩大',
  '更新',
  '下降',
  '减少',
  '降',
  '下调',
  '核减',
  '更正',
  '修正',
  '改',
  '调整',
  '变',
  '修订',
  '订正',
];
const CHANGE = phrases(
  ...RISES.flatMap((word) => [`${word}至`, `${word}到`, `${word}为`, `${word}成`]),
  ...['经核实为', '实为', '应为', '核实为', '实际为', '达到', '达', '累计', '累计达', '累计达到', '总数', '总数达'],
  ...[',', '已', '又', '进一步', '人', '例', '的', '后', '经核实', '现', '至', '到', '目前'],
);
const TO = ['至', '到', '为', '成', '达', '累计', '总数'];

/** 由3人升至5人, 增加2人,达到5人: the second number replaces the first. */
const becomes = (gap: string, a: QuantityToken, b: QuantityToken): boolean =>
  gap.length >= 1 && gap.length <= 16 && a.yuan === b.yuan && gap !== ',' && hasAny(gap, TO) && madeOf(gap, CHANGE);
