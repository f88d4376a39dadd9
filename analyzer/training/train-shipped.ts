import { loadRuleBooks } from '../brains/books.ts';
import type { AnalyzerBooks } from '../brains/books.ts';
import { DEFAULT_BANDS, join } from '../brains/join.ts';
import type { DutyScale } from '../brains/duty.ts';
import { encodeWeights, type RawWeights } from '../model/weights.ts';
import { LEARNED_PARTS, learnDutyScale, readOrders } from './duty-scale.ts';
import { knownLeads } from './known-leads.ts';
import { marginsAside, scalesOf, type GroupedRow } from './cross-validate.ts';
import { distant, loadDistantBook, readDistantTexts } from './distant.ts';
import { readAnnotatedPosts, readExamples, readLabelledPosts, type LabelledPost } from './labelled-post.ts';
import { measurePosts, type PostsMetrics } from './measure-posts.ts';
import { learnVocabulary } from './gram-matrix.ts';
import { readCorpusTexts } from './corpus-rows.ts';
import { learnOtherBorders, readClassedTexts, type OtherBorders } from './other-classes.ts';
import { readForTraining } from './read-posts.ts';
import { annotated, trainLabelWeights, type TrainingRow } from './train-labels.ts';

export interface TrainingData {
  posts: readonly LabelledPost[];
  rows: readonly GroupedRow[];
  /** Invented examples and rows of other sets: trained on, never measured. */
  aside: readonly TrainingRow[];
  others: OtherBorders;
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
  const rows = posts.map((post) => ({ group: post.group, ...learn(post) }));
  const aside = [...readExamples().map(learn), ...far];
  return { posts, rows, aside, others: await learnOthers(corpus, all, [...rows, ...aside], every) };
}

/** From texts that are neither annotated nor in labelled-posts, nor near copies of them. */
async function learnOthers(
  corpus: string,
  posts: readonly LabelledPost[],
  rows: readonly TrainingRow[],
  every: number,
): Promise<OtherBorders> {
  const kept = new Set([...posts, ...(await readLabelledPosts(corpus, 'final'))].map(({ id }) => id));
  const own = await readCorpusTexts(corpus, (id) => kept.has(id));
  const texts = await readClassedTexts(corpus, new Set(own.map(({ group }) => group)));
  const some = texts.filter((_, index) => index % every === 0);
  return learnOtherBorders(some, learnVocabulary(rows.map(({ read }) => read)));
}

/** The same corpus and rulebooks give the same bytes: seeded, one thread, no clock. Some six minutes of processor. */
export async function trainShipped(corpus: string, configFolder: string, every = 1): Promise<Trained> {
  const books = loadRuleBooks(configFolder);
  const { posts, rows, aside, others } = await readTrainingData(corpus, books, every);
  const margins = marginsAside(rows, aside, others);
  const raw = trainLabelWeights([...rows, ...aside], others);
  const known = { ...raw.header, scales: scalesOf(rows, margins), bands: { ...DEFAULT_BANDS } };
  const header = { ...known, duties: await learnDuties(corpus, books, { ...raw, header: known }, posts, every) };
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

/** Annotated orders are left out: of them the model knows the topic by heart. */
async function learnDuties(
  corpus: string,
  books: AnalyzerBooks,
  raw: RawWeights,
  posts: readonly LabelledPost[],
  every: number,
): Promise<DutyScale> {
  const learned = new Set(posts.map(({ group }) => group));
  const orders = (await readOrders(corpus, LEARNED_PARTS)).filter(({ group }) => !learned.has(group));
  return learnDutyScale(
    knownLeads(
      orders.filter((_, index) => index % every === 0),
      books,
      raw,
    ),
  );
}
