import { describe, expect, it } from 'vitest';
import { makeWorkbook, makeZip } from '../imports/make-workbook.ts';
import { tableText } from './table-text.ts';

/** Small as a file, 16 MB unpacked, and not so regular that its ratio gives it away. */
const strings = `<sst>${Array.from({ length: 600_000 }, (_, n) => `<si><t>值班员${n % 977}</t></si>`).join('')}</sst>`;
const swollen = (told?: number): Buffer =>
  makeZip([
    { name: 'xl/workbook.xml', text: '<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>' },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: '<Relationships><Relationship Id="r1" Target="s.xml"/></Relationships>',
    },
    { name: 'xl/s.xml', text: '<worksheet><sheetData/></worksheet>' },
    { name: 'xl/sharedStrings.xml', text: strings, ...(told !== undefined && { told }) },
  ]);

describe('a small table handed over as a workbook', () => {
  it('is read', async () => {
    const table = await tableText(
      makeWorkbook([
        {
          name: '值班表',
          rows: [
            ['起', '止'],
            ['08:30', '17:30'],
          ],
        },
      ]),
    );
    expect(table).toBe('起\t止\n08:30\t17:30');
  });

  it.each<[string, number | undefined]>([
    ['says that it unpacks to far more than a table of shifts', undefined],
    ['says that it is small, and is not', 1000],
  ])('that %s is refused with what to do', async (_name, told) => {
    const bytes = swollen(told);
    expect(bytes.length).toBeLessThan(1024 * 1024);
    await expect(tableText(bytes)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/解压后超过 8 MB，已拒绝；请只保留所需的工作表/) as string,
    });
  });
});
