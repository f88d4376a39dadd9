import { deflateRawSync } from 'node:zlib';

/** Test data: a zip file of texts, and a minimal workbook. Not used by the product. */
/** `told`: the unpacked size the file claims, where it lies. */
export function makeZip(entries: { name: string; text: string; told?: number }[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text, told } of entries) {
    const raw = Buffer.from(text);
    const data = deflateRawSync(raw);
    const title = Buffer.from(name);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(8, 8);
    header.writeUInt16LE(title.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt32LE(told ?? raw.length, 24);
    central.writeUInt16LE(title.length, 28);
    central.writeUInt32LE(offset, 42);
    bodies.push(header, title, data);
    directory.push(central, title);
    offset += 30 + title.length + data.length;
  }
  const end = Buffer.alloc(22);
  const size = Buffer.concat(directory).length;
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

type Cell = string | { date: number };

export function makeWorkbook(sheets: { name: string; rows: Cell[][] }[]): Buffer {
  const strings: string[] = [];
  const cell = (value: Cell, at: string): string => {
    if (typeof value !== 'string') return `<c r="${at}" s="1"><v>${value.date}</v></c>`;
    return `<c r="${at}" t="s"><v>${strings.push(value) - 1}</v></c>`;
  };
  const row = (cells: Cell[], index: number): string =>
    `<row r="${index + 1}">${cells.map((value, column) => cell(value, String.fromCharCode(65 + column) + String(index + 1))).join('')}</row>`;
  const parts = sheets.map(({ rows }, index) => ({
    name: `xl/worksheets/sheet${index + 1}.xml`,
    text: `<worksheet><dimension ref="A1:XFD1048576"/><sheetData>${rows.map(row).join('')}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>`,
  }));
  const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return makeZip([
    {
      name: 'xl/workbook.xml',
      text: `<workbook><sheets>${sheets.map(({ name }, index) => `<sheet name="${name}" r:id="r${index + 1}"/>`).join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: `<Relationships>${sheets.map((_, index) => `<Relationship Id="r${index + 1}" Target="worksheets/sheet${index + 1}.xml"/>`).join('')}</Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      text: '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>',
    },
    {
      name: 'xl/sharedStrings.xml',
      text: `<sst>${strings.map((text) => `<si><r><t>${escape(text)}</t></r><rPh><t>拼音</t></rPh></si>`).join('')}</sst>`,
    },
    ...parts,
  ]);
}
