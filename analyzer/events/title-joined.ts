import type { GroupingRules } from './grouping-rules.ts';
import type { Member } from './member.ts';
import { tally } from './tally.ts';

type Told = Pick<Member, 'title' | 'lead' | 'analysis'>;

/** What a title would put side by side. */
interface Parts {
  objectName: string;
  harm: string | null;
}

const CLAUSES = /[，,。！？!?；;：:\n]/u;

/** A name fewer texts than this share blame is not what the event is about. */
const SHARE = 1 / 3;

/**
 * Whether a title may put thing and trouble side by side. Where most texts blame a body only if one text does so in one clause, for there both may
 * belong to the story of somebody else: 收受物业公司好处费，对电梯故障投诉不办 is no 物业公司电梯故障.
 */
export function mayJoin(texts: readonly Told[], { objectName, harm }: Parts, rules: GroupingRules): boolean {
  if (objectName === '' || harm === null || blamedName(texts) === null) return true;
  const name = objectName.replace(/小区$/u, '');
  return texts.some((told) =>
    `${told.title}\n${told.lead}`.split(CLAUSES).some((part) => part.includes(name) && saysHarm(part, harm, rules)),
  );
}

const saysHarm = (part: string, harm: string, rules: GroupingRules): boolean =>
  [...part.matchAll(rules.harmWord)].some(([word]) => rules.harmOfWord.get(word) === harm);

/** The body most texts blame, if enough of them do. */
function blamedName(texts: readonly Told[]): string | null {
  const names = texts.flatMap(({ analysis }) => [...new Set(analysis.accused.map(({ name }) => name))]);
  const first = tally(names, (name) => name)[0];
  return first && first.count >= texts.length * SHARE ? first.value : null;
}

/** 市住房和城乡建设局工作人员收受物业公司好处费: from the body blamed to the end of its clause, as a text says it; null when none is so short. */
export function blamingClause(texts: readonly Told[], longest: number): string | null {
  const name = blamedName(texts);
  if (name === null) return null;
  for (const { title, lead } of texts)
    for (const clause of `${title}\n${lead}`.split(CLAUSES)) {
      const words = clause.slice(clause.indexOf(name));
      if (clause.includes(name) && words.length > name.length + 2 && words.length <= longest) return words;
    }
  return null;
}
