import type { TicketDetail } from '../../api/schemas/tickets.ts';

export type Proof = TicketDetail['releases'][number]['proofs'][number];

/** In the order of the list. A picture is uploaded; the service takes no film, that is proved by where it lies. */
export const PROOF_KINDS: readonly { value: Proof['kind']; label: string }[] = [
  { value: 'link', label: '链接' },
  { value: 'attachment', label: '截图、照片' },
  { value: 'transcript', label: '文字实录' },
  { value: 'video', label: '视频' },
  { value: 'text', label: '说明' },
];

export const proofKindName = (kind: Proof['kind']): string =>
  PROOF_KINDS.find(({ value }) => value === kind)?.label ?? '照片';

/** Another kind of proof is another value: no number of a picture stands as words, no words as a picture. */
export const ofKind = (proof: Proof, kind: Proof['kind']): Proof =>
  (kind === 'attachment') === (proof.kind === 'attachment') ? { ...proof, kind } : { ...proof, kind, value: '' };

export const asUploaded = (proof: Proof, id: string): Proof => ({ ...proof, kind: 'attachment', value: id });
export const isUploaded = ({ kind, value }: Proof): boolean => kind === 'attachment' && value !== '';

/** A proof as some page reads it. */
export interface Told {
  kind: string;
  value: string;
}

/** Where a proof is looked at; null = its value is the proof. */
export function proofLink({ kind, value }: Told): { href: string; text: string } | null {
  if (kind === 'attachment') return { href: `/api/v1/attachments/${value}`, text: '查看图片' };
  // A film or a transcript is told by where it lies, or in words.
  return /^https?:\/\//u.test(value) ? { href: value, text: value } : null;
}
