import { attributesOf, XmlScanner } from '../xml-sax.ts';
import { unescape, unescapeXml, type Workbook } from './workbook.ts';
import { readEntry, WorkbookError, type ZipEntry } from './zip.ts';

export interface SheetRow {
  /** Row number as Excel shows it. */
  row: number;
  cells: string[];
}

const MAX_COLUMNS = 512;
const MAX_ROWS = 1_048_576;
const MAX_CELL = 200_000;

/** Rows of one sheet as texts, dates as "YYYY-MM-DD HH:MM:SS" local time. Merges, formulas, validations and declared ranges are not looked at. */
export async function* readSheet(path: string, entry: ZipEntry, book: Workbook): AsyncGenerator<SheetRow[]> {
  const builder = new RowBuilder(book);
  const scanner = new XmlScanner(builder);
  for await (const chunk of readEntry(path, entry)) {
    scanner.write(chunk);
    if (builder.rows.length > 0) yield builder.rows.splice(0);
  }
  scanner.end();
  if (builder.rows.length > 0) yield builder.rows.splice(0);
}

class RowBuilder {
  readonly rows: SheetRow[] = [];
  private readonly book: Workbook;
  private row = 0;
  private cells: string[] = [];
  private column = -1;
  private type = 'n';
  private style = 0;
  private value = '';
  private inValue = false;
  private count = 0;
  constructor(book: Workbook) {
    this.book = book;
  }

  open(written: string, source: string, selfClosing: boolean): void {
    const name = local(written);
    if (name === 'row') this.startRow(source, selfClosing);
    else if (name === 'c') this.startCell(source);
    else if (name === 'v' || name === 't') this.inValue = !selfClosing;
    else if (name === 'rPh') this.inValue = false;
  }

  close(written: string): void {
    const name = local(written);
    if (name === 'v' || name === 't') this.inValue = false;
    else if (name === 'c') this.endCell();
    else if (name === 'row' && this.cells.some((cell) => cell !== ''))
      this.rows.push({ row: this.row, cells: this.cells });
  }

  text(text: string, cdata: boolean): void {
    if (this.inValue && this.value.length < MAX_CELL) this.value += cdata ? text : unescapeXml(text);
  }

  private startRow(source: string, selfClosing: boolean): void {
    this.row = Number(attributesOf(source).get('r') ?? this.row + 1);
    [this.cells, this.column] = [[], -1];
    this.count += 1;
    if (this.count > MAX_ROWS) throw new WorkbookError('工作表行数超过 1,048,576 行');
    if (selfClosing) this.cells = [];
  }

  private startCell(source: string): void {
    const attributes = attributesOf(source);
    this.column = columnOf(attributes.get('r')) ?? this.column + 1;
    this.type = attributes.get('t') ?? 'n';
    this.style = Number(attributes.get('s') ?? 0);
    this.value = '';
  }

  private endCell(): void {
    if (this.column >= MAX_COLUMNS || this.value === '') return;
    while (this.cells.length < this.column) this.cells.push('');
    this.cells[this.column] = this.shown();
    this.value = '';
  }

  private shown(): string {
    if (this.type === 's') return this.book.sharedStrings[Number(this.value)] ?? '';
    if (this.type === 'b') return this.value === '1' ? '是' : '否';
    if (this.type === 'e') return '';
    if (this.type !== 'n') return unescape(this.value);
    const number = Number(this.value);
    if (!Number.isFinite(number)) return this.value;
    return this.book.dateStyles[this.style] && number > 0 && number < 2_958_466
      ? dateText(number, this.book.from1904)
      : plainNumber(this.value, number);
  }
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

function columnOf(reference: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d*$/.exec(reference ?? '')?.[1];
  if (letters === undefined) return null;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** A serial as the wall clock it shows; a day without an hour stays a day. */
function dateText(serial: number, from1904: boolean): string {
  const days = serial + (from1904 ? 1462 : 0);
  const text = new Date(Math.round((days - 25_569) * 86_400) * 1000).toISOString();
  return Number.isInteger(serial) ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

/** 1.8E+16 of a long order number is written out; Excel kept no more than 15 digits of it. */
const plainNumber = (written: string, number: number): string =>
  /e/i.test(written) && Math.abs(number) < 1e21
    ? number.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 15 })
    : written;
