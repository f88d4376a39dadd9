import type { DisguisesBook } from '../../config/schema/disguises.ts';
import type { WordMatcher } from './aho-corasick.ts';
import type { Pinyin } from './pinyin.ts';
import { readLetters } from './disguise-letters.ts';
import { suspectsIn } from './disguise-suspects.ts';
import { disguiseTools, type DisguiseTools } from './disguise-tools.ts';
import { confirmed } from './disguise-trial.ts';
import { rewritten, type TextView } from './view.ts';

/** Reads a view through 停|水, 食.物.中.毒, 火暴炸 and zhong毒; the view itself when nothing is disguised. Spans still lead to the field as given. */
export type Unmask = (view: TextView) => TextView;

/** A disguise is undone only where a word of `matchers` comes out. */
export function createUnmask(book: DisguisesBook, pinyin: Pinyin, matchers: readonly WordMatcher[]): Unmask {
  const tools = disguiseTools(book, pinyin, matchers);
  return (view) => unmask(view, tools);
}

/** What comes out may be part of a disguise itself: 食.zhong.毒. */
const MOST_ROUNDS = 3;
/** A longer text is read through once: each round copies it. */
const SHORT_TEXT = 5000;

function unmask(view: TextView, tools: DisguiseTools): TextView {
  const rounds = view.text.length > SHORT_TEXT ? 1 : MOST_ROUNDS;
  let read = view;
  for (let round = 0; round < rounds; round += 1) {
    const next = unmaskOnce(read, tools);
    if (next === read) break;
    read = next;
  }
  return read;
}

function unmaskOnce(view: TextView, tools: DisguiseTools): TextView {
  const suspects = suspectsIn(view.text, tools);
  if (suspects.length === 0) return view;
  const letters = suspects.filter((one) => one.letters).flatMap((one) => readLetters(view.text, one, tools));
  const tried = suspects.filter((one) => !one.letters);
  const kept = tried.length === 0 ? [] : confirmed(view.text, tried, tools);
  const rewrites = [...letters, ...kept].sort((a, b) => a.start - b.start);
  return rewrites.length === 0 ? view : rewritten(view, rewrites);
}
