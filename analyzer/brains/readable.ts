import type { AnalyzerInput } from './post.ts';

const LOST = '\ufffd';
/** Many a broken export writes lost characters as question marks; a person writes ？ or a few. */
const FEWEST_MARKS = 4;

/**
 * Why these fields cannot be read for sure, in Chinese; empty when they can. Whatever is said of such a text is no answer: a person looks at the source.
 */
export function unreadable({ title, text }: Pick<AnalyzerInput, 'title' | 'text'>): string[] {
  if (isBlank(title) && isBlank(text)) return ['没有可读的文字'];
  if (title.includes(LOST) || text.includes(LOST)) return ['文字含无法识别的字符，请核对原文'];
  return isGarbled(title) || isGarbled(text) ? ['文字疑似乱码，请核对原文'] : [];
}

/** Nothing but blanks and characters nobody sees. */
const isBlank = (text: string): boolean => !/[^\s\p{Cf}\p{Cc}\p{Zs}\u3164\u2800]/u.test(text);

/** 锟斤拷 (lost characters read as GBK), ???? (a column without Chinese), å¸‚ (UTF-8 read as western): most of the text is that. */
function isGarbled(text: string): boolean {
  if (text.includes('锟斤拷')) return true;
  let [marks, western, all] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit <= 32) continue;
    all += 1;
    if (unit === 63) marks += 1;
    else if (unit >= 0x80 && unit <= 0xff) western += 1;
  }
  return (marks >= FEWEST_MARKS && 2 * marks >= all) || (western >= FEWEST_MARKS && 2 * western >= all);
}
