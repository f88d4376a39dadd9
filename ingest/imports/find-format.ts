import { AppError } from '../../platform/runtime/errors.ts';
import type { Recognised, RowFormat } from '../formats/format.ts';
import { recogniseFormat } from '../formats/recognise.ts';
import { fileSource } from './file-source.ts';
import type { Inspected } from './inspect-file.ts';
import type { FileRow } from './open-rows.ts';

type DataRow = Extract<FileRow, { kind: 'row' }>;

const FEED: RowFormat = {
  ...{ name: 'RSS / Atom / JSON Feed', source: 'feed', sourceType: 'news', ignored: [], personal: [] },
  records: (row) => [
    {
      ...{ externalId: row['id'] as string | null, title: row['title'] as string, body: row['body'] as string },
      url: (row['url'] ?? row['id']) as string | null,
      publishedAt: row['publishedAt'],
    },
  ],
};
/** JSON rows may differ in their keys; this many different sets are looked at before a file is called shapeless. */
const MAX_SHAPES = 500;
/** So many rows of a JSON file may lack a text before the first that has one. */
const MAX_UNFIT = 100;

/** Which format the rows of a file have, by sheet and columns; tells the person once what was recognised, ignored and dropped. */
export class FormatFinder {
  /** Columns of the first row: the columns of the refused-rows file. */
  columns: string[] = [];
  private readonly file: Inspected;
  private readonly fileName: string;
  private readonly note: (text: string) => void;
  private readonly known = new Map<string, Recognised>();
  private readonly told = new Set<string>();
  private readonly names = new Set<string>();
  private unfit: string[] = [];
  private passedOver = false;
  private firstSource: string | null = null;
  /** The sheet whose rows carry the name of the file alone; null in a file without sheets. */
  private firstSheet: string | null | undefined;

  /** @param fileName after which the source of an unknown table is called */
  constructor(file: Inspected, fileName: string, note: (text: string) => void) {
    this.file = file;
    this.fileName = fileName;
    this.note = note;
  }

  get name(): string {
    return [...this.names].join('、');
  }

  /** Rows were left out on purpose, and the person was told. */
  get leftOut(): boolean {
    return this.passedOver;
  }

  /** Source of the first recognised format; null before there is one. */
  get source(): string | null {
    return this.firstSource;
  }

  /** False: the row belongs to a sheet or file that is passed over. @throws AppError when the file's own columns cannot be used */
  learn(row: DataRow): boolean {
    const recognised = this.recognise(row);
    if (recognised.kind === 'skip') {
      this.passedOver = true;
      return false;
    }
    if (recognised.kind === 'refused' && this.names.size === 0) this.wait(recognised.message);
    if (recognised.kind === 'refused' && row.sheet !== undefined) {
      this.tell(`工作表“${row.sheet}”已跳过：${recognised.message}`);
      return false;
    }
    return true;
  }

  /** Rows of JSON may differ, so one that is of no use does not speak for the file; the columns of a table do. */
  private wait(message: string): void {
    this.unfit.push(message);
    const mayDiffer = this.file.kind === 'json' || this.file.kind === 'jsonl';
    if (!mayDiffer || this.unfit.length >= MAX_UNFIT) throw new AppError('invalid_input', this.unfit[0]!);
  }

  /** @throws AppError when rows were read and none was of a known shape */
  requireOne(): void {
    if (this.names.size === 0 && this.unfit.length > 0) throw new AppError('invalid_input', this.unfit[0]!);
  }

  /** The format of a row, or why it has none. */
  of(row: DataRow): RowFormat | string {
    const recognised = this.recognise(row);
    return recognised.kind === 'format' ? recognised.format : recognised.message;
  }

  private recognise(row: DataRow): Recognised {
    if (this.file.kind === 'feed') {
      this.names.add(FEED.name);
      this.firstSource = FEED.source;
      this.tell(`识别为：${FEED.name}`);
      return { kind: 'format', format: FEED };
    }
    const columns = Object.keys(row.value);
    const shape = `${row.sheet ?? ''}\n${columns.join('\n')}`;
    const before = this.known.get(shape);
    if (before) return before;
    const path = row.sheet === undefined ? this.file.path : `${this.file.path}/${row.sheet}`;
    const recognised = this.named(recogniseFormat(columns, path), row.sheet ?? null);
    if (this.known.size < MAX_SHAPES) this.known.set(shape, recognised);
    this.announce(recognised, columns);
    return recognised;
  }

  /** Sheets of one workbook are tables of their own, often each numbered from 1. */
  private named(recognised: Recognised, sheet: string | null): Recognised {
    if (recognised.kind !== 'format' || recognised.format.namedByFile !== true) return recognised;
    this.firstSheet ??= sheet;
    const source = fileSource(this.fileName, sheet === null || sheet === this.firstSheet ? undefined : sheet);
    return { kind: 'format', format: { ...recognised.format, source } };
  }

  private announce(recognised: Recognised, columns: string[]): void {
    if (recognised.kind === 'skip') this.tell(recognised.message);
    if (recognised.kind !== 'format') return;
    const { name, kept = [], ignored, personal, hasDate } = recognised.format;
    if (this.columns.length === 0) this.columns = columns;
    this.names.add(name);
    this.firstSource ??= recognised.format.source;
    this.tell(`识别为：${name}`);
    this.tellColumns(kept, '读入的列');
    this.tellColumns(ignored, '未识别的列（已忽略）');
    this.tellColumns(personal, '含个人信息，已忽略');
    if (hasDate === false)
      this.tell(
        '没有找到时间列（如 时间、日期、来电时间、登记日期）：按导入时间保存，发布时间标为不详。如文件中有时间列，请把列名改为“时间”。',
      );
  }

  private tellColumns(columns: string[], what: string): void {
    const fresh = columns.filter((column) => column !== '' && !this.told.has(column));
    fresh.forEach((column) => this.told.add(column));
    if (fresh.length > 0) this.note(`${what}：${fresh.slice(0, 40).join('、')}`);
  }

  private tell(text: string): void {
    if (this.told.has(text)) return;
    this.told.add(text);
    this.note(text);
  }
}
