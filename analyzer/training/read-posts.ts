import type { AnalyzerBooks } from '../brains/books.ts';
import { readPost, type Post } from '../brains/post.ts';
import { readRules, type RuleReadings } from '../brains/read-rules.ts';
import { ruleSignals, signalRoom } from '../brains/rule-signals.ts';
import { gramRoom, readGrams, type Grams } from '../model/grams.ts';

/** A text as the model is given it. */
export interface ReadPost {
  post: Post;
  rules: RuleReadings;
  signals: Float32Array;
  /** Whole, head and tail. */
  fields: CountedGrams[];
}

/** Distinct keys, ascending, and how often each stands there. */
export interface CountedGrams {
  keys: Uint32Array;
  times: Uint16Array;
}

export function readForTraining(text: string, books: AnalyzerBooks): ReadPost {
  const input = { title: '', text };
  const post = readPost(input, books.lexicon);
  const rules = readRules(post, input, books);
  return {
    ...{ post, rules },
    signals: ruleSignals(post, rules, books, signalRoom()),
    fields: countGrams(readGrams(post.view, post.replyStart, gramRoom())),
  };
}

/** Whole, head and tail. */
export function countGrams({ keys, wholeEnd, headEnd, length }: Grams): CountedGrams[] {
  return [keys.slice(0, wholeEnd), keys.slice(wholeEnd, headEnd), keys.slice(headEnd, length)].map(count);
}

function count(told: Uint32Array): CountedGrams {
  const sorted = told.sort();
  const keys = new Uint32Array(sorted.length);
  const times = new Uint16Array(sorted.length);
  let used = 0;
  sorted.forEach((key, at) => {
    if (at > 0 && sorted[at - 1] === key) times[used - 1]! += 1;
    else {
      keys[used] = key;
      times[used++] = 1;
    }
  });
  return { keys: keys.slice(0, used), times: times.slice(0, used) };
}
