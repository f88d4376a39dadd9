import { join } from 'node:path';
import { cut, load } from 'nodejs-jieba';
import { analyzeBatch, analyzeForSearch, type AnalyzerInput } from '../../../analyzer/brains/analyze.ts';
import { loadAnalyzerBooks } from '../../../analyzer/brains/books.ts';
import { loadSegmenter } from '../../../analyzer/text/segmenter.ts';
import { textOf, type Side } from './measure.ts';

/** As many as the pool gives a thread at a time. */
const CHUNK = 64;

export interface Sides {
  sides: Record<string, Side> & { whole: Side };
  /** Posts that our cutter and the native library cut differently. */
  disagreements(posts: readonly AnalyzerInput[]): number;
}

/** What is compared: `whole` is what the consumer runs, every label, departments, evidence, keywords and words of the search index. */
export async function openSides(configFolder: string): Promise<Sides> {
  const books = loadAnalyzerBooks(configFolder);
  const segmenter = loadSegmenter(configFolder);
  load({ userDict: join(configFolder, 'dictionaries', 'user.dict') });
  const peer = await otherJieba();
  const inChunks =
    (work: Side): Side =>
    (posts) => {
      for (let at = 0; at < posts.length; at += CHUNK) work(posts.slice(at, at + CHUNK));
    };
  return {
    sides: {
      whole: inChunks((posts) => void analyzeForSearch(posts, books, segmenter)),
      withoutSearch: inChunks((posts) => void analyzeBatch(posts, books, segmenter)),
      ourCut: (posts) => posts.forEach((post) => segmenter.cut(textOf(post))),
      nodejsJiebaCut: (posts) => posts.forEach((post) => cut(textOf(post), true)),
      ...(peer && { nodeRsJiebaCut: (posts: readonly AnalyzerInput[]) => posts.forEach((post) => peer(textOf(post))) }),
    },
    disagreements: (posts) =>
      posts.filter((post) => segmenter.cut(textOf(post)).join('\0') !== cut(textOf(post), true).join('\0')).length,
  };
}

interface OtherJieba {
  Jieba: { withDict(dict: Uint8Array): { cut(text: string, hmm: boolean): string[] } };
}

/**
 * Measured when it is there: `npm install --no-save @node-rs/jieba@2`. Not among our dependencies, because its packages for other systems
 * are missing from some registries, and `npm ci` then fails for everybody.
 */
async function otherJieba(): Promise<((text: string) => unknown) | null> {
  const [name, words]: [string, string] = ['@node-rs/jieba', '@node-rs/jieba/dict.js'];
  try {
    const { Jieba } = (await import(name)) as OtherJieba;
    const { dict } = (await import(words)) as { dict: Uint8Array };
    const jieba = Jieba.withDict(dict);
    return (text) => jieba.cut(text, true);
  } catch {
    return null;
  }
}
