import { gunzipSync } from 'node:zlib';
import { sniffCharset } from '../readers/charset.ts';
import { XmlError } from '../readers/xml-sax.ts';

/** A feed beyond this is not a feed of news; the limit bounds memory and time. */
export const MAX_FEED_BYTES = 32 * 1024 * 1024;

/** Text of a feed document, whatever its encoding; a gzip file is unpacked within the size limit. @throws XmlError */
export function decodeFeed(bytes: Uint8Array, contentType: string | undefined): string {
  const plain = unpack(bytes);
  if (plain.length > MAX_FEED_BYTES) throw new XmlError(`订阅源超过 ${MAX_FEED_BYTES / 1024 / 1024} MB，已拒绝`);
  const head = new TextDecoder('latin1').decode(plain.subarray(0, 1024));
  const http = /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1];
  const own = /<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1];
  const text = new TextDecoder(sniffCharset(plain, [http, own])).decode(plain);
  // Characters XML forbids come from careless exporters; what stands around them is good.
  // eslint-disable-next-line no-control-regex -- removing exactly these is the purpose
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').trimStart();
}

function unpack(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_FEED_BYTES });
  } catch {
    throw new XmlError('压缩的订阅源无法解压，或解压后过大');
  }
}
