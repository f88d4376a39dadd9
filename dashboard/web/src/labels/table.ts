/** Keys of rulebooks and messages in the words officials use. One place, so that a word never differs between two screens. */
export const fallback = (table: Record<string, string>) =>
  Object.assign((key: string | null | undefined) => (key ? (table[key] ?? key) : '—'), { keys: Object.keys(table) });
/** The keys a list to choose from offers, in the order of the words. */
export const choices = ({ keys }: { keys: string[] }, ...without: string[]) =>
  keys.filter((key) => !without.includes(key));
