import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { AppError } from '../platform/runtime/errors.ts';
import { uuidv7 } from '../platform/runtime/ids.ts';
import type { Actor, Kernel, Origin } from '../platform/runtime/kernel.ts';
import type { AttachmentRow, IngestTables } from './tables.ts';

export const MAX_ATTACHMENT = 8 * 1024 * 1024;
export type FileType = AttachmentRow['media_type'];
export type ImageType = Exclude<FileType, 'application/pdf'>;

/** What an image really is, by its first bytes; SVG and HTML are never images here. */
export function imageTypeOf(bytes: Uint8Array): ImageType | null {
  const at = (offset: number, ...wanted: number[]): boolean =>
    wanted.every((byte, index) => bytes[offset + index] === byte);
  if (at(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (at(0, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  return at(0, 0x52, 0x49, 0x46, 0x46) && at(8, 0x57, 0x45, 0x42, 0x50) ? 'image/webp' : null;
}

/** A PDF from its first byte to its end mark; what only begins like one is cut off or something else. */
const isPdf = (bytes: Buffer): boolean =>
  bytes.subarray(0, 5).toString('latin1') === '%PDF-' && bytes.subarray(-1024).includes('%%EOF');

/** What a file really is, whatever its name says. */
export const fileTypeOf = (bytes: Buffer): FileType | null =>
  imageTypeOf(bytes) ?? (isPdf(bytes) ? 'application/pdf' : null);

/** Store a picture or a scanned paper. @throws AppError 'invalid_input' for another kind of file, 'too_large' beyond 8 MB @returns its id */
export async function storeAttachment(
  kernel: Pick<Kernel<IngestTables>, 'transact'>,
  bytes: Buffer,
  about: { actor: Actor; jurisdiction: string; origin?: Origin },
): Promise<string> {
  const mediaType = fileTypeOf(bytes);
  if (bytes.length > MAX_ATTACHMENT) throw new AppError('too_large', '文件超过 8 MB，请压缩后上传');
  if (!mediaType) throw new AppError('invalid_input', '只接受 PNG、JPEG、WebP 图片或 PDF 文件，请转换后上传');
  return kernel.transact(async (unit) => {
    const id = uuidv7(unit.now);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { actor, jurisdiction, origin } = about;
    await unit.tx
      .insertInto('ingest_attachments')
      .values({
        id,
        media_type: mediaType,
        bytes,
        size: bytes.length,
        sha256,
        added_by: actor.id,
        added_at: unit.now,
        jurisdiction,
        owner_unit: actor.unitId,
        origin: origin ?? 'live',
      })
      .execute();
    unit.audit({
      actor,
      action: 'attachment.add',
      subject: { kind: 'attachment', id },
      detail: { mediaType, size: bytes.length, sha256 },
    });
    return id;
  });
}

export async function readAttachment(
  db: Kysely<IngestTables>,
  id: string,
): Promise<{ mediaType: FileType; bytes: Buffer; sha256: string; origin: Origin; addedBy: string } | null> {
  const row = await db
    .selectFrom('ingest_attachments')
    .select(['media_type', 'bytes', 'sha256', 'origin', 'added_by'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row
    ? { mediaType: row.media_type, bytes: row.bytes, sha256: row.sha256, origin: row.origin, addedBy: row.added_by }
    : null;
}

/** Registrations a screenshot stands in: who may see one of them may see it. Empty until its form is sent. */
export async function mentionsWithAttachment(db: Kysely<IngestTables>, id: string): Promise<string[]> {
  const holds = JSON.stringify({ attachments: [id] });
  const rows = await db
    .selectFrom('ingest_mentions')
    .select('id')
    .where(sql<boolean>`registration @> ${holds}::jsonb`)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Headers under which an attachment is handed out: never sniffed, never run. A PDF may bring scripts along, so it is saved and not shown. */
export const attachmentHeaders = (mediaType: FileType): Record<string, string> => ({
  'Content-Type': mediaType,
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Content-Disposition': `${mediaType === 'application/pdf' ? 'attachment' : 'inline'}; filename="attachment.${mediaType.split('/')[1]}"`,
  'Cache-Control': 'private, no-cache',
});
