import { createReadStream } from 'node:fs';
import type { AnalyzerInput } from '../../../analyzer/brains/analyze.ts';
import { AppError } from '../../../platform/runtime/errors.ts';
import { readLines } from '../../lines.ts';
import { inventPost } from '../latency/posts.ts';

/** Invented posts of 江城市; two of the short ones of the latency bench make one of about 146 characters. */
export function inventedPosts(count: number, at: Date): AnalyzerInput[] {
  return Array.from({ length: count }, (_unused, n) => {
    const [one, other] = [inventPost(2 * n, 'a', at), inventPost(2 * n + 1, 'b', at)];
    return { title: one.title, text: one.text + other.text };
  });
}

/** Posts of a JSONL file, one `{title?, text}` a line. @throws AppError 'invalid_input' naming the line */
export async function postsOf(file: string, count: number): Promise<AnalyzerInput[]> {
  const posts: AnalyzerInput[] = [];
  for await (const { number, text } of readLines(createReadStream(file))) {
    if (text?.trim() === '') continue;
    posts.push(readPost(text ?? '', `${file} 第 ${number} 行`));
    if (posts.length === count) break;
  }
  if (posts.length === 0) throw new AppError('invalid_input', `${file} 中没有信息`);
  return posts;
}

function readPost(line: string, where: string): AnalyzerInput {
  try {
    const { title, text } = JSON.parse(line) as { title?: unknown; text?: unknown };
    if (typeof text === 'string') return { title: typeof title === 'string' ? title : '', text };
  } catch {
    // told below, like a line without a text
  }
  throw new AppError('invalid_input', `${where}应为一行 JSON，至少含 text`);
}

const HOSTILE_LENGTH = 50_000;

/** Texts made to be slow to read, 50,000 characters each: no word ends, everything nearly matches, numbers in numbers. */
export const hostileTexts = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      one: '一',
      numerals: '十百千万亿零〇两',
      nearly: '死亡人数死亡人死亡',
      places: '江城市城东区江城市城',
      marks: '，。！？；：“”',
      brackets: '((((【【【【',
      emoji: '😀👨‍👩‍👧‍👦',
      halves: '\ud83d',
      latin: 'aAbB1２',
      split: '食.物.中.毒.',
    }).map(([name, unit]) => [name, unit.repeat(Math.ceil(HOSTILE_LENGTH / unit.length)).slice(0, HOSTILE_LENGTH)]),
  );
