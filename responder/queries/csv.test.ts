import { describe, expect, it } from 'vitest';
import { csvCell, csvRow } from './csv.ts';

describe('CSV cells', () => {
  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+86 内线', `"'+86 内线"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['  =1+1', `"'  =1+1"`],
    ['\tx', `"'\tx"`],
    ['＝1', `"'＝1"`],
  ])('disarms %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  it('quotes commas, quotes and line breaks, leaves plain text and numbers alone', () => {
    expect(csvRow(['甲,乙', '他说"好"', '一\n二', '城东区', 12, -3, null])).toBe(
      '"甲,乙","他说""好""","一\n二",城东区,12,-3,',
    );
  });
});
