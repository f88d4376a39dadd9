import type { Unmask } from '../text/disguise.ts';
import { viewOf, type TextView } from '../text/view.ts';
import type { Lexicon, Slot } from './lexicon.ts';
import { findWords } from './word-hits.ts';

/** What the brains are given: the fields as stored, nothing about who wrote. */
export interface AnalyzerInput {
  title: string;
  text: string;
  /** ISO 8601; used to tell a past event from the present one. */
  publishedAt?: string | undefined;
  /** Province at the finest, as the source said. */
  region?: string | null | undefined;
}

export interface Span {
  start: number;
  end: number;
}

/** Title and text as they are read; the folding is shared by the brains and the search index. */
export interface Fields {
  title: TextView;
  text: TextView;
}

export const foldFields = ({ title, text }: AnalyzerInput): Fields => ({ title: viewOf(title), text: viewOf(text) });

/** Both in one string; without a title the text alone. */
export const joinFields = ({ title, text }: Fields): string =>
  title.text === '' ? text.text : `${title.text}\n${text.text}`;

/** One post as all brains see it: title and text in one folded string (`title\ntext`), and where the words of each list stand. */
export interface Post {
  view: string;
  /** Year of publication, when known. */
  year: number | null;
  /** Where the text begins in `view`; 0 when there is no title. */
  bodyStart: number;
  /** End of the headline: the title, or a first line that is one. */
  leadEnd: number;
  /** Where an office's appended reply begins; words after it are not the writer's. */
  replyStart: number;
  /** Hits of a slot as flat pairs start, end, ordered by end. */
  hits(slot: Slot): readonly number[];
  field(span: Span): { field: 'title' | 'text'; start: number; end: number };
}

const HEADLINE_MAX = 70;

/** @param fields the folded fields, where the caller has them already */
export function readPost(
  input: AnalyzerInput,
  lexicon: Lexicon,
  unmask: Unmask = (view) => view,
  fields: Fields = foldFields(input),
): Post {
  const title = unmask(fields.title);
  const text = unmask(fields.text);
  const bodyStart = title.text === '' ? 0 : title.text.length + 1;
  const view = joinFields({ title, text });
  return {
    view,
    year: yearOf(input),
    bodyStart,
    leadEnd: headlineEnd(view, bodyStart),
    replyStart: replyStart(view),
    hits: findWords(view, lexicon),
    field: (span) => toField(span, bodyStart, title, text),
  };
}

function yearOf(input: AnalyzerInput): number | null {
  const year = Number(input.publishedAt?.slice(0, 4));
  return Number.isInteger(year) && year > 1900 ? year : null;
}

/** Exports often put the title on the first line of the text. */
function headlineEnd(view: string, bodyStart: number): number {
  if (bodyStart > 0) return bodyStart - 1;
  const line = view.indexOf('\n');
  return line > 0 && line <= HEADLINE_MAX ? line : 0;
}

const DIGIT = (unit: number): boolean => unit >= 48 && unit <= 57;

/** An order carries its answers below the citizen's words, each opened by a time stamp: 2026-02-24 10:30 城东区环保局: … */
function replyStart(view: string): number {
  for (let at = view.indexOf('\n20'); at >= 0; at = view.indexOf('\n20', at + 1)) {
    const stamp = view.slice(at + 1, at + 11);
    if (stamp[4] === '-' && stamp[7] === '-' && DIGIT(stamp.charCodeAt(3)) && DIGIT(stamp.charCodeAt(9))) return at;
  }
  return view.length;
}

function toField(
  span: Span,
  bodyStart: number,
  title: TextView,
  text: TextView,
): { field: 'title' | 'text'; start: number; end: number } {
  if (span.end <= bodyStart - 1) return within('title', title.source(span.start, span.end));
  if (span.start >= bodyStart) return within('text', text.source(span.start - bodyStart, span.end - bodyStart));
  // A span never crosses from title to text on purpose; if it did, keep the larger honest part.
  return within('text', text.source(0, Math.max(1, span.end - bodyStart)));
}

const within = (field: 'title' | 'text', { start, end }: Span): Span & { field: 'title' | 'text' } => ({
  field,
  start,
  end,
});
