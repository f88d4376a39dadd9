import { join } from 'node:path';
import { gramRoom, readGrams } from '../model/grams.ts';
import { viewOf } from '../text/view.ts';
import { readJsonLines } from './corpus-rows.ts';
import { isHeadlineToLearn } from './distant.ts';
import { countGrams, type CountedGrams } from './read-posts.ts';
import { gramMatrix, type Vocabulary } from './gram-matrix.ts';
import { trainSvm, type SvmOptions } from './linear-svm.ts';

/** A text of another set with its classes there: units and kinds of orders, kinds of letters, fields of headlines. */
export interface ClassedText {
  fields: CountedGrams[];
  set: string;
  classes: string[];
}

/** A class with fewer texts is not learned. */
const MIN_TEXTS = 80;
const SVM: SvmOptions = { c: 1, passes: 25, tolerance: 0.1, seed: 20261123 };

/**
 * Borders of the classes of other sets over the grams of ours. How near a text stands to each of them is told to our own borders as further
 * numbers; since both are linear, it melts into the weights of the grams and costs nothing when a post is read.
 */
export interface OtherBorders {
  count: number;
  /** By gram, `count` weights each. */
  of: ReadonlyMap<number, Float32Array>;
}

/** @param left names and groups of texts our own borders learn or are measured on: a text whose class is known already would flatter itself */
export async function readClassedTexts(corpus: string, left: ReadonlySet<string>): Promise<ClassedText[]> {
  const texts: ClassedText[] = [];
  const room = gramRoom();
  const add = (set: string, text: string, classes: string[]): void => {
    const view = viewOf(text).text;
    texts.push({ fields: countGrams(readGrams(view, view.length, room)), set, classes });
  };
  const word = (row: Record<string, unknown>, name: string): string => String(row[name] ?? '');
  for await (const row of readJsonLines(join(corpus, 'haikou-12345/train.jsonl'))) {
    if (left.has(`hk ${word(row, 'group')}`)) continue;
    const kinds = ['dept', 'cat1', 'cat2', 'cat3'].map((name) => `${name} ${word(row, name)}`);
    add('hk', word(row, 'text').slice(0, 700), kinds);
  }
  for await (const row of readJsonLines(join(corpus, 'teddy-c/train.jsonl'))) {
    if (left.has(`f2 ${word(row, 'group')}`)) continue;
    add('f2', `${word(row, 'title')}\n${word(row, 'body').trim()}`.slice(0, 600), [`letter ${word(row, 'label')}`]);
  }
  let line = -1;
  for await (const { title, label } of readJsonLines(join(corpus, 'thucnews-titles/dev.jsonl')))
    if (isHeadlineToLearn(++line) && !left.has(`th th-${line}`))
      add('th', String(title), [`headline ${String(label)}`]);
  return texts;
}

export function learnOtherBorders(texts: readonly ClassedText[], vocabulary: Vocabulary): OtherBorders {
  const matrix = gramMatrix(texts, vocabulary);
  const sets = new Map<string, Map<string, number>>();
  for (const { set, classes } of texts)
    for (const name of classes) {
      const counts = sets.get(set) ?? new Map<string, number>();
      sets.set(set, counts.set(name, (counts.get(name) ?? 0) + 1));
    }
  const borders = [...sets].flatMap(([set, counts]) => {
    const shares = Float64Array.from(texts, (text) => (text.set === set ? 1 : 0));
    return [...counts]
      .filter(([, texts]) => texts >= MIN_TEXTS)
      .map(([name]) => {
        const near = Uint8Array.from(texts, ({ classes }) => (classes.includes(name) ? 1 : 0));
        return trainSvm(matrix, near, { ...SVM, shares });
      });
  });
  return {
    count: borders.length,
    of: new Map([...vocabulary.keys].map((key, gram) => [key, Float32Array.from(borders, (border) => border[gram]!)])),
  };
}
