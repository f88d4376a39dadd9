import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadResponderBooks } from '../books.ts';
import { draftWords, signBy, signer, type Draft } from './my-papers.ts';

const { escalation } = loadResponderBooks(shippedConfigFolder());
const paper = (kind: Draft['kind'], reason = '“研判”逾期') => ({ kind, reason });

describe('papers the ladder drafted', () => {
  it('one is named with its reason, several of a kind are counted with all they are about', () => {
    expect(draftWords([paper('urge')])).toBe('签发或不予签发催办稿：“研判”逾期');
    const several = [paper('supervise'), paper('supervise', '“签收”逾期'), paper('supervise')];
    expect(draftWords(several)).toBe('签发或不予签发督办稿 3 件：“研判”逾期、“签收”逾期');
  });

  it.each<[Draft['kind'], Parameters<typeof signer>[1]['roles'], string]>([
    ['urge', ['duty_officer'], '值班员'],
    ['urge', ['duty_leader'], '值班员'],
    ['supervise', ['duty_leader'], '带班领导'],
    ['supervise', ['duty_officer', 'duty_leader'], '值班员'],
    ['criticise', ['duty_officer', 'duty_leader'], '带班领导'],
    ['criticise', ['supervisor'], '督查人员'],
  ])('%s is signed, says the list of %j, by %s', (kind, roles, post) => expect(signer(kind, { roles })).toBe(post));

  const draft = (colour: Draft['colour'], ...rungs: string[]): Draft => ({
    ...{ ticket_id: 't', number: '', title: '', kind: 'urge', unit: 'housing', reason: '', colour },
    made_at: new Date('2026-03-10T09:00:00+08:00'),
    points: [
      { kind: 'due', at: '2026-03-10T09:01:00+08:00' },
      ...rungs.map((at) => ({ kind: 'escalate' as const, at: `2026-03-${at}:00+08:00` })),
    ],
  });
  it.each<[string, Draft, string]>([
    ['of a red matter within half an hour', draft('red'), '10T09:30'],
    ['of an orange one within one', draft('orange'), '10T10:00'],
    ['of others within a day', draft(null), '11T09:00'],
    ['before the next rung of the ladder drafts more', draft('yellow', '09T09:00', '10T09:00', '10T18:00'), '10T18:00'],
    ['a rung far ahead makes it no later', draft('orange', '12T09:00'), '10T10:00'],
  ])('is due %s', (_name, one, due) => {
    expect(signBy(one, escalation)).toEqual(new Date(`2026-03-${due}:00+08:00`));
  });
});
