import type { FactName } from './read-facts.ts';
import type { Role, Sentence } from './tokens.ts';

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
};
const REACH = 12;

/** 无人员伤亡 is 0 to 0; 尚无人员伤亡报告 is 0 to open: nobody has reported yet. */
export function denialsOf(view: string, sentence: Sentence): Denial[] {
  return sentence.tokens.flatMap((token) => {
    if (token.kind !== 'role' || token.short) return [];
    const facts = DENIED[token.role];
    if (!facts) return [];
    const denial = sentence.marks.find(
      (mark) => mark.mark === 'denial' && mark.end <= token.start && token.start - mark.end <= REACH,
    );
    if (!denial || view.slice(denial.end, token.start).includes(',')) return [];
    const tail = view.slice(token.end, token.end + 16);
    const knowing = view.slice(denial.start, token.start) + tail;
    const notYet =
      /报告|报道|接到|收到|情况|消息/u.test(knowing) &&
      sentence.marks.some(
        (mark) => mark.mark === 'notYet' && mark.start <= token.start && token.start - mark.end <= REACH + 4,
      );
    return facts.map((fact) => ({
      fact,
      low: 0 as const,
      high: notYet ? null : (0 as const),
      start: denial.start,
      end: token.end,
    }));
  });
}
