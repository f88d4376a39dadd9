import type { AnalyzerBooks } from '../brains/books.ts';
import { readPost, type Post } from '../brains/post.ts';
import { readRules, type RuleReadings } from '../brains/read-rules.ts';
import { ruleSignals, signalRoom } from '../brains/rule-signals.ts';
import { gramRoom, readGrams } from '../model/grams.ts';

/** A text as the model is given it. */
export interface ReadPost {
  post: Post;
  rules: RuleReadings;
  signals: Float32Array;
  /** Whole, head and tail: distinct keys, ascending, and how often each stands there. */
  fields: { keys: Uint32Array; times: Uint16Array }[];
}

export function readForTraining(text: string, books: AnalyzerBooks): ReadPost {
  const input = { title: '', text };
  const post = readPost(input, books.lexicon);
  const rules = readRules(post, input, books);
  const grams = readGrams(post.view, post.replyStart, gramRoom());
  const borders = [0, grams.wholeEnd, grams.headEnd, grams.length];
  return {
    ...{ post, rules },
    signals: ruleSignals(post, rules, books, signalRoom()),
    fields: [0, 1, 2].map((field) => count(grams.keys.slice(borders[field], borders[field + 1]))),
  };
}

function count(told: Uint32Array): { keys: Uint32Array; times: Uint16Array } {
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
