import { AppError } from '../../platform/runtime/errors.ts';

/** Opaque to clients: base64url of a small JSON array, the sort key of the last row shown. */
export const encodeCursor = (key: readonly (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** @throws AppError 'invalid_input' for a cursor we did not make. */
export function decodeCursor(cursor: string | undefined, length: number): (string | number | null)[] | null {
  if (cursor === undefined || cursor === '') return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === length && key.every(isKeyPart)) return key as (string | number | null)[];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new AppError('invalid_input', '翻页标记无效，请从第一页重新打开', {
    errors: [{ path: 'cursor', message: '无效的翻页标记' }],
  });
}

const isKeyPart = (part: unknown): boolean => part === null || typeof part === 'string' || typeof part === 'number';

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
