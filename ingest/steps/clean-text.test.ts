import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, cleanTitle, MAX_TITLE } from './clean-text.ts';

describe('cleanText', () => {
  it.each([
    ['１２３４５热线，没人接！', '12345热线，没人接！'],
    ['Ｂ栋①号楼', 'B栋1号楼'],
    ['停\u200b水\u00ad三\ufeff天', '停水三天'],
    ['第一行\r\n　　第二行  \t 尾\r\n\r\n\r\n\r\n第三行', '第一行\n第二行 尾\n\n第三行'],
    ['坏字\ud800尾', '坏字\ufffd尾'],
    ['1️⃣3️⃣8', '138'],
    ['\u0000\u0007响\u202e铃', '响铃'],
  ])('%j → %j', (raw, clean) => expect(cleanText(raw)).toBe(clean));

  it('is well-formed, idempotent and never throws, whatever the input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (raw) => {
        const once = cleanText(raw);
        expect(() => encodeURIComponent(once)).not.toThrow();
        expect(cleanText(once)).toBe(once);
      }),
    );
  });

  it('cuts a title visibly and never inside a character', () => {
    const title = cleanTitle('😀'.repeat(MAX_TITLE));
    expect(title.length).toBeLessThanOrEqual(MAX_TITLE);
    expect(title).toMatch(/已截断）$/);
    expect(() => encodeURIComponent(title)).not.toThrow();
  });
});
