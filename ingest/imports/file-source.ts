import { basename, extname } from 'node:path';
import { maskPersonal } from '../steps/mask.ts';
import { digest } from '../steps/fingerprint.ts';

const MAX = 60;
const UNFIT = /[^\p{Script=Han}A-Za-z0-9._-]+/gu;

/** What may name a source: letters, digits, Chinese characters, dot, underscore, hyphen; at most 60 characters. */
export const SOURCE_ID = /^[\p{Script=Han}A-Za-z0-9][\p{Script=Han}A-Za-z0-9._-]{0,59}$/u;

/**
 * The source of a table nobody knows: named after its file, so that the same file updates its own rows and another one never does
 * ("路灯台账.xlsx" → "file-路灯台账"; a second sheet of it → "file-路灯台账-二月-1f0c2a"). The folder and the extension do not count.
 * A name that had to be changed to fit carries a short hash, so that two names never become one.
 */
export function fileSource(fileName: string, sheet?: string): string {
  const base = basename(fileName).normalize('NFC');
  const stem = maskPersonal(basename(base, extname(base)));
  const wanted = sheet === undefined ? stem : `${stem}-${sheet.normalize('NFC')}`;
  const readable = wanted
    .normalize('NFKC')
    .replace(UNFIT, '-')
    .replace(/^[._-]+|[._-]+$/g, '');
  const whole = `file-${readable}`;
  if (sheet === undefined && readable === wanted && readable !== '' && whole.length <= MAX) return whole;
  const mark = `-${digest(`${stem}\n${sheet ?? ''}`).slice(0, 6)}`;
  return cut(whole, MAX - mark.length).replace(/[._-]+$/, '') + mark;
}

/** Rare Han characters are two UTF-16 units: never half of one. */
function cut(text: string, units: number): string {
  const end = /[\ud800-\udbff]/.test(text[units - 1] ?? '') ? units - 1 : units;
  return text.slice(0, end);
}
