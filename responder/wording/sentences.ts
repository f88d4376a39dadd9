/** Sentences of a text, trimmed, with their marks; headings and paragraphs end one too. */
export const sentencesOf = (text: string): string[] =>
  (text.match(/[^。！？!?；;\n]+[。！？!?；;]?/g) ?? []).map((sentence) => sentence.trim()).filter((one) => one !== '');

/** As compared: without blanks and marks, so that a moved comma is no other sentence. */
export const plain = (text: string): string => text.replace(/[\s\p{P}]/gu, '');

export const matches = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => new RegExp(pattern, 'u').test(text));

export const short = (text: string, length = 40): string => (text.length > length ? `${text.slice(0, length)}…` : text);
