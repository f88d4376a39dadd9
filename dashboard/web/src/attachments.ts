/** What the store takes; it looks at the bytes again. */
export const PICTURES = 'image/png,image/jpeg,image/webp';
export const PAPERS = `${PICTURES},application/pdf`;
export const TAKEN = '图片（PNG、JPEG、WebP）或扫描件（PDF），每件不超过8MB';
const MOST = 8 * 1024 * 1024;

/** Why a file need not be sent at all, in plain words; null = it can be tried. */
export function whyNotTaken({ type, size }: Pick<File, 'type' | 'size'>): string | null {
  if (!PAPERS.split(',').includes(type)) return '不能上传这种文件，请转换为图片（PNG、JPEG、WebP）或 PDF';
  if (size === 0) return '文件是空的';
  return size > MOST ? '文件超过8MB，请压缩后上传' : null;
}
