import { jsonProblem } from '../../platform/runtime/json-problem.ts';

/** A row nested deeper than this is no export of anything, and would exhaust the stack of whatever writes it again. */
const MAX_DEPTH = 64;
const LONG_INTEGER = /\d{16}/;
/** A string as a whole (left alone), or an integer of so many digits that a number may not hold it. */
const STRING_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/** @throws SyntaxError without the text around the fault: it may hold personal data and ends in logs and tables. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(LONG_INTEGER.test(text) ? withLongIntegersAsText(text) : text);
  } catch (error) {
    // eslint-disable-next-line preserve-caught-error -- the cause quotes the text
    throw new SyntaxError(jsonProblem(error, text));
  }
}

/** Ids of 17 and more digits would be rounded, and two posts would become one. */
const withLongIntegersAsText = (text: string): string =>
  text.replace(STRING_OR_LONG_INTEGER, (whole) =>
    whole.startsWith('"') || Number.isSafeInteger(Number(whole)) ? whole : `"${whole}"`,
  );

export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}
