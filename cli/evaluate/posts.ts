import { loadAnalyzerBooks, loadRuleBooks, type AnalyzerBooks } from '../../analyzer/brains/books.ts';
import { join as joinLabels, type Joined } from '../../analyzer/brains/join.ts';
import { readLabels } from '../../analyzer/brains/labels.ts';
import { marginsAside, scalesOf } from '../../analyzer/training/cross-validate.ts';
import { readLabelledPosts } from '../../analyzer/training/labelled-post.ts';
import { measurePosts, type Answer, type PostsMetrics } from '../../analyzer/training/measure-posts.ts';
import { readForTraining } from '../../analyzer/training/read-posts.ts';
import { readTrainingData } from '../../analyzer/training/train-shipped.ts';
import { inWords, percent } from './in-words.ts';
import type { SetReport, SetWishes } from './set-report.ts';

const DEVELOPMENT =
  'development rows 1-200 by weights that never saw them (five folds); the rules were written on these very rows';
const FINAL = 'rows 201-300 by the shipped weights; looked at three times so far, see analyzer/README.md';

/**
 * labelled-posts by our guide. Development rows are in the shipped weights, so they are measured by weights trained without them.
 * `asked` counts the model's own doubts; departments and events may ask for a person besides.
 */
export async function evaluatePosts({ corpus, configFolder, final }: SetWishes): Promise<SetReport> {
  const measured = final ? await finalPart(corpus, configFolder) : await developmentPart(corpus, configFolder);
  const result = { set: 'labelled-posts', split: final ? FINAL : DEVELOPMENT, ...measured };
  return {
    result,
    words: `labelled-posts（按标注规范，${measured.rows} 条）\n  划分：${result.split}\n${describe(measured)}`,
  };
}

async function finalPart(corpus: string, configFolder: string): Promise<PostsMetrics> {
  const books = loadAnalyzerBooks(configFolder);
  const posts = await readLabelledPosts(corpus, 'final');
  return measurePosts(
    posts,
    posts.map((post) => answerOf(post.text, books)),
  );
}

/** As a post of the day would be read. */
export function answerOf(text: string, books: AnalyzerBooks): Answer {
  const { post, rules } = readForTraining(text, books);
  const { topic, appeal, sensitivity, focus } = readLabels(post, rules, books);
  return {
    ...{ topic, appeal: appeal.appeal, sensitivity, focus: focus.focus },
    needsPerson: !topic.sure || !sensitivity.sure,
  };
}

async function developmentPart(corpus: string, configFolder: string): Promise<PostsMetrics> {
  const { posts, rows, aside } = await readTrainingData(corpus, loadRuleBooks(configFolder));
  const margins = marginsAside(rows, aside);
  const header = { scales: scalesOf(rows, margins), bands: {} };
  const development = new Set((await readLabelledPosts(corpus, 'development')).map((post) => post.id));
  const own = posts.flatMap((post, index) => (development.has(post.id) ? [index] : []));
  const answers = own.map((index): Answer & Joined => {
    const joined = joinLabels(margins[index]!, rows[index]!.read.rules, header);
    return { ...joined, needsPerson: !joined.topic.sure || !joined.sensitivity.sure };
  });
  return measurePosts(
    own.map((index) => posts[index]!),
    answers,
  );
}

function describe({ topic, secondary, appeal, sensitivity, focus, person }: PostsMetrics): string {
  const both = ({ precision, recall, rows }: { precision: number; recall: number; rows: number }): string =>
    `查准 ${percent(precision)}  查全 ${percent(recall)}  ${rows} 条`;
  return [
    `主题  ${inWords(topic, true)}`,
    `  首要或次要主题之一 ${percent(topic.orSecondary)}；次要主题 ${both(secondary)}`,
    `诉求  ${inWords(appeal, true)}`,
    `敏感等级  ${inWords(sensitivity, true)}`,
    `  2 级以上 ${both(sensitivity.atLeast2)}；3 级 ${both(sensitivity.level3)}`,
    `重点关注  微平均 F1 ${focus.f1.toFixed(3)}`,
    ...Object.entries(focus.perClass).map(([key, found]) => `  ${key}  ${both(found)}`),
    `须人工判断 ${percent(person.asked)}，其中正确 ${percent(person.rightWhereAsked)}；其余正确 ${percent(person.rightElsewhere)}`,
  ].join('\n');
}
