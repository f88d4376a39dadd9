import type { Condition, Guard } from '../../config/schema/conditions.ts';
import type { LexiconBook } from '../../config/schema/lexicon.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { createMatcher, type WordMatcher } from '../text/aho-corasick.ts';
import { foldTerm } from '../text/view.ts';

/** A number that stands for one word list; rules hold slots, never words. */
export type Slot = number;

/** A condition with its word lists turned into slots. */
export interface CompiledCondition {
  anchor: Slot;
  near: Slot | null;
  within: number;
  side: 'before' | 'after' | 'both';
  notNear: Slot | null;
  also: Slot | null;
  unless: Slot | null;
  guards: readonly Guard[];
}

export interface Lexicon {
  matcher: WordMatcher;
  /** Slots a word belongs to, by word id. */
  slotsOf: readonly (readonly Slot[])[];
  slotCount: number;
}

/** Collects the word lists of all rulebooks into one automaton, so that a post is read once whatever the number of rules. */
export interface LexiconBuilder {
  slot(words: readonly string[]): Slot;
  condition(condition: Condition): CompiledCondition;
  build(): Lexicon;
}

export function createLexiconBuilder(book: LexiconBook): LexiconBuilder {
  const lists: string[][] = [];
  const known = new Map<string, Slot>();
  const slot = (words: readonly string[]): Slot => {
    const key = words.join('\n');
    const before = known.get(key);
    if (before !== undefined) return before;
    lists.push(expand(book, words));
    known.set(key, lists.length - 1);
    return lists.length - 1;
  };
  const maybe = (words: readonly string[] | undefined): Slot | null => (words ? slot(words) : null);
  return {
    slot,
    condition: (c) => ({
      anchor: slot(c.words),
      near: maybe(c.near),
      within: c.within,
      side: c.side,
      notNear: maybe(c.notNear),
      also: maybe(c.also),
      unless: maybe(c.unless),
      guards: c.guards,
    }),
    build: () => assemble(lists),
  };
}

function expand(book: LexiconBook, words: readonly string[], path: readonly string[] = []): string[] {
  return words.flatMap((word) => {
    if (!/^@[a-z][a-z0-9_]*$/u.test(word)) return [foldTerm(word)];
    const name = word.slice(1);
    const set = Object.hasOwn(book.sets, name) ? book.sets[name] : undefined;
    if (!set || path.includes(name))
      throw new AppError(
        'misconfigured',
        `规则文件有误：lexicon.yaml 没有名为 ${name} 的词表，或词表互相引用。运行 huiying check-config 可查看引用处。`,
      );
    return expand(book, set, [...path, name]);
  });
}

function assemble(lists: string[][]): Lexicon {
  const matcher = createMatcher(lists.flat());
  const ids = new Map(matcher.words.map((word, id) => [word, id]));
  const slotsOf: Slot[][] = matcher.words.map(() => []);
  lists.forEach((list, slot) => {
    for (const word of new Set(list)) {
      const id = ids.get(word);
      if (id !== undefined) slotsOf[id]!.push(slot);
    }
  });
  return { matcher, slotsOf, slotCount: lists.length };
}
