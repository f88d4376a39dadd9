import { Converter } from 'opencc-js/t2cn';

/** What happens to one UTF-16 unit on its way into the view. */
export const DROP = 0xffff;
export const EXPAND = 0xfffe;

export interface UnitTable {
  /** unit → unit, or DROP, or EXPAND (look into `expansions`). */
  units: Uint16Array;
  expansions: Map<number, string>;
}

// Invisible characters people put between letters so that filters miss a word; control characters other than line breaks.
const INVISIBLE = /[\p{Cf}\p{Cc}\p{Mn}\uFE00-\uFE0F\u115F\u1160\u3164\uFFA0]/u;
const CJK_FIRST = 0x3400;
const CJK_LAST = 0x9fff;

/** Fold one string the way the view folds it; lexicon terms go through this too. */
function foldCharacter(char: string, simplified: Map<string, string>): string {
  if (char === '\n' || char === '\t' || char === '\r') return char;
  if (INVISIBLE.test(char)) return '';
  const folded = char.normalize('NFKC').toLowerCase();
  return [...folded]
    .filter((part) => !INVISIBLE.test(part))
    .map((part) => simplified.get(part) ?? part)
    .join('');
}

/** 繁→简 character by character: lengths stay the same, so offsets need no guessing. Phrase variants (軟體/軟件) are lexicon work. */
function simplifiedCharacters(): Map<string, string> {
  const source: string[] = [];
  for (let unit = CJK_FIRST; unit <= CJK_LAST; unit += 1) source.push(String.fromCharCode(unit));
  const target = Converter({ from: 't', to: 'cn' })(source.join('\n')).split('\n');
  return new Map(source.map((char, index) => [char, target[index] ?? char]));
}

/** Built once a thread (about 50 ms). */
export function buildUnitTable(): UnitTable {
  const simplified = simplifiedCharacters();
  const units = new Uint16Array(0x10000);
  const expansions = new Map<number, string>();
  for (let unit = 0; unit < 0x10000; unit += 1) {
    if (unit >= 0xd800 && unit <= 0xdfff) {
      units[unit] = EXPAND; // surrogates are handled in pairs by the view
      continue;
    }
    const folded = foldCharacter(String.fromCharCode(unit), simplified);
    if (folded === '') units[unit] = DROP;
    else if (folded.length === 1 && folded.charCodeAt(0) < EXPAND) units[unit] = folded.charCodeAt(0);
    else {
      units[unit] = EXPAND;
      expansions.set(unit, folded);
    }
  }
  return { units, expansions };
}
