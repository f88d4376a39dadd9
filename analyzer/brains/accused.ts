import type { Unit } from '../../config/schema/departments.ts';
import type { AnalyzerBooks } from './books.ts';
import { findNear } from './near.ts';
import type { Post, Span } from './post.ts';
import { namedUnits } from './units.ts';

export interface Accused {
  unit: Unit | null;
  name: string;
  span: Span;
  corruption: boolean;
}

/** Ends of the names of public bodies that are not in the tree: 沙河村村委会, 第三中学, 县人民医院. */
const BODY =
  /(村委会|居委会|街道办|派出所|人民医院|中心医院|卫生院|中学|小学|幼儿园|法院|政府|公安局|教育局|国土局|环保局|城管局|[区县镇]财政局|交警大队|信访局|物价局)$/u;
const BREAK = /[。!?;,、:\n "“”()《》【】\s的是在被向由对和与及到找给]/u;

/** Units the text blames: named within reach of a word of blame in the same sentence. They never lead their own case. */
export function readAccused(post: Post, books: AnalyzerBooks): Accused[] {
  const blame = post.hits(books.routing.blame);
  if (blame.length === 0) return [];
  const within = books.routing.blameWithin;
  const accused: Accused[] = [];
  const named = namedUnits(post, books);
  for (const { unit, span } of named) {
    if (span.start >= post.replyStart || accused.some((item) => item.unit === unit)) continue;
    const word =
      findNear(post.view, blame, span, within, 'after') ??
      sameClause(post.view, findNear(post.view, blame, span, 6, 'before'), span);
    if (!word || asked(post.view, span) || isPlaceName(post.view, unit, span)) continue;
    accused.push({ unit, name: unit.name, span, corruption: isCorruption(post, books, word) });
  }
  for (let i = 0; i < blame.length && i < 24 && accused.length < 4; i += 2) {
    const span = bodyBefore(post.view, blame[i]!, within);
    if (!span || named.some((item) => overlaps(item.span, span))) continue;
    const name = post.view.slice(span.start, span.end);
    if (!accused.some((item) => item.name === name))
      accused.push({
        unit: null,
        name,
        span,
        corruption: isCorruption(post, books, { start: blame[i]!, end: blame[i + 1]! }),
      });
  }
  return accused;
}

/** 请城管局核实处理 asks a unit, it does not blame it. */
const asked = (view: string, span: Span): boolean =>
  /[请望由]市?$/u.test(view.slice(Math.max(0, span.start - 3), span.start)) ||
  /^(?:核实|调查|处理|查处|介入)/u.test(view.slice(span.end, span.end + 2));

/** 纵容的派出所 blames; 互相推诿,打了12345 does not blame the hotline. */
const sameClause = (view: string, word: Span | null, span: Span): Span | null =>
  word && !view.slice(word.end, span.start).includes(',') ? word : null;

/** 城东区 alone is a place; 城东区政府 is a body. */
const isPlaceName = (view: string, unit: Unit, span: Span): boolean =>
  ['district', 'town', 'government'].includes(unit.kind) &&
  !/政府|办事处|街道办/u.test(view.slice(span.start, span.end));

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

function isCorruption(post: Post, books: AnalyzerBooks, word: Span): boolean {
  const hits = post.hits(books.routing.corruption);
  for (let i = 0; i < hits.length && i < 48; i += 2) if (hits[i]! < word.end && word.start < hits[i + 1]!) return true;
  return false;
}

/** The name of a body that ends within reach before a word of blame, back to the nearest break. */
function bodyBefore(view: string, blameStart: number, within: number): Span | null {
  for (let end = blameStart; end > Math.max(0, blameStart - within); end -= 1) {
    const tail = view.slice(Math.max(0, end - 6), end);
    if (/[。!?\n]/u.test(tail.slice(-1))) return null;
    const body = BODY.exec(tail);
    if (!body) continue;
    let start = end - body[1]!.length;
    while (start > 0 && end - start < 14 && !BREAK.test(view[start - 1]!)) start -= 1;
    return { start, end };
  }
  return null;
}
