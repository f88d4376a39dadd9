import { columnKey, planColumns } from '../formats/columns.ts';
import { mediaCrawlerFormat } from '../formats/mediacrawler.ts';
import { vendorFormat } from '../formats/vendor.ts';

/**
 * Names of the columns, trimmed. A name that stands there twice is told apart ("内容", "内容(2)"), or the later column would silently take the
 * place of the earlier one; the bracket is no part of what is compared, so two columns of one meaning are still refused with both names.
 */
export function columnNames(cells: string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell) => {
    const name = cell.trim();
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 || name === '' ? name : `${name}(${times})`;
  });
}

/** Whether a row of cells is the header: it has a text or title column, or two known columns, or is a known export. */
export function headerLooksRight(cells: string[]): boolean {
  const names = cells.map((cell) => cell.trim()).filter((cell) => cell !== '' && columnKey(cell).length <= 40);
  if (names.length === 0) return false;
  const fields = new Set(planColumns(names).fields.values());
  if (fields.size >= 2 || ((fields.has('text') || fields.has('title')) && names.length === 1)) return true;
  return mediaCrawlerFormat(names, '') !== null || vendorFormat(names) !== null;
}
