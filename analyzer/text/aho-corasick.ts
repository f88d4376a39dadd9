import { buildTrie, type TrieNode } from './trie.ts';

/**
 * Aho–Corasick on a double-array trie over UTF-16 units: all overlapping occurrences of thousands of words in one pass.
 * About 60 times quicker than one pass a word; rulebooks, units and places are all matched with it.
 */
export interface WordMatcher {
  /** Distinct words, in id order. */
  words: readonly string[];
  /** Calls `hit` for every occurrence, ordered by end, longest first. Offsets are UTF-16 units of `text`, end exclusive. */
  scan(text: string, hit: (word: number, start: number, end: number) => void): void;
}

/** Empty words are left out; equal words share one id (the first). */
export function createMatcher(source: Iterable<string>): WordMatcher {
  const words = [...new Set(source)].filter((word) => word !== '');
  const { root, codes, alphabet } = buildTrie(words);
  const cells = layOut(root, alphabet);
  linkFailures(root);
  const arrays = fillArrays(root, cells);
  return { words, scan: (text, hit) => scan(text, { ...arrays, codes, words }, hit) };
}

interface Arrays {
  base: Int32Array;
  check: Int32Array;
  fail: Int32Array;
  /** Word that ends in this state, or -1. */
  word: Int32Array;
  /** Nearest state on the failure path (this one excluded) where a word ends, or 0. */
  shorter: Int32Array;
}

function scan(
  text: string,
  m: Arrays & { codes: Uint16Array; words: string[] },
  hit: (word: number, start: number, end: number) => void,
): void {
  const { base, check, fail, word, shorter, codes, words } = m;
  let state = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = codes[text.charCodeAt(i)]!;
    if (code === 0) {
      state = 0;
      continue;
    }
    let target = base[state]! + code;
    while (check[target] !== state && state !== 0) {
      state = fail[state]!;
      target = base[state]! + code;
    }
    if (check[target] !== state) continue;
    state = target;
    for (let s = word[state]! >= 0 ? state : shorter[state]!; s !== 0; s = shorter[s]!) {
      const id = word[s]!;
      hit(id, i + 1 - words[id]!.length, i + 1);
    }
  }
}

/** Gives every node its cell; returns how many cells are needed. Breadth first, first fit above a moving floor. */
function layOut(root: TrieNode, alphabet: number): number {
  const taken: boolean[] = [true];
  let floor = 1;
  let top = alphabet + 1;
  const queue: TrieNode[] = [root];
  for (let head = 0; head < queue.length; head += 1) {
    const node = queue[head]!;
    if (node.children.size === 0) continue;
    const kids = [...node.children].sort(([a], [b]) => a - b);
    const first = kids[0]![0];
    while (taken[floor]) floor += 1;
    let base = Math.max(floor - first, 0);
    while (kids.some(([code]) => taken[base + code])) base += 1;
    node.base = base;
    for (const [code, kid] of kids) {
      kid.cell = base + code;
      taken[kid.cell] = true;
      queue.push(kid);
    }
    top = Math.max(top, base + alphabet + 1);
  }
  return top + 1;
}

function linkFailures(root: TrieNode): void {
  const queue: TrieNode[] = [...root.children.values()];
  for (const child of queue) child.fail = root;
  for (let head = 0; head < queue.length; head += 1) {
    const node = queue[head]!;
    for (const [code, kid] of node.children) {
      let back: TrieNode | null = node.fail;
      while (back && !back.children.has(code)) back = back.fail;
      kid.fail = back?.children.get(code) ?? root;
      queue.push(kid);
    }
    const fail = node.fail!;
    node.shorter = fail.word >= 0 ? fail : fail.shorter;
  }
}

function fillArrays(root: TrieNode, cells: number): Arrays {
  const make = (value: number): Int32Array => new Int32Array(cells).fill(value);
  const arrays: Arrays = { base: make(0), check: make(-1), fail: make(0), word: make(-1), shorter: make(0) };
  const stack: TrieNode[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    arrays.base[node.cell] = node.base;
    arrays.fail[node.cell] = node.fail?.cell ?? 0;
    arrays.word[node.cell] = node.word;
    arrays.shorter[node.cell] = node.shorter?.cell ?? 0;
    for (const kid of node.children.values()) {
      arrays.check[kid.cell] = node.cell;
      stack.push(kid);
    }
  }
  return arrays;
}
