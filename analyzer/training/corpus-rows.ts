import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../platform/runtime/errors.ts';

/** A text of the corpus by its name, e.g. hk-20180522…, f2-s5301, th-120 (the 120th line, counted from 0). */
export interface CorpusText {
  id: string;
  text: string;
  /** Near copies share a group and never stand on both sides of a split. */
  group: string;
}

type Row = Record<string, unknown>;
interface Source {
  prefix: string;
  file: string;
  /** Without it the line's number names the row. */
  id?: (row: Row) => string;
  text: (row: Row) => string;
  group?: (row: Row) => string;
}

const field = (row: Row, name: string): string => (typeof row[name] === 'string' ? row[name] : '');
const titled = (title: string, body: string): string => (title === '' ? body : `${title}\n${body}`);

/** Cut where labelled-posts cuts, so that what was annotated is what is learned from. */
const SOURCES: readonly Source[] = [
  {
    ...{ prefix: 'hk', file: 'haikou-12345/train.jsonl', id: (row) => field(row, 'id') },
    text: (row) => field(row, 'text').slice(0, 700),
    group: (row) => String(row['group']),
  },
  {
    ...{ prefix: 'f2', file: 'teddy-c/train.jsonl', id: (row) => field(row, 'id') },
    text: (row) => titled(field(row, 'title'), field(row, 'body').trim()).slice(0, 600),
    group: (row) => String(row['group']),
  },
  {
    ...{ prefix: 'ced', file: 'ced-rumor/originals.jsonl', id: (row) => `ced-${field(row, 'id')}` },
    text: (row) => field(row, 'text'),
  },
  { prefix: 'hs', file: 'weibo-hot-search/2025-07_2026-08.jsonl', text: (row) => field(row, 'title') },
  { prefix: 'fzw', file: 'fuzhou-12345/weibo_posts.jsonl', text: (row) => field(row, '微博正文').slice(0, 600) },
  {
    ...{ prefix: 'fzr', file: 'fuzhou-12345/river_complaints.jsonl' },
    text: (row) => `${field(row, '标题')}\n${field(row, '投诉件内容').slice(0, 600)}`,
  },
  { prefix: 'th', file: 'thucnews-titles/dev.jsonl', text: (row) => field(row, 'title') },
  {
    ...{ prefix: 'cec', file: 'cec-emergencies/cec.jsonl' },
    text: (row) => `${field(row, 'title')}\n${field(row, 'text').slice(0, 300)}`,
  },
];

/** The wanted texts, in the order of the files. @throws AppError when a file is missing */
export async function readCorpusTexts(corpus: string, wanted: (id: string) => boolean): Promise<CorpusText[]> {
  const texts: CorpusText[] = [];
  for (const source of SOURCES) {
    let number = 0;
    for await (const row of readJsonLines(join(corpus, source.file))) {
      const id = source.id ? source.id(row) : `${source.prefix}-${number}`;
      number += 1;
      if (wanted(id))
        texts.push({ id, text: source.text(row), group: `${source.prefix} ${source.group?.(row) ?? id}` });
    }
  }
  return texts;
}

/** Lines end with a line feed alone: Node's own reader of lines also cuts at U+2028, which stands in texts, from some version on. */
export async function* readJsonLines(file: string): AsyncGenerator<Row> {
  try {
    const text = await readFile(file, 'utf8');
    for (const line of text.split('\n')) if (line.trim() !== '') yield JSON.parse(line) as Row;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new AppError('not_found', `语料中没有 ${file}。`);
    throw error;
  }
}
