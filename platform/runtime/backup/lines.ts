import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { AppError } from '../errors.ts';

/**
 * Hands the lines of a gzip file to `take`, one after the other, until it answers 'enough'.
 * @throws AppError when the file is damaged; what `take` throws.
 */
export async function eachLine(file: string, take: (line: string) => Promise<'enough' | void>): Promise<void> {
  let taken: 'all' | 'enough' | { error: unknown } = 'all';
  const read = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    try {
      if ((await takeLines(file, chunks, take)) === 'enough') taken = 'enough';
    } catch (error) {
      taken = { error }; // the pipeline would put an AbortError in its place
      throw error;
    }
  };
  try {
    await pipeline(createReadStream(file), createGunzip(), read);
  } catch (error) {
    if ((taken as string) === 'enough') return;
    const cause = typeof taken === 'object' ? (taken as { error: unknown }).error : error;
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT') throw new AppError('not_found', `没有这个文件：${file}`);
    if (code.startsWith('Z_')) throw damaged(file, '压缩数据有误或被截断');
    throw cause;
  }
}

async function takeLines(
  file: string,
  chunks: AsyncIterable<Buffer>,
  take: (line: string) => Promise<'enough' | void>,
): Promise<'enough' | void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if ((await take(line)) === 'enough') return 'enough';
  }
  if (rest + decoder.end() !== '') throw damaged(file, '最后一行不完整');
}

export const damaged = (file: string, what: string): AppError =>
  new AppError('precondition_failed', `备份文件 ${file} 已损坏：${what}。数据库未改动。`);
