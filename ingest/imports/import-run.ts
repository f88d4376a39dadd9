import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Kernel, Origin, UnitOfWork } from '../../platform/runtime/kernel.ts';
import { collectInUnit, type Collected } from '../collect.ts';
import type { RowFormat } from '../formats/format.ts';
import { REFUSALS, type RawRecord } from '../raw-record.ts';
import { parseWhen } from '../steps/dates.ts';
import { maskPersonal } from '../steps/mask.ts';
import { insertRefused } from '../store/save.ts';
import type { IngestTables } from '../tables.ts';
import { FormatFinder } from './find-format.ts';
import { fileSource } from './file-source.ts';
import type { ImportOptions, ImportSummary } from './import-file.ts';
import { advanceImport, type ImportCounts, type ImportState } from './import-state.ts';
import type { Inspected } from './inspect-file.ts';
import type { FileRow } from './open-rows.ts';
import { requireSameMatters } from './same-matters.ts';
import { refusedFile, type RefusedFile, type RefusedLine } from './refused-file.ts';

type Deps = Pick<Kernel<IngestTables>, 'transact' | 'time' | 'keys'>;
type BrokenRow = Extract<FileRow, { kind: 'broken' }>;

const BATCH = 1000;
/** A file whose rows name their own sources may name many; the report needs the first ones. */
const MAX_SOURCES = 20;

/** One pass over the rows of a file: skips what an earlier run committed, then commits rows and position together, batch by batch. */
export class ImportRun {
  readonly refused: RefusedFile;
  private readonly deps: Deps;
  private readonly file: Inspected;
  private readonly options: ImportOptions & { origin: Origin };
  private readonly formats: FormatFinder;
  private state: ImportState;
  private seen = 0;
  private batch: FileRow[] = [];

  constructor(deps: Deps, file: Inspected, options: ImportOptions & { origin: Origin }, state: ImportState) {
    this.deps = deps;
    this.file = file;
    this.options = options;
    this.state = state;
    this.formats = new FormatFinder(file, state.fileName, options.onNote ?? (() => {}));
    this.refused = refusedFile(file.path, file.kind, () => this.formats.columns);
    if (state.position > 0 && state.state === 'running')
      options.onNote?.(`接着上次中断处继续：前 ${state.position} 行已导入`);
  }

  async take(row: FileRow): Promise<void> {
    if (row.kind === 'row' && !this.formats.learn(row)) return;
    this.seen += 1;
    if (this.seen <= this.state.position) return;
    this.batch.push(row);
    if (this.batch.length >= BATCH) await this.flush('running');
  }

  /** The source of what names none: a refused row, the note in the audit. */
  private get fallback(): string {
    return this.options.source ?? this.formats.source ?? fileSource(this.state.fileName);
  }

  /** A table of which only the header came is most often a failed export, so it is told. A feed may be empty. */
  private refuseEmpty(): void {
    if (this.file.kind !== 'feed' && !this.formats.leftOut)
      throw new AppError('invalid_input', '文件中没有数据行（只有表头或空列表），没有导入任何内容。');
  }

  /** Commits what was taken before the file turned out to be damaged. */
  async keep(): Promise<void> {
    if (this.batch.length > 0 && this.formats.name !== '') await this.flush('running');
  }

  async finish(): Promise<ImportSummary> {
    this.formats.requireOne();
    if (this.seen === 0) this.refuseEmpty();
    await this.flush('finished');
    const { counts, position, id, sources } = this.state;
    const refusedPath = counts.refused > 0 ? this.refused.path : null;
    return {
      importId: id,
      format: this.formats.name,
      source: sources.join(','),
      rows: position,
      ...counts,
      refusedFile: refusedPath,
      alreadyDone: false,
    };
  }

  private async flush(state: ImportState['state']): Promise<void> {
    const rows = this.batch;
    this.batch = [];
    this.state = await this.deps.transact((unit) => this.commit(unit, rows, state));
    if (state === 'running') this.options.onProgress?.({ ...this.state.counts, rows: this.state.position });
  }

  /** Repeated as a whole when the transaction loses a race; writing the refused file at a fixed offset makes that harmless. */
  private async commit(
    unit: UnitOfWork<IngestTables>,
    rows: FileRow[],
    state: ImportState['state'],
  ): Promise<ImportState> {
    const { records, rowNumbers, origins, broken } = this.takeApart(rows);
    const collected = await collectInUnit(unit, this.deps.keys, records, this.collectOptions(rowNumbers));
    await this.saveBroken(unit, broken);
    const lines = [...broken.map(brokenLine), ...refusedLines(collected, origins)].sort(
      (one, other) => one.row - other.row,
    );
    const refusedBytes =
      lines.length > 0 || this.state.position === 0
        ? await this.refused.writeAt(this.state.refusedBytes, lines)
        : this.state.refusedBytes;
    const next: ImportState = {
      ...{ id: this.state.id, state, refusedBytes, fileName: this.state.fileName, format: this.formats.name },
      sources: named(this.state.sources, records),
      position: this.state.position + rows.length,
      counts: sum(this.state.counts, collected, {
        broken: broken.length,
        withoutDate: undated(collected, records, unit.now),
      }),
    };
    await advanceImport(unit.tx, unit.now, this.state.position, next);
    if (state === 'finished')
      unit.audit({
        actor: this.options.actor,
        action: 'import.finish',
        subject: { kind: 'import', id: next.id },
        detail: { ...next.counts, rows: next.position },
      });
    return next;
  }

  private collectOptions(rowNumbers: number[]): Parameters<typeof collectInUnit>[3] {
    const { jurisdiction, historyDays, origin, actor } = this.options;
    const { id, position } = this.state;
    const sourceType = this.options.sourceType ?? ('other' as const);
    const about = { source: this.fallback, sourceType, jurisdiction, historyDays, origin, actor };
    return {
      ...{ ...about, importId: id, rowNumbers },
      // Who names the source says that the rows belong there.
      ...(this.options.source === undefined && { review: (met) => requireSameMatters(met, id, position) }),
    };
  }

  /** A row may give two posts; what cannot be taken apart is broken. */
  private takeApart(rows: FileRow[]): {
    records: RawRecord[];
    rowNumbers: number[];
    origins: FileRow[];
    broken: BrokenRow[];
  } {
    const found = {
      records: [] as RawRecord[],
      rowNumbers: [] as number[],
      origins: [] as FileRow[],
      broken: [] as BrokenRow[],
    };
    for (const row of rows) {
      const format = row.kind === 'row' ? this.formats.of(row) : null;
      if (row.kind === 'broken') found.broken.push(row);
      else if (typeof format === 'string')
        found.broken.push({
          kind: 'broken',
          row: row.row,
          reason: 'broken_row',
          detail: format,
          raw: JSON.stringify(row.value),
        });
      else if (format) for (const record of format.records(row.value)) this.push(found, record, format, row);
    }
    return found;
  }

  private push(
    found: { records: RawRecord[]; rowNumbers: number[]; origins: FileRow[] },
    record: RawRecord,
    format: RowFormat,
    row: FileRow,
  ): void {
    const source = this.options.source ?? record.source ?? format.source;
    found.records.push({
      ...record,
      source,
      sourceType: this.options.sourceType ?? record.sourceType ?? format.sourceType,
    });
    found.rowNumbers.push(row.row);
    found.origins.push(row);
  }

  private async saveBroken(unit: UnitOfWork<IngestTables>, broken: BrokenRow[]): Promise<void> {
    const { jurisdiction, origin } = this.options;
    const rows = broken.map(({ row, reason, detail }) => ({
      ...{
        id: uuidv7(unit.now),
        source: this.fallback,
        at: unit.now,
        reason,
        detail: maskPersonal(detail),
        row_number: row,
      },
      ...{ import_id: this.state.id, ref: `${this.state.id}:${row}`, jurisdiction, origin },
    }));
    await insertRefused(unit.tx, rows);
  }
}

const brokenLine = ({ row, reason, detail, raw }: BrokenRow): RefusedLine => ({
  row,
  reason: REFUSALS[reason],
  detail,
  value: null,
  raw,
});

function refusedLines(collected: Collected, origins: FileRow[]): RefusedLine[] {
  return collected.items.flatMap((item) => {
    if (item.status !== 'refused') return [];
    const origin = origins[item.index];
    if (origin?.kind !== 'row') throw new AppError('invalid_input', '导入结果与行不对应');
    return [{ row: origin.row, reason: REFUSALS[item.reason], detail: item.detail, value: origin.value, raw: '' }];
  });
}

const named = (before: string[], records: RawRecord[]): string[] =>
  [...new Set([...before, ...records.map((record) => record.source!)])].slice(0, MAX_SOURCES);

const undated = (collected: Collected, records: RawRecord[], now: Date): number =>
  collected.items.filter(
    ({ status, index }) => status !== 'refused' && parseWhen(records[index]!.publishedAt, now).kind === 'none',
  ).length;

function sum(
  before: ImportCounts,
  collected: Collected,
  { broken, withoutDate }: { broken: number; withoutDate: number },
): ImportCounts {
  return {
    new: before.new + collected.new,
    updated: before.updated + collected.updated,
    unchanged: before.unchanged + collected.unchanged,
    refused: before.refused + collected.refused + broken,
    conflicts: before.conflicts + collected.conflicts,
    withoutDate: before.withoutDate + withoutDate,
  };
}
