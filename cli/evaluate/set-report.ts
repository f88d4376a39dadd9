export interface SetWishes {
  corpus: string;
  configFolder: string;
  /** The part kept aside; else the part one may look at while working. */
  final: boolean;
}

export interface SetReport {
  /** Becomes one line of JSON; `set` and `split` in it say what it is. */
  result: object;
  /** The same for people. */
  words: string;
}
