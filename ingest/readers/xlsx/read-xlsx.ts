import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../../platform/runtime/errors.ts';
import { workerEntry } from '../../../platform/runtime/worker-entry.ts';
import { columnNames, headerLooksRight } from '../header-row.ts';
import type { RowItem } from '../row-item.ts';
import type { SheetRow } from './sheet.ts';
import type { WorkbookMessage, WorkbookTask } from './xlsx-worker.ts';

const MEMORY_MB = 768;

/**
 * Rows of every visible sheet that has a header we know, read in a worker of its own with capped memory: a hostile workbook
 * ends that worker, never the program. Sheets without a known header are passed over unless no sheet has one.
 * @throws AppError 'invalid_input' with the reason
 */
export async function* readXlsx(path: string): AsyncGenerator<RowItem & { sheet: string }> {
  const sheet = { name: '', header: null as string[] | null, above: [] as SheetRow[] };
  let unknown: SheetRow[] | null = null;
  let yielded = false;
  for await (const message of readSheets(path)) {
    if (message.kind === 'sheet') Object.assign(sheet, { name: message.name, header: null, above: [] });
    else {
      for (const item of itemsOf(message.rows, sheet)) {
        yielded = true;
        yield { ...item, sheet: sheet.name };
      }
      if (sheet.header === null) unknown ??= sheet.above.length > 0 ? sheet.above : null;
    }
  }
  if (!yielded && unknown) yield* withoutHeader(unknown);
}

/**
 * Visible sheets one after the other, each by its name and then its rows; of a small table, unpacked no more than `most` bytes.
 * @throws AppError 'invalid_input' with the reason
 */
export async function* readSheets(
  path: string,
  most?: number,
): AsyncGenerator<Extract<WorkbookMessage, { kind: 'sheet' | 'rows' }>> {
  const { url, options } = workerEntry(import.meta.url, './xlsx-worker');
  const worker = new Worker(url, {
    ...options,
    workerData: { path, most } satisfies WorkbookTask,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const stop = new AbortController();
  worker.once('exit', () => stop.abort());
  try {
    for await (const message of messagesOf(worker, stop.signal)) {
      if (message.kind === 'error') throw new AppError('invalid_input', message.message);
      if (message.kind === 'end') return;
      yield message;
      if (message.kind === 'rows') worker.postMessage('next');
    }
  } finally {
    await worker.terminate();
  }
}

async function* messagesOf(worker: Worker, signal: AbortSignal): AsyncGenerator<WorkbookMessage> {
  try {
    for await (const [message] of on(worker, 'message', { signal }) as AsyncIterable<[WorkbookMessage]>) yield message;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_WORKER_OUT_OF_MEMORY' || code === 'ABORT_ERR')
      throw new AppError('invalid_input', '工作簿过大，读取所需内存超过上限，请拆分后导入');
    throw error;
  }
}

function* itemsOf(rows: SheetRow[], sheet: { header: string[] | null; above: SheetRow[] }): Generator<RowItem> {
  for (const { row, cells } of rows) {
    if (sheet.header) yield toItem(row, cells, sheet.header);
    else if (headerLooksRight(cells)) sheet.header = columnNames(cells);
    else if (sheet.above.length < 10) sheet.above.push({ row, cells });
  }
}

function toItem(row: number, cells: string[], header: string[]): RowItem {
  return {
    kind: 'row',
    row,
    value: Object.fromEntries(header.flatMap((name, index) => (name === '' ? [] : [[name, cells[index] ?? '']]))),
  };
}

/** Nothing looks like a header: hand over the first rows so that the error can name the columns found. */
function* withoutHeader(rows: SheetRow[]): Generator<RowItem & { sheet: string }> {
  const [header, first] = rows;
  yield { ...toItem((first ?? header!).row, (first ?? header!).cells, header!.cells), sheet: '' };
}
