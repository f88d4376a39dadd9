import { hasAny } from './phrases.ts';
import type { Place, Sentence } from './tokens.ts';

const REACH = 14;

/** 面包车司机身亡 says one death without a number; 女主人和孩子遇难 says two. Only used when no number is told. */
export function impliedDeaths(
  view: string,
  sentences: readonly Sentence[],
  persons: readonly Place[],
): { low: number; high: number | null; start: number; end: number } | null {
  let index = 0;
  for (const sentence of sentences) {
    for (const token of sentence.tokens) {
      if (token.kind !== 'role' || token.role !== 'dead' || token.short) continue;
      while (index < persons.length && persons[index]!.end <= token.start) index += 1;
      const gone = itself(view, token);
      if (gone) return gone;
      const person = persons[index - 1];
      if (!person || !isVictim(view, person, token.start)) continue;
      const both = hasAny(view.slice(person.end, token.start), ['双双']);
      const count = both ? 2 : 1 + joinedPersons(view, persons[index - 2], person);
      return { low: count, high: count, start: person.start, end: token.end };
    }
  }
  return null;
}

/** 送去医院人没了: somebody, at least one; 广场上人没了踪影 is nobody's death. */
function itself(view: string, { start, end }: Place): ReturnType<typeof impliedDeaths> {
  if (!['人没了', '人就没了'].includes(view.slice(start, end)) || !',。;!?、)\n啊呀'.includes(view[end] ?? '\n'))
    return null;
  return ['个', '些', '里', '上', '钱', '店', '客'].includes(view[start - 1] ?? ' ')
    ? null
    : { low: 1, high: null, start, end };
}

function isVictim(view: string, person: Place, dead: number): boolean {
  if (dead - person.end > REACH) return false;
  const gap = view.slice(person.end, dead).replaceAll('无效', '');
  return !hasAny(gap, [',', '。', ';', ':', '未', '没', '无', '险些', '差点', '们', '等']);
}

const joinedPersons = (view: string, other: Place | undefined, person: Place): number =>
  other &&
  person.start - other.end >= 0 &&
  person.start - other.end <= 6 &&
  hasAny(view.slice(other.end, person.start), ['和', '跟', '与', '及'])
    ? 1
    : 0;

/** 这名女子重伤不治: one of the injured told before has died; null when nobody is named so. */
export const diedInHospital = (
  view: string,
  sentences: readonly Sentence[],
  persons: readonly Place[],
): ReturnType<typeof impliedDeaths> =>
  impliedDeaths(
    view,
    sentences.filter(({ tokens }) =>
      tokens.some((token) => token.kind === 'role' && hasAny(view.slice(token.start, token.end), ['不治', '无效'])),
    ),
    persons,
  );
