import { loadRuleBooks } from '../brains/books.ts';
import type { AnalyzerBooks } from '../brains/books.ts';
import { DEFAULT_BANDS, join } from '../brains/join.ts';
import { encodeWeights } from '../model/weights.ts';
import { marginsAside, scalesOf, type GroupedRow } from './cross-validate.ts';
import { distant, loadDistantBook, readDistantTexts } from './distant.ts';
import { readAnnotatedPosts, readExamples, readLabelledPosts, type LabelledPost } from './labelled-post.ts';
import { measurePosts, type PostsMetrics } from './measure-posts.ts';
import { readForTraining } from './read-posts.ts';
import { annotated, trainLabelWeights, type TrainingRow } from './train-labels.ts';

export interface TrainingData {
  posts: readonly LabelledPost[];
  rows: readonly GroupedRow[];
  /** Invented examples and rows of other sets: trained on, never measured. */
  aside: readonly TrainingRow[];
}

export interface Trained {
  bytes: Uint8Array;
  /** Of the rows kept aside in turn. */
  measured: PostsMetrics;
  rows: { annotated: number; distant: number };
}

/** One in four rows of the other sets, each counting a tenth of an annotated post: chosen in cross-validation. */
const EVERY = 4;
const DISTANT_SHARE = 0.1;

/** @param every of the annotated posts: 1 for all, more for a quick look whether training still repeats itself */
export async function readTrainingData(corpus: string, books: AnalyzerBooks, every = 1): Promise<TrainingData> {
  const all = [...(await readAnnotatedPosts(corpus)), ...(await readLabelledPosts(corpus, 'development'))];
  const posts = all.filter((_, index) => index % every === 0);
  const groups = new Set(all.map((post) => post.group));
  const others = await readDistantTexts(corpus, loadDistantBook(), EVERY * every);
  const learn = (post: LabelledPost): TrainingRow => annotated(readForTraining(post.text, books), post);
  const far = others
    .filter((other) => !groups.has(other.group))
    .map((other) => distant(readForTraining(other.text, books), other, DISTANT_SHARE));
  return {
    posts,
    rows: posts.map((post) => ({ group: post.group, ...learn(post) })),
    aside: [...readExamples().map(learn), ...far],
  };
}

/** The same corpus and rulebooks give the same bytes: seeded, one thread, no clock. Some two minutes of processor. */
export async function trainShipped(corpus: string, configFolder: string, every = 1): Promise<Trained> {
  const { posts, rows, aside } = await readTrainingData(corpus, loadRuleBooks(configFolder), every);
  const margins = marginsAside(rows, aside);
  const raw = trainLabelWeights([...rows, ...aside]);
  const header = { ...raw.header, scales: scalesOf(rows, margins), bands: { ...DEFAULT_BANDS } };
  const answers = margins.map((own, index) => {
    const joined = join(own, rows[index]!.read.rules, header);
    return { ...joined, needsPerson: !joined.topic.sure || !joined.sensitivity.sure };
  });
  return {
    bytes: encodeWeights({ ...raw, header }),
    measured: measurePosts(posts, answers),
    rows: { annotated: rows.length, distant: aside.length },
  };
}
