import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import type { Mention } from '../../ingest/messages.ts';
import { loadEventBooks } from './books.ts';
import { invent } from './invent.ts';
import { memberOf, type Member } from './member.ts';
import { paint } from './picture.ts';

const books = loadEventBooks(shippedConfigFolder());
const start = Date.parse('2026-11-20T08:00:00+08:00');
const told = (minutes: number, text: string, mention: Partial<Mention> = {}): Member => {
  const at = new Date(start + minutes * 60_000);
  return memberOf(invent({ at, text, mention }), at, books.grouping);
};
const order = (number: string, owner: string | null) => ({ number, owner, dueAt: null });

describe('the picture of an event', () => {
  it('names the orders inside with the mention that brought them, and its kinds of intake', () => {
    const post = told(0, '和平里小区停水');
    const first = told(5, '来电反映和平里小区停水', {
      ...{ source: '12345', sourceType: 'hotline', intakeKind: 'complaint', order: order('DH-1', '水务集团') },
    });
    const again = told(9, '再次来电反映和平里小区停水', {
      ...{ source: '12345', sourceType: 'hotline', intakeKind: 'complaint', order: order('DH-2', null) },
    });
    const { picture } = paint([again, post, first], start + 3_600_000, books);
    expect(picture.orders).toEqual([
      { ...order('DH-1', '水务集团'), mentionId: first.id, source: '12345' },
      { ...order('DH-2', null), mentionId: again.id, source: '12345' },
    ]);
    expect(picture.intakeKinds).toEqual(['complaint', 'opinion']);
  });

  it('tells one order once, as its newest report has it', () => {
    const mention = { source: '12345', intakeKind: 'complaint' } as const;
    const members = [
      told(0, '反映停水', { ...mention, order: order('DH-1', null) }),
      told(30, '反映停水，已转水务', { ...mention, order: order('DH-1', '水务集团') }),
    ];
    const { picture } = paint(members, start + 3_600_000, books);
    expect(picture.orders).toEqual([{ ...order('DH-1', '水务集团'), mentionId: members[1]!.id, source: '12345' }]);
  });
});
