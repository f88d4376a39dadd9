import { attributesOf, XmlScanner } from '../xml-sax.ts';
import { readEntry, WorkbookError, type ZipEntry } from './zip.ts';

export interface Workbook {
  sheets: { name: string; entry: ZipEntry }[];
  sharedStrings: string[];
  /** Whether the n-th cell style shows a date. */
  dateStyles: boolean[];
  /** Days are counted from 1904 (old Mac files). */
  from1904: boolean;
}

const MAX_STRINGS = 3_000_000;
const MAX_STRING_CHARS = 150_000_000;
const MAX_SHEETS = 50;

/** Names, shared strings and date styles of a workbook; sheets are read later, one by one. @throws WorkbookError */
export async function openWorkbook(path: string, entries: Map<string, ZipEntry>): Promise<Workbook> {
  const book = entries.get('xl/workbook.xml');
  if (!book) throw new WorkbookError('压缩包里没有工作簿（xl/workbook.xml），不是有效的 .xlsx 文件');
  const targets = await relations(path, entries.get('xl/_rels/workbook.xml.rels'));
  const sheets: Workbook['sheets'] = [];
  let from1904 = false;
  await scan(path, book, (name, source) => {
    const attributes = attributesOf(source);
    if (name === 'workbookPr') from1904 = /^(?:1|true)$/.test(attributes.get('date1904') ?? '');
    if (name !== 'sheet' || sheets.length >= MAX_SHEETS || (attributes.get('state') ?? 'visible') !== 'visible') return;
    const target = targets.get(attributes.get('r:id') ?? '') ?? '';
    const entry = entries.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    if (entry) sheets.push({ name: attributes.get('name') ?? '', entry });
  });
  if (sheets.length === 0) throw new WorkbookError('工作簿里没有可见的工作表');
  const sharedStrings = await readStrings(path, entries.get('xl/sharedStrings.xml'));
  return { sheets, sharedStrings, dateStyles: await readStyles(path, entries.get('xl/styles.xml')), from1904 };
}

async function relations(path: string, entry: ZipEntry | undefined): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  await scan(path, entry, (name, source) => {
    const attributes = attributesOf(source);
    if (name === 'Relationship') targets.set(attributes.get('Id') ?? '', attributes.get('Target') ?? '');
  });
  return targets;
}

/** Rich text is its runs together; phonetic readings (rPh) are not text. */
async function readStrings(path: string, entry: ZipEntry | undefined): Promise<string[]> {
  const strings: string[] = [];
  let [current, inText, inPhonetic, total] = ['', false, false, 0];
  await scan(
    path,
    entry,
    (name, _source, selfClosing) => {
      if (name === 'si') current = '';
      if (name === 'si' && selfClosing) strings.push('');
      if (name === 't') inText = !selfClosing && !inPhonetic;
      if (name === 'rPh') inPhonetic = !selfClosing;
    },
    (name) => {
      if (name === 't') inText = false;
      if (name === 'rPh') inPhonetic = false;
      if (name !== 'si') return;
      strings.push(unescape(current));
      total += current.length;
      if (strings.length > MAX_STRINGS || total > MAX_STRING_CHARS)
        throw new WorkbookError('工作簿文字总量过大，请拆分后导入');
    },
    (text) => {
      if (inText) current += text;
    },
  );
  return strings;
}

const DATE_FORMAT_IDS = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56,
  57, 58,
]);

async function readStyles(path: string, entry: ZipEntry | undefined): Promise<boolean[]> {
  const custom = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCells = false;
  await scan(
    path,
    entry,
    (name, source) => {
      if (name === 'cellXfs') inCells = true;
      if (name !== 'numFmt' && !(name === 'xf' && inCells)) return;
      const attributes = attributesOf(source);
      const id = Number(attributes.get('numFmtId'));
      if (name === 'numFmt') custom.set(id, isDateFormat(attributes.get('formatCode') ?? ''));
      else styles.push(custom.get(id) ?? DATE_FORMAT_IDS.has(id));
    },
    (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  );
  return styles;
}

/** Day, month, year or hour letters outside quotes and brackets. */
function isDateFormat(code: string): boolean {
  return /[ymdhs年月日]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '').replace(/general|red|black/gi, ''));
}

type Open = (name: string, attributes: string, selfClosing: boolean) => void;

async function scan(
  path: string,
  entry: ZipEntry | undefined,
  open: Open,
  close: (name: string) => void = () => {},
  text: (text: string) => void = () => {},
): Promise<void> {
  if (!entry) return;
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  const scanner = new XmlScanner({
    open: (name, attributes, selfClosing) => open(local(name), attributes, selfClosing),
    close: (name) => close(local(name)),
    text: (part, cdata) => text(cdata ? part : unescapeXml(part)),
  });
  for await (const chunk of readEntry(path, entry)) scanner.write(chunk);
  scanner.end();
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
export const unescapeXml = (text: string): string =>
  text.includes('&')
    ? text.replace(
        /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/g,
        (whole, hex?: string, decimal?: string, name?: string) => {
          if (name !== undefined) return NAMED[name]!;
          const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
          return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
        },
      )
    : text;

/** Excel writes control characters as _x000D_. */
export const unescape = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text;
