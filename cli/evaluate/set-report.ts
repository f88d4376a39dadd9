export interface SetWishes {
  corpus: string;
  configFolder: string;
  /** The part kept aside; else the part one may look at while working. */
  final: boolean;
}

export interface SetReport {
  /** One JSON object; `set` and `split` say what it is. */
  result: { set: string; split: string } & object;
  /** The same for people. */
  words: string;
}
