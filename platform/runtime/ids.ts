import { randomInt, randomUUID } from 'node:crypto';

const COUNTER_BITS = 26;
const LOW_BITS = 14;

/** Where the ids of one millisecond stand: the instant in hexadecimal and the number of the last one. */
let last = { at: Number.NaN, prefix: '', counter: 0 };

/**
 * UUIDv7 (RFC 9562 §5.7): sorts by the given instant, so ids of a replay sort by the story's own time. Ids of the same instant come in the
 * order they were drawn (§6.2, method 1: the first 26 random bits count on from a random start), so that the thousands of rows one
 * transaction writes lie side by side in their indexes. The rest is random, as in a v4.
 */
export function uuidv7(at: Date): string {
  const ms = at.getTime();
  if (ms === last.at) last.counter = (last.counter + 1) % 2 ** COUNTER_BITS;
  // Half of the room is left for counting on.
  else last = { at: ms, prefix: prefixOf(ms), counter: randomInt(2 ** (COUNTER_BITS - 1)) };
  const high = (0x7000 | (last.counter >>> LOW_BITS)).toString(16);
  const low = (0x8000 | (last.counter & (2 ** LOW_BITS - 1))).toString(16);
  return `${last.prefix}-${high}-${low}-${randomUUID().slice(24)}`;
}

function prefixOf(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
