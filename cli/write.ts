import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Write and wait when the pipe is full: a reader slower than us must not make memory grow. */
export async function write(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}

export const writeLine = (stream: Writable, text: string): Promise<void> => write(stream, `${text}\n`);
