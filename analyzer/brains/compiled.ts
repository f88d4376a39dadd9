import type { CompiledCondition, LexiconBuilder } from './lexicon.ts';

/** A rulebook row with its words turned into slots. */
export type Compiled<T> = Omit<T, 'words' | 'near'> & { when: CompiledCondition | null };

export type Compile = <T extends { words?: string[] | undefined }>(row: T) => Compiled<T>;

/** Each condition compiled puts its words into the lexicon that is being built. */
export const compileWith =
  (builder: LexiconBuilder): Compile =>
  (row) => ({ ...row, when: row.words ? builder.condition(row as never) : null });
