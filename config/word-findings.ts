import type { Finding } from './cross-check.ts';
import type { YamlPath } from './locate.ts';
import type { Rulebooks } from './rulebooks.ts';

/** Books whose lists of words may name a list of lexicon.yaml. */
const WORD_BOOKS = [
  ...(['appeals', 'departments', 'event-kinds', 'focus', 'lexicon'] as const),
  ...(['routing-duties', 'sensitivity', 'tone', 'topics'] as const),
];
/** The analyser reads `@name` as a list only when it looks like the name of one: '@' and 'via@' are words (analyzer/brains/lexicon.ts). */
const SET = /^@([a-z][a-z0-9_]*)$/u;
/** What the analyser's view of a text leaves out (analyzer/text/unit-table.ts, view.ts): a word of nothing else can never be found. */
const UNSEEN = /^[\s\p{C}\p{Mn}\u115f\u1160\u3164\uffa0\u{1f000}-\u{1faff}\u{e0000}-\u{10ffff}]*$/u;
/** They stand in nearly every text. */
const EVERYWHERE = new Set('的了是不一和与及或之也很吗呢吧啊着在有这那个们');

interface Word {
  book: (typeof WORD_BOOKS)[number];
  path: YamlPath;
  word: string;
}

/** A list that does not exist or holds itself, and words that no text can hold. */
export function wordFindings(books: Rulebooks): Finding[] {
  const { sets } = books.lexicon;
  const round = (name: string, seen: readonly string[]): boolean =>
    seen.includes(name) || namesIn(sets[name]).some((next) => round(next, [...seen, name]));
  return wordsOf(books).flatMap(({ book, path, word }) => {
    const name = SET.exec(word)?.[1];
    if (name === undefined)
      return UNSEEN.test(word) ? [{ book, path, message: '词为空白或只含不可见字符、表情符号，永远不会命中' }] : [];
    if (!Object.hasOwn(sets, name)) return [{ book, path, message: `lexicon.yaml 中没有名为 ${name} 的词表` }];
    return book === 'lexicon' && round(name, []) ? [{ book, path, message: `词表 ${name} 引用了自己` }] : [];
  });
}

/** What is allowed and hardly meant: a word every text holds. The small words of `blame` are read beside a hit only. */
export const wordHints = (books: Rulebooks): Finding[] =>
  wordsOf(books)
    .filter(({ path, word }) => EVERYWHERE.has(word) && path[0] !== 'blame')
    .map(({ book, path, word }) => ({ book, path, message: `“${word}”几乎每篇文本都有，请改用更长的词` }));

const namesIn = (words: readonly string[] = []): string[] => words.flatMap((word) => SET.exec(word)?.[1] ?? []);

const wordsOf = (books: Rulebooks): Word[] =>
  WORD_BOOKS.flatMap((book) => listed(books[book], []).map((row) => ({ book, ...row })));

function listed(value: unknown, path: YamlPath): Omit<Word, 'book'>[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value)) return Object.entries(value).flatMap(([key, item]) => listed(item, [...path, key]));
  return value.flatMap((item: unknown, index) =>
    typeof item === 'string' ? [{ path: [...path, index], word: item }] : listed(item, [...path, index]),
  );
}
