import { decodeEntities } from './entities.ts';

const BLOCKS = new Set(
  'p div br li tr hr h1 h2 h3 h4 h5 h6 table ul ol dl dt dd section article header footer aside main nav blockquote pre figure figcaption form address option'.split(
    ' ',
  ),
);
const CELLS = new Set(['td', 'th']);
/** Elements whose content is not text of the post. */
const SILENT = new Set(
  'script style template noscript iframe object svg math head select textarea audio video canvas'.split(' '),
);
const MARKUP =
  /<(?:\/?(?:p|br|div|span|a|b|i|u|em|strong|font|img|ul|ol|li|table|tr|td|h[1-6]|section|article|script|style|blockquote|pre|center|iframe)\b[^<>]{0,2000}\/?>|!--)/i;

/** Whether a text that may be plain is really markup; "3<5" and "<某小区>" are text. */
export function looksLikeHtml(text: string): boolean {
  return text.includes('<') && MARKUP.test(text);
}

/**
 * Text of an HTML fragment: tags dropped, script, style and the like dropped with their content, block elements become line breaks,
 * character references decoded once, emoji images ([泪]) keep their alt text. One pass, linear in the length, whatever the input.
 */
export function htmlToText(html: string): string {
  if (!html.includes('<')) return decodeEntities(html);
  const out: string[] = [];
  const scan: Scan = { html, trustQuotes: true };
  let position = 0;
  while (position < html.length) {
    const open = html.indexOf('<', position);
    if (open === -1) break;
    if (open > position) out.push(decodeEntities(html.slice(position, open)));
    const end = markupEnd(scan, open);
    if (end === -1) {
      out.push('<');
      position = open + 1;
      continue;
    }
    position = emit(scan, open, end, out);
  }
  if (position < html.length) out.push(decodeEntities(html.slice(position)));
  return out.join('');
}

interface Scan {
  html: string;
  /** Once a quote is found open to the end of the text, quotes are no longer believed: keeps the scan linear. */
  trustQuotes: boolean;
}

/** Index after the markup that starts at `open`, or -1 when the "<" is text. */
function markupEnd(scan: Scan, open: number): number {
  const { html } = scan;
  const next = html[open + 1] ?? '';
  if (html.startsWith('<!--', open)) return after(html.indexOf('-->', open + 4), 3, html);
  if (html.startsWith('<![CDATA[', open)) return open + 9;
  if (next === '!' || next === '?') return after(html.indexOf('>', open), 1, html);
  if (!/[A-Za-z/]/.test(next)) return -1;
  return tagEnd(scan, open);
}

const after = (found: number, width: number, html: string): number => (found === -1 ? html.length : found + width);

function tagEnd(scan: Scan, open: number): number {
  const { html } = scan;
  let at = open + 1;
  while (scan.trustQuotes && at < html.length) {
    const char = html[at]!;
    if (char === '>') return at + 1;
    const opensValue = (char === '"' || char === "'") && /[=\s]/.test(html[at - 1]!);
    const close = opensValue ? html.indexOf(char, at + 1) : at;
    if (close === -1) scan.trustQuotes = false;
    else at = close + 1;
  }
  scan.trustQuotes = false;
  return after(html.indexOf('>', open), 1, html);
}

function emit(scan: Scan, open: number, end: number, out: string[]): number {
  const tag = scan.html.slice(open, Math.min(end, open + 2000));
  const name = /^<\/?([A-Za-z][A-Za-z0-9]*)/.exec(tag)?.[1]?.toLowerCase() ?? '';
  if (SILENT.has(name) && tag[1] !== '/' && !tag.endsWith('/>')) return silentEnd(scan.html, name, end);
  if (BLOCKS.has(name)) out.push('\n');
  else if (CELLS.has(name)) out.push(' ');
  else if (name === 'img') out.push(/\balt=["']?(\[[^\]"'<>]{1,12}\])/i.exec(tag)?.[1] ?? '');
  return end;
}

function silentEnd(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}`, 'gi');
  close.lastIndex = from;
  const found = close.exec(html);
  return found ? after(html.indexOf('>', found.index), 1, html) : html.length;
}
