import { describe, expect, it } from 'vitest';
import { whyNotTaken } from './attachments.ts';

describe('a file for a report', () => {
  it.each<[string, string, number, string | null]>([
    ['a photo', 'image/jpeg', 2_000_000, null],
    ['a scan', 'application/pdf', 2_000_000, null],
    ['a text', 'text/plain', 20, '不能上传这种文件，请转换为图片（PNG、JPEG、WebP）或 PDF'],
    ['no type at all', '', 20, '不能上传这种文件，请转换为图片（PNG、JPEG、WebP）或 PDF'],
    ['nothing', 'image/png', 0, '文件是空的'],
    ['too much', 'application/pdf', 9_000_000, '文件超过8MB，请压缩后上传'],
  ])('%s', (_, type, size, why) => expect(whyNotTaken({ type, size })).toBe(why));
});
