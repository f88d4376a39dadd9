import { describe, expect, it } from 'vitest';
import { asUploaded, isUploaded, ofKind, PROOF_KINDS, proofLink, type Proof } from './proofs.ts';

const id = '01900000-0000-7000-8000-000000000001';
const link: Proof = { kind: 'link', value: 'https://news.example.cn/1', outside: true };

describe('what proves a release', () => {
  it('may be a picture from this machine, carried by its number', () => {
    expect(PROOF_KINDS.map(({ value }) => value)).toContain('attachment');
    const waiting = ofKind(link, 'attachment');
    expect([waiting, isUploaded(waiting)]).toEqual([{ kind: 'attachment', value: '', outside: true }, false]);
    expect(isUploaded(asUploaded(waiting, id))).toBe(true);
  });
  it('loses the number of a picture when it is to be words, and keeps words among words', () => {
    expect(ofKind(asUploaded(link, id), 'text').value).toBe('');
    expect(ofKind(link, 'video').value).toBe(link.value);
  });
  it('is opened where it lies; words are read as they stand', () => {
    expect(proofLink(asUploaded(link, id))).toEqual({ href: `/api/v1/attachments/${id}`, text: '查看图片' });
    expect(proofLink(link)!.href).toBe(link.value);
    expect(proofLink({ kind: 'video', value: link.value })!.href).toBe(link.value);
    expect(proofLink({ kind: 'transcript', value: '实录全文' })).toBeNull();
  });
});
