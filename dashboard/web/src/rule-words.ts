export interface RuleRow {
  id: string;
  name: string;
  doc: string | null;
}

/** A sentence that names its rules after their codes (W-02 谁主管谁负责), without the codes. */
export const withoutCodes = (sentence: string): string =>
  sentence.replace(/[A-Z]+-[A-Za-z0-9-]+\s+(?=[\u4e00-\u9fff])/g, '');

const CODE = /[A-Z]+-[A-Za-z0-9-]+/g;
/** Marks a code that goes with its space or brackets. */
const GONE = '\u0000';

/** `name`: what the rule is called; `details`: its code and paper, for a title; `within`: a sentence with the codes in it named. */
export function ruleWords(rows: () => readonly RuleRow[]) {
  const find = (code: string) => rows().find(({ id }) => id === code);
  const name = (code: string): string => find(code)?.name ?? code;
  return {
    name,
    details: (code: string): string => {
      const doc = find(code)?.doc ?? null;
      return `规则编号 ${code}${doc === null ? '' : `，依据 ${doc}`}`;
    },
    within: (sentence: string): string =>
      // A name that stands beside its own code is said once: E-leader 带班领导, 跨平台扩散（W-SPREAD）.
      sentence
        .replace(CODE, (code, at: number) => {
          const own = name(code);
          const before = sentence.slice(0, at);
          const after = sentence.slice(at + code.length);
          // Or the post of it that is called: E-leader 领导.
          const post = /^ ([\u4e00-\u9fff]+)：/.exec(after)?.[1];
          if (own !== code && (after.startsWith(` ${own}`) || (post !== undefined && own.includes(post)))) return GONE;
          if (own !== code && before.endsWith(`${own}（`) && after.startsWith('）')) return GONE;
          return own;
        })
        .replaceAll(`${GONE} `, '')
        .replaceAll(`（${GONE}）`, ''),
  };
}
