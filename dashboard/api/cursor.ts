import { AppError } from '../../platform/runtime/errors.ts';
import { id, time as instant } from './schemas/common.ts';

/** Opaque to clients: base64url of a small JSON array, the sort key of the last row shown. */
export const encodeCursor = (key: readonly (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** What stands at each place of a key. */
type Part = 'number' | 'time' | 'id';

/** @throws AppError 'invalid_input' for a cursor we did not make. */
export function decodeCursor(cursor: string | undefined, ...parts: Part[]): (string | number)[] | null {
  if (cursor === undefined || cursor === '') return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === parts.length && parts.every((part, at) => FITS[part](key[at])))
      return key as (string | number)[];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new AppError('invalid_input', '翻页标记无效，请从第一页重新打开', {
    errors: [{ path: 'cursor', message: '无效的翻页标记' }],
  });
}

const FITS: Record<Part, (value: unknown) => boolean> = {
  number: (value) => typeof value === 'number',
  time: (value) => instant.safeParse(value).success,
  id: (value) => id.safeParse(value).success,
};

/** Cuts the extra row off and makes the cursor from the last one kept. */
export function cutPage<T>(
  rows: T[],
  limit: number,
  keyOf: (row: T) => readonly (string | number | null)[],
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
