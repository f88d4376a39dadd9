import { buildUnitTable, DROP, EXPAND, type UnitTable } from './unit-table.ts';

/**
 * A field as the analyser reads it: NFKC, half width, lower case, simplified, without emoji and invisible characters.
 * `source(start, end)` leads back to UTF-16 units of the field as given.
 */
export interface TextView {
  text: string;
  source(start: number, end: number): { start: number; end: number };
}

/** Longer texts are read up to here, before and after folding: a casualty or a demand stands earlier, and cost must stay bounded. */
export const MAX_UNITS = 60_000;

// Emoji, pictographs, flags, skin tones, private use, tags.
const isPictograph = (point: number): boolean =>
  (point >= 0x1f000 && point <= 0x1faff) || point >= 0xe0000 || (point >= 0x1f1e6 && point <= 0x1f1ff);

let shared: UnitTable | undefined;
const table = (): UnitTable => (shared ??= buildUnitTable());

/** Pure: the same field always gives the same view. */
export function viewOf(field: string): TextView {
  const { units } = table();
  const length = Math.min(field.length, MAX_UNITS);
  let same = 0;
  while (same < length && units[field.charCodeAt(same)] === field.charCodeAt(same)) same += 1;
  if (same === length) return { text: length === field.length ? field : field.slice(0, length), source: itself };
  return foldUnits(field, same, length) ?? fold(field, length);
}

const itself: TextView['source'] = (start, end) => ({ start, end });

/** Room for one view, used again for the next. */
const room = new Uint16Array(MAX_UNITS);
const roomBytes = Buffer.from(room.buffer);

/** Most fields only have one character for another (，for ,): nothing moves, so no places need be kept. Null when something does. */
function foldUnits(field: string, same: number, length: number): TextView | null {
  const { units } = table();
  for (let at = same; at < length; at += 1) {
    const mapped = units[field.charCodeAt(at)]!;
    if (mapped >= EXPAND) return null;
    room[at - same] = mapped;
  }
  return { text: field.slice(0, same) + roomBytes.toString('utf16le', 0, 2 * (length - same)), source: itself };
}

/** Fold a rulebook word the same way, so that full-width or traditional spellings in a rulebook still match. */
export const foldTerm = (term: string): string => viewOf(term.trim()).text;

interface Folding {
  parts: number[];
  from: number[];
  to: number[];
}

function fold(field: string, length: number): TextView {
  const folding: Folding = { parts: [], from: [], to: [] };
  // One character may stand for eighteen: what comes out is bounded too.
  for (let i = 0; i < length && folding.parts.length < MAX_UNITS;) i = foldAt(field, i, folding);
  const { parts, from, to } = folding;
  for (const list of [parts, from, to]) list.length = Math.min(list.length, MAX_UNITS);
  return {
    text: decode(parts),
    source: (start, end) => ({ start: from[start] ?? field.length, end: end > start ? (to[end - 1] ?? start) : start }),
  };
}

function push(folding: Folding, unit: number, from: number, to: number): void {
  folding.parts.push(unit);
  folding.from.push(from);
  folding.to.push(to);
}

/** Folds what stands at `i` and returns where the next character begins. */
function foldAt(field: string, i: number, folding: Folding): number {
  const { units, expansions } = table();
  const unit = field.charCodeAt(i);
  const mapped = units[unit]!;
  if (mapped === DROP) return i + 1;
  if (mapped !== EXPAND) {
    push(folding, mapped, i, i + 1);
    return i + 1;
  }
  const expansion = expansions.get(unit);
  if (expansion !== undefined) {
    for (let k = 0; k < expansion.length; k += 1) push(folding, expansion.charCodeAt(k), i, i + 1);
    return i + 1;
  }
  const point = field.codePointAt(i)!;
  if (point <= 0xffff) return i + 1; // half of a pair: nothing a reader could see
  if (!isPictograph(point)) {
    const folded = String.fromCodePoint(point).normalize('NFKC').toLowerCase();
    for (let k = 0; k < folded.length; k += 1) push(folding, folded.charCodeAt(k), i, i + 2);
  }
  return i + 2;
}

function decode(units: number[]): string {
  let text = '';
  for (let i = 0; i < units.length; i += 8192) text += String.fromCharCode(...units.slice(i, i + 8192));
  return text;
}

/** A piece of a view read as something else; '' leaves it out. */
export interface Rewrite {
  start: number;
  end: number;
  text: string;
}

/** The view with pieces rewritten (by start, without overlaps); a rewritten piece leads back to the whole of what stood there. */
export function rewritten(view: TextView, rewrites: readonly Rewrite[]): TextView {
  const parts: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  const copy = (end: number): void => {
    parts.push(view.text.slice(at, end));
    for (let i = at; i < end; i += 1) {
      from.push(i);
      to.push(i + 1);
    }
    at = end;
  };
  for (const { start, end, text } of rewrites) {
    copy(start);
    parts.push(text);
    for (let i = 0; i < text.length; i += 1) {
      from.push(start);
      to.push(end);
    }
    at = end;
  }
  copy(view.text.length);
  return {
    text: parts.join(''),
    source: (start, end) => {
      const first = from[start] ?? view.text.length;
      return view.source(first, end > start ? (to[end - 1] ?? first) : first);
    },
  };
}
