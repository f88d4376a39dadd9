import { loadRulebook } from '../../config/load.ts';
import { factsBookSchema } from '../../config/schema/facts.ts';
import { viewOf } from '../text/view.ts';
import { bendAfter } from './bends.ts';
import { quantityWords, readQuantity, type Quantity, type QuantityWords, type Range } from './quantities.ts';

/** The unit that stands at `at` of a view (half width, lower case): how long its word is, and how many base units one of it is. */
export type UnitAt = (view: string, at: number) => { unit: string; length: number; scale: number } | null;

/** A number with its unit: `people`, `yuan`, `percent`, or a name `unitAt` gave. `high` null = open upwards. */
export interface Measured extends Range {
  unit: string;
  /** UTF-16 units of the view, end exclusive. */
  start: number;
  end: number;
  /** As written. */
  words: string;
}
export type MeasureReader = (text: string) => { view: string; figures: Measured[] };

/** Numbers of any unit in papers of our own, read as those of posts are: 一千二百余户, 约1.2万亩, 百分之三十, 20户至30户. */
export function measureReader(configFolder: string, unitAt: UnitAt): MeasureReader {
  const words = quantityWords(loadRulebook(configFolder, 'facts', factsBookSchema));
  return (text) => {
    const view = viewOf(text);
    const figures = merged(view.text, readAll(view.text, words, unitAt));
    const asWritten = ({ start, end }: Unworded): string => {
      const at = view.source(start, end);
      return text.slice(at.start, at.end);
    };
    return { view: view.text, figures: figures.map((one) => ({ ...one, words: asWritten(one) })) };
  };
}

type Unworded = Omit<Measured, 'words'>;

function readAll(view: string, words: QuantityWords, unitAt: UnitAt): Unworded[] {
  const found: Unworded[] = [];
  for (let at = 0; at < view.length;) {
    const percent = view.startsWith(PERCENT, at);
    const read = readQuantity(view, percent ? at + PERCENT.length : at, words);
    if (!read) at += 1;
    else if ('skipTo' in read) at = read.skipTo;
    else {
      const one = percent ? { ...read, start: at, unit: 'percent' } : withUnit(view, read, unitAt);
      if (one) found.push(pick(one));
      at = Math.max(one?.end ?? 0, read.end, at + 1);
    }
  }
  return found;
}

const PERCENT = '百分之';
const pick = ({ unit, low, high, start, end }: Unworded): Unworded => ({ unit, low, high, start, end });

function withUnit(view: string, quantity: Quantity, unitAt: UnitAt): Unworded | null {
  const { low, high, start } = quantity;
  if (quantity.people || quantity.yuan) return { ...quantity, unit: quantity.yuan ? 'yuan' : 'people' };
  const from = view[quantity.end] === ' ' ? quantity.end + 1 : quantity.end;
  const read = unitAt(view, from);
  if (!read) return null;
  const { scale, unit } = read;
  const end = from + read.length;
  // 3公里多: up to the next one.
  if ('多余'.includes(view[end] ?? ' ') && low === high)
    return { unit, start, end: end + 1, low: low * scale, high: (low + 1) * scale };
  const { range, end: last } = bendAfter(view, end, { low, high });
  return { unit, start, end: last, low: range.low * scale, high: range.high === null ? null : range.high * scale };
}

/** 20户至30户 is one range. */
function merged(view: string, figures: readonly Unworded[]): Unworded[] {
  const whole: Unworded[] = [];
  for (const one of figures) {
    const before = whole.at(-1);
    const joined = before && one.start - before.end === 1 && '至到-~—'.includes(view[before.end]!);
    if (joined && before.unit === one.unit && before.low < one.low)
      whole[whole.length - 1] = { ...before, high: one.high, end: one.end };
    else whole.push(one);
  }
  return whole;
}
