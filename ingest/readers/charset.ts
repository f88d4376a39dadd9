import { isUtf8 } from 'node:buffer';

/** The encoding of a whole document in memory: byte order mark, then what HTTP and the document say if the bytes agree, then the bytes themselves. */
export function sniffCharset(bytes: Uint8Array, declared: (string | null | undefined)[]): string {
  const mark = byteOrderMark(bytes);
  if (mark) return mark;
  for (const label of declared) {
    const charset = label ? knownCharset(label) : null;
    if (charset && agrees(bytes, charset)) return charset;
  }
  return guessCharset(bytes);
}

/** Text of bytes that may come from a Chinese office machine. */
export interface Decoded {
  text: string;
  /** As TextDecoder names it. */
  charset: string;
  /** False when some bytes mean nothing in it: U+FFFD stands for them. */
  sound: boolean;
}

/** UTF-8 where the bytes are that, broken or not; else what they and `declared` say, GB18030 first of all. */
export function decodeText(bytes: Buffer, declared: (string | null | undefined)[] = []): Decoded {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  if (isUtf8(bytes)) return { text, charset: 'utf-8', sound: true };
  if (moreWholeThanBroken(text)) return { text, charset: 'utf-8', sound: false };
  const charset = sniffCharset(bytes, declared);
  const read = new TextDecoder(charset).decode(bytes);
  return { text: read, charset, sound: !read.includes('\ufffd') };
}

/** Even a short line of UTF-8 that lost a byte: GB18030 read as UTF-8 hardly ever gives a Chinese character. */
function moreWholeThanBroken(text: string): boolean {
  let [whole, broken] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd) broken += 1;
    else if (code >= 0x3000) whole += 1;
  }
  return whole > broken;
}

export function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

/** Without any statement: valid UTF-8 is UTF-8; high bytes in pairs are GB18030; the rest is western. */
export function guessCharset(bytes: Uint8Array): string {
  if (bytes[1] === 0 && bytes[0] !== 0) return 'utf-16le';
  if (bytes[0] === 0 && bytes[1] !== undefined && bytes[1] !== 0) return 'utf-16be';
  if (isUtf8(bytes)) return 'utf-8';
  return pairedHighBytes(bytes) >= 0.8 ? 'gb18030' : mostlyUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

/** Share of bytes ≥ 0x80 that stand beside another: near 1 in Chinese text, near 0 in western. */
function pairedHighBytes(bytes: Uint8Array): number {
  let high = 0;
  let paired = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    if (bytes[index]! < 0x80) continue;
    high += 1;
    if ((bytes[index - 1] ?? 0) >= 0x80 || (bytes[index + 1] ?? 0) >= 0x80) paired += 1;
  }
  return mostlyUtf8(bytes) ? 0 : high === 0 ? 0 : paired / high;
}

/** UTF-8 with a few broken bytes (a cut file) is still UTF-8. */
export function mostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes);
  let broken = 0;
  let wide = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0xfffd) broken += 1;
    else if (code > 0x7f) wide += 1;
  }
  return broken * 20 <= wide;
}

function knownCharset(label: string): string | null {
  const plain = label.trim().toLowerCase();
  if (plain === 'us-ascii' || plain === 'ascii') return null;
  const wanted = plain === 'gb2312' || plain === 'gbk' || plain === 'gb_2312-80' ? 'gb18030' : plain;
  try {
    return new TextDecoder(wanted).encoding;
  } catch {
    return null; // a label nobody knows says nothing
  }
}

/** A document that calls itself UTF-8 and is not must not lose its letters; UTF-16 in a document readable as ASCII is a slip. */
function agrees(bytes: Uint8Array, charset: string): boolean {
  if (charset === 'utf-8') return isUtf8(bytes) || mostlyUtf8(bytes);
  return charset.startsWith('utf-16') ? bytes[0] === 0 || bytes[1] === 0 : true;
}
