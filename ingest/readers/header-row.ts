import { columnKey, planColumns } from '../formats/columns.ts';
import { mediaCrawlerFormat } from '../formats/mediacrawler.ts';
import { vendorFormat } from '../formats/vendor.ts';

/** Whether a row of cells is the header: it has a text or title column, or two known columns, or is a known export. */
export function headerLooksRight(cells: string[]): boolean {
  const names = cells.map((cell) => cell.trim()).filter((cell) => cell !== '' && columnKey(cell).length <= 40);
  if (names.length === 0) return false;
  const fields = new Set(planColumns(names).fields.values());
  if (fields.size >= 2 || ((fields.has('text') || fields.has('title')) && names.length === 1)) return true;
  return mediaCrawlerFormat(names, '') !== null || vendorFormat(names) !== null;
}
