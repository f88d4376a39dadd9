import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../platform/runtime/errors.ts';
import { parseFeed } from './parse-feed.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const reason = (document: string | Uint8Array): string => {
  try {
    parseFeed(typeof document === 'string' ? bytes(document) : document);
    return 'read';
  } catch (error) {
    return error instanceof AppError ? error.message : `crash: ${String(error)}`;
  }
};

const RSS = `<rss version="2.0"><channel><title>江城论坛</title>
<item><guid>7</guid><link>/t/7</link><title>停水 &amp;lt;第三天&amp;gt;</title><description><![CDATA[<p>城东区<b>停水</b></p>]]></description><pubDate>Sat, 21 Nov 2026 08:00:00 +0800</pubDate></item>
<item></item></channel></rss>`;

describe('parseFeed', () => {
  it('reads RSS with relative links, escaped titles and empty entries, in document order', () => {
    expect(parseFeed(bytes(RSS), { url: 'https://bbs.example.cn/rss' })).toEqual([
      {
        id: '7',
        url: 'https://bbs.example.cn/t/7',
        title: '停水 <第三天>',
        body: '城东区停水',
        publishedAt: '2026-11-21T08:00:00+08:00',
      },
      { id: null, url: null, title: '', body: '', publishedAt: null },
    ]);
  });

  it('reads RSS without <channel>, RDF and Atom 0.3', () => {
    expect(parseFeed(bytes('<rss><item><title>甲</title></item></rss>'))).toHaveLength(1);
    const rdf =
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/><item rdf:about="http://a.cn/1"><title>乙</title></item></rdf:RDF>';
    expect(parseFeed(bytes(rdf))[0]).toMatchObject({ id: 'http://a.cn/1', title: '乙' });
    const atom =
      '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped">&lt;b&gt;丙&lt;/b&gt;</title><modified>2026-11-21T00:00:00Z</modified></entry></feed>';
    expect(parseFeed(bytes(atom))[0]).toMatchObject({ title: '丙', publishedAt: '2026-11-21T08:00:00+08:00' });
  });

  it('reads JSON Feed; a body that only repeats the title is empty', () => {
    const feed = {
      version: 'https://jsonfeed.org/version/1.1',
      items: [{ id: 7, url: 'https://a.cn/7', title: '停电', content_html: '停电' }, 'x'],
    };
    expect(parseFeed(bytes(JSON.stringify(feed)))).toEqual([
      { id: '7', url: 'https://a.cn/7', title: '停电', body: '', publishedAt: null },
      { id: null, url: null, title: '', body: '', publishedAt: null },
    ]);
  });

  it.each([
    ['gbk', '<?xml version="1.0" encoding="gbk"?>'],
    ['big5', '<?xml version="1.0" encoding="Big5"?>'],
    ['gbk', ''],
    ['gbk', '<?xml version="1.0" encoding="utf-8"?>'],
    ['utf-8', '<?xml version="1.0" encoding="utf-8"?>'],
    ['utf16le', '<?xml version="1.0" encoding="utf-16"?>'],
  ])('reads %s under %j', (charset, declaration) => {
    const document = iconv.encode(
      `${declaration}<rss><item><title>江城市停水三天，求助</title></item></rss>`,
      charset,
      { addBOM: charset === 'utf16le' },
    );
    expect(parseFeed(document)[0]!.title).toBe('江城市停水三天，求助');
  });

  it('believes the charset of HTTP', () => {
    const document = iconv.encode('<rss><item><title>江城熱線</title></item></rss>', 'big5');
    expect(parseFeed(document, { contentType: 'application/xml; charset=big5' })[0]!.title).toBe('江城熱線');
  });

  it.each([
    ['', '内容是空的'],
    ['你好', '既不是 XML'],
    ['<!DOCTYPE html><html></html>', '这是网页'],
    ['<!DOCTYPE r [<!ENTITY a "aaaa">]><rss/>', '内部 DOCTYPE'],
    [
      '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><title>&x;</title></item></rss>',
      '内部 DOCTYPE',
    ],
    ['<rss><item><title>没有写完', '没有写完'],
    ['<rss><item><title', '没有写完'],
    ['<rss></item></rss>', '不配对'],
    ['<note/>', '根元素是 <note>'],
    ['{"items":', 'JSON 写法有误'],
    ['{"items":[]}', '不是 JSON Feed'],
  ])('refuses %j', (document, expected) => expect(reason(document)).toContain(expected));

  it('bounds depth and tags', () => {
    expect(reason(`<rss>${'<a>'.repeat(300)}`)).toContain('结构过深');
    expect(reason(`<rss ${'a="1" '.repeat(60_000)}`)).toContain('XML');
  });

  it('ignores external DOCTYPE ids and never expands entities of its own', () => {
    const external =
      '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd"><rss><item><title>&lol;&amp;lt;</title></item></rss>';
    expect(parseFeed(bytes(external))[0]!.title).toBe('&lol;<');
    expect(
      parseFeed(bytes(`<rss><item><title>${'&#65;'.repeat(100_000)}</title></item></rss>`))[0]!.title,
    ).toHaveLength(100_000);
  });

  it('gives an error, never a crash, on broken documents', () => {
    const cut = fc.tuple(
      fc.integer({ min: 0, max: RSS.length }),
      fc.integer({ min: 0, max: 40 }),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(cut, ([at, width, instead]) => {
        expect(reason(RSS.slice(0, at) + instead + RSS.slice(at + width))).not.toMatch(/^crash/);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (raw) => {
        expect(reason(raw)).not.toMatch(/^crash/);
      }),
    );
  });
});
