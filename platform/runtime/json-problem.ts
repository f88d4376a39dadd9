/**
 * What is wrong with a JSON text, in Chinese and without a word of the text itself: it may hold personal data and ends in logs and tables.
 * @param error what JSON.parse threw for `text`
 */
export function jsonProblem(error: unknown, text: string): string {
  const why = error instanceof Error ? error.message : '';
  if (why.startsWith('Unexpected end') || why.startsWith('Unterminated')) return 'JSON 写法有误：内容不完整';
  const at = positionOf(why, text);
  return at === null ? 'JSON 写法有误' : `JSON 写法有误：第${at + 1}个字符附近`;
}

/** V8 names the position, or only quotes up to ten characters on either side of it. */
function positionOf(why: string, text: string): number | null {
  const said = / at position (\d+)/.exec(why)?.[1];
  if (said !== undefined) return Number(said);
  const quoted = /^Unexpected token '([\s\S]{1,2})', (\.{3})?"([\s\S]*)"(?:\.{3})? is not valid JSON$/.exec(why);
  if (!quoted) return null;
  const [, token, cut, snippet] = quoted;
  const start = text.indexOf(snippet!);
  return start === -1 ? null : start + (cut === undefined ? Math.max(0, snippet!.indexOf(token!)) : 10);
}
