/** Sentences with their marks; a paragraph ends one too. */
const sentencesOf = (text: string): string[] =>
  (text.match(/[^。！？!?；;\n]+[。！？!?；;]?/g) ?? []).map((one) => one.trim()).filter((one) => one !== '');

/** What stands in the one and not in the other, in the order it is read; a sentence said twice counts twice. */
function left(from: readonly string[], out: readonly string[]): string[] {
  const still = [...out];
  return from.filter((one) => {
    const at = still.indexOf(one);
    if (at >= 0) still.splice(at, 1);
    return at < 0;
  });
}

/** Whole sentences, not letters: who signs a correction reads what was said and what is said now. */
export function changedSentences(before: string, now: string): { gone: string[]; come: string[] } {
  const [old, next] = [sentencesOf(before), sentencesOf(now)];
  return { gone: left(old, next), come: left(next, old) };
}
