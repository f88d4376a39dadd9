import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { appealKey, type AppealKey } from '../../config/schema/appeals.ts';
import { focusKey, type FocusKey } from '../../config/schema/focus.ts';
import { topicKey, type TopicKey } from '../../config/schema/topics.ts';
import { assetPath } from '../../platform/runtime/assets.ts';
import { readCorpusTexts, readJsonLines, type CorpusText } from './corpus-rows.ts';

/** A text with what a reader said of it by the labelling guide. */
export interface LabelledPost extends CorpusText {
  source: string;
  primary: TopicKey;
  secondary: TopicKey[];
  appeal: AppealKey;
  sensitivity: number;
  focus: FocusKey[];
}

const labels = z.object({
  primary: topicKey,
  secondary: z.array(topicKey),
  appeal: appealKey,
  sensitivity: z.coerce.number().int().min(0).max(3),
  focus: z.array(focusKey),
});

/** Rows of labelled-posts that one may work with; the others are looked at once, after the last change. */
export const DEVELOPMENT_ROWS = 200;

/** The second-hand set: labels by name of the text, the texts stay in the corpus. */
const ANNOTATIONS = assetPath('analyzer', 'training', 'annotations.tsv');

export async function readAnnotatedPosts(corpus: string): Promise<LabelledPost[]> {
  const known = new Map(readTable(ANNOTATIONS));
  const texts = await readCorpusTexts(corpus, (id) => known.has(id));
  return texts.map((text) => ({ ...text, source: text.id.split('-')[0]!, ...known.get(text.id)! }));
}

/** Invented short posts in the words of the guide: people also write one plain sentence. */
export const readExamples = (): LabelledPost[] =>
  readTable(assetPath('analyzer', 'training', 'examples.tsv')).map(([text, said], index) => ({
    ...{ id: `example-${index}`, group: `example ${index}`, source: 'example', text },
    ...said,
  }));

function readTable(file: string): [string, z.infer<typeof labels>][] {
  const list = (cell: string): string[] => (cell === '-' ? [] : cell.split('+'));
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => {
    const [first, primary, secondary, appeal, sensitivity, focus] = line.split('\t') as [string, ...string[]];
    return [first, labels.parse({ primary, secondary: list(secondary!), appeal, sensitivity, focus: list(focus!) })];
  });
}

/** `development`: rows 1–200; `final`: rows 201–300. */
export async function readLabelledPosts(corpus: string, part: 'development' | 'final'): Promise<LabelledPost[]> {
  const posts: LabelledPost[] = [];
  for await (const row of readJsonLines(join(corpus, 'labelled-posts', 'dev.jsonl'))) {
    const id = String(row['id']);
    const text = { id, text: String(row['text']), group: id, source: id.split('-')[0]! };
    posts.push({ ...text, ...labels.parse(row) });
  }
  return part === 'development' ? posts.slice(0, DEVELOPMENT_ROWS) : posts.slice(DEVELOPMENT_ROWS);
}
