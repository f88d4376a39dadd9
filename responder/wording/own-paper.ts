import { AppError } from '../../platform/runtime/errors.ts';
import { spokenTime } from '../../platform/runtime/local-time.ts';
import type { Person } from '../table-types.ts';

/** What two people can meet on: a row with a version of its own. */
interface Versioned {
  version: number;
}

/**
 * The row, if the person looked at its newest version. `last`: who wrote since, where the row tells.
 * @throws AppError not_found, conflict naming who won and when
 */
export function newest<R extends Versioned>(
  row: R | undefined,
  version: number,
  what: string,
  last?: (row: R) => { by: Person | null; at: Date | null },
): R {
  if (!row) throw new AppError('not_found', `没有${what}`);
  if (row.version === version) return row;
  if (version > row.version) throw new AppError('invalid_input', '版本号大于当前版本');
  const { by = null, at = null } = last?.(row) ?? {};
  const who = by === null ? '他人' : `${by.name} `;
  const when = at === null ? '' : `已于 ${spokenTime(at)} `;
  throw new AppError('conflict', `${who}${when}先行处理，请刷新后再办`, { current: { version: row.version } });
}
