import { TEMPLATE_HEAD, templateRows } from './roster-template-rows.ts';

/** The same template as a workbook. Its cells are text: a spreadsheet that makes dates of them would write them back in its own way. */
export async function templateBook(month: string): Promise<Buffer> {
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet(month);
  sheet.columns = TEMPLATE_HEAD.map((header, index) => ({
    header,
    width: index === 0 ? 20 : 14,
    style: { numFmt: '@' },
  }));
  sheet.addRows(templateRows(month));
  sheet.getRow(1).font = { bold: true };
  sheet.views = [{ state: 'frozen', ySplit: 1 }];
  return Buffer.from(await book.xlsx.writeBuffer());
}
