/** NUL and halves of a surrogate pair: no text of the database can hold them, so they would end as our error instead of theirs. */
const UNSTORABLE = /\0|\p{Cs}/u;

/** Whether any text of what was sent cannot be kept. */
export function hasUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return UNSTORABLE.test(value);
  if (typeof value !== 'object' || value === null) return false;
  // JSON nested without end has no place in any of our forms; the schema says so, here it must only not exhaust the stack.
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0 && depth < 20; depth += 1) {
    if (level.some((each) => typeof each === 'string' && UNSTORABLE.test(each))) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}
