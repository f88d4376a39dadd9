import { describe, expect, it } from 'vitest';
import type { SourceType } from '../raw-record.ts';
import { personalIdOf } from './personal-id.ts';

const NOW = new Date('2026-11-22T10:00:00+08:00');

describe('ids that are personal data', () => {
  it.each<[string, string, SourceType, string | null]>([
    ['a mobile number', '13800138000', 'hotline', '[手机号]'],
    ['a written one', '+86 138-0013-8000', 'other', '[手机号]'],
    ['one with a running number', '13800138000-2', 'board', '[手机号]'],
    ['one with a day', '20260223_13800138000', 'petition', '[手机号]'],
    ['a telephone', '027-87654321', 'hotline', '[电话号码]'],
    ['an identity number', '110101199003070011'.replace(/\d$/, checkDigit('11010119900307001')), 'hotline', '[证件号]'],
    ['one on a platform', `11010119900307001${checkDigit('11010119900307001')}`, 'weibo', '[证件号]'],
    ['one of the first generation', '110101650307001', 'petition', '[证件号]'],
    ['a code', 'GD13800138000', 'hotline', null],
    ['an order number', '2026022313800', 'hotline', null],
    ['a number in groups', '1502-2023-001', 'hotline', null],
    ['the number of a post', '13800138000', 'weibo', null],
    ['the number of a video', '110101650307001', 'video', null],
    ['area code, day and running number', '420100240223001', 'hotline', null],
    ['the same of eighteen digits', `42010020240223001${checkDigit('42010020240223001')}`, 'hotline', null],
    ['a row number', '1', 'other', null],
    ['a UUID', '018f1380-0138-7000-8380-138001380001', 'manual', null],
  ])('%s %s', (_name, own, sourceType, expected) => expect(personalIdOf(own, sourceType, NOW)).toBe(expected));
});

/** GB 11643, written anew so that the test does not lean on what it tests. */
function checkDigit(seventeen: string): string {
  const sum = [...seventeen].reduce((total, digit, index) => total + Number(digit) * (2 ** (17 - index) % 11), 0);
  return '10X98765432'[sum % 11]!;
}
