import { parentPort, workerData } from 'node:worker_threads';
import { once } from 'node:events';
import { XmlError } from '../xml-sax.ts';
import { readSheet, type SheetRow } from './sheet.ts';
import { openWorkbook } from './workbook.ts';
import { readDirectory, WorkbookError } from './zip.ts';

/** What the worker tells: it waits for an answer after every batch, so that a slow importer does not make memory grow. */
export type WorkbookMessage =
  | { kind: 'sheet'; name: string }
  | { kind: 'rows'; rows: SheetRow[] }
  | { kind: 'end' }
  | { kind: 'error'; message: string };

const BATCH = 500;
const port = parentPort!;
const send = (message: WorkbookMessage): void => port.postMessage(message);

/** What the worker is asked: with `most` for a table of so many bytes at most. */
export interface WorkbookTask {
  path: string;
  most?: number | undefined;
}

async function read({ path, most }: WorkbookTask): Promise<void> {
  const book = await openWorkbook(path, readDirectory(path, most));
  for (const { name, entry } of book.sheets) {
    send({ kind: 'sheet', name });
    let batch: SheetRow[] = [];
    for await (const rows of readSheet(path, entry, book)) {
      batch.push(...rows);
      if (batch.length < BATCH) continue;
      send({ kind: 'rows', rows: batch });
      await once(port, 'message');
      batch = [];
    }
    send({ kind: 'rows', rows: batch });
    await once(port, 'message');
  }
  send({ kind: 'end' });
}

read(workerData as WorkbookTask)
  .catch((error: unknown) => {
    const known = error instanceof WorkbookError || error instanceof XmlError;
    send({
      kind: 'error',
      message: known ? error.message : `工作簿无法读取：${error instanceof Error ? error.message : String(error)}`,
    });
  })
  .finally(() => port.unref());
