/** A node while the automaton is being built; thrown away afterwards. */
export interface TrieNode {
  children: Map<number, TrieNode>;
  word: number;
  cell: number;
  base: number;
  fail: TrieNode | null;
  shorter: TrieNode | null;
}

const createNode = (): TrieNode => ({ children: new Map(), word: -1, cell: 0, base: 0, fail: null, shorter: null });

/** Letters get small dense codes (0 = in no word) so that the double array stays compact. */
export function buildTrie(words: readonly string[]): { root: TrieNode; codes: Uint16Array; alphabet: number } {
  const codes = new Uint16Array(0x10000);
  let alphabet = 0;
  const root = createNode();
  words.forEach((word, id) => {
    let node = root;
    for (let i = 0; i < word.length; i += 1) {
      const unit = word.charCodeAt(i);
      const code = codes[unit] || (codes[unit] = ++alphabet);
      let next = node.children.get(code);
      if (!next) node.children.set(code, (next = createNode()));
      node = next;
    }
    if (node.word < 0) node.word = id;
  });
  return { root, codes, alphabet };
}
