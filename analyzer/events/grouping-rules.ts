import type { GroupingBook, ObjectKind } from '../../config/schema/grouping.ts';

/** The grouping rulebook made ready for many texts a second: one regular expression a question. */
export interface GroupingRules {
  book: GroupingBook;
  objectEnd: RegExp;
  kindOfSuffix: Map<string, ObjectKind>;
  /** Stop words and the words that protect them. */
  stops: RegExp;
  softStops: Set<string>;
  keepWords: Set<string>;
  separatingKinds: Set<string>;
  emptyStems: Set<string>;
  harmWord: RegExp;
  harmOfWord: Map<string, string>;
  /** Words of harms that stand for none: found first, then passed over. */
  idioms: Set<string>;
  subjectWord: RegExp;
  subjectOfWord: Map<string, string>;
  subjectNames: Map<string, string>;
  /** 下穿 before 隧道: left out before names are read. */
  infix: RegExp;
  harmNames: Map<string, string>;
  /** Family of each harm that separates matters; others are absent. */
  harmFamily: Map<string, string>;
  stop: Set<string>;
}

export function compileGroupingRules(book: GroupingBook): GroupingRules {
  const kindOfSuffix = new Map(book.objects.flatMap((kind) => kind.suffixes.map((suffix) => [suffix, kind] as const)));
  const harmOfWord = new Map(book.harms.flatMap((harm) => harm.words.map((word) => [word, harm.key] as const)));
  const subjectOfWord = new Map(
    book.subjects.flatMap((subject) => subject.words.map((word) => [word, subject.key] as const)),
  );
  return {
    book,
    idioms: new Set(book.idioms),
    subjectWord: anyOf([...subjectOfWord.keys()], 'g'),
    subjectOfWord,
    subjectNames: new Map(book.subjects.map((subject) => [subject.key, subject.name])),
    infix: new RegExp(`(?:${book.infixes.join('|')})(?=${[...kindOfSuffix.keys()].join('|')})`, 'g'),
    objectEnd: anyOf([...kindOfSuffix.keys()], 'g'),
    kindOfSuffix,
    stops: anyOf([...book.hardStops, ...book.softStops, ...book.keepWords], 'g'),
    softStops: new Set(book.softStops),
    keepWords: new Set(book.keepWords),
    separatingKinds: new Set(book.objects.filter((kind) => kind.separates).map((kind) => kind.kind)),
    emptyStems: new Set(book.emptyStems),
    harmWord: anyOf([...harmOfWord.keys(), ...book.idioms], 'g'),
    harmOfWord,
    harmNames: new Map(book.harms.map((harm) => [harm.key, harm.name])),
    harmFamily: new Map(book.harms.filter((harm) => harm.separates).map((harm) => [harm.key, harm.family ?? harm.key])),
    stop: new Set(book.stopCharacters),
  };
}

/** Longest first, so that 花园小区 is not read as 花园. */
function anyOf(words: string[], flags: string): RegExp {
  const sorted = [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return new RegExp(sorted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), flags);
}
