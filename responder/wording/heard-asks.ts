import type { WordingBook } from '../../config/schema/wording.ts';
import { identityIn } from '../papers/paper-checks.ts';

/** Shorter asks nothing, longer is a story. */
const [SHORTEST, LONGEST] = [6, 60];
/** Tags, names in front and marks of the platforms say nothing of what is wanted. */
const MARKS = /#[^#\s]{1,40}#|【[^】]*】|\[[^\]]{1,8}\]|(?:\/\/)?@[\w一-龥·-]{2,30}[:：]?|https?:\/\/\S+/gu;

/**
 * What the posts of an event ask for, in their own sentences: said by most first, then as they stand. For a person who writes 公众诉求: nothing is
 * filled in, and a sentence that leads to somebody is left out.
 */
export function heardAsks(texts: readonly string[], { heard }: WordingBook['asks']): string[] {
  const signs = heard.signs.map((sign) => new RegExp(sign, 'u'));
  const said = new Map<string, { sentence: string; times: number }>();
  for (const text of new Set(texts))
    for (const sentence of new Set(sentencesOf(text))) {
      if (!signs.some((sign) => sign.test(sentence)) || identityIn(sentence).length > 0) continue;
      const key = sentence.replace(/[^\p{L}\p{N}]/gu, '');
      const known = said.get(key);
      if (known) known.times += 1;
      else said.set(key, { sentence, times: 1 });
    }
  return [...said.values()]
    .sort((a, b) => b.times - a.times)
    .slice(0, heard.most)
    .map(({ sentence }) => sentence);
}

const sentencesOf = (text: string): string[] =>
  text
    .replace(MARKS, ' ')
    .split(/[。！!；;\n]|(?<=[？?])/u)
    .map((sentence) => sentence.replace(/\s+/gu, ' ').trim())
    .filter(({ length }) => length >= SHORTEST && length <= LONGEST);
