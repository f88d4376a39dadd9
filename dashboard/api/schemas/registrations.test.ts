import { describe, expect, it } from 'vitest';
import { registerRequest } from './registrations.ts';

const entry = { text: '和平街道停水', toldVia: 'phone', toldBy: '城东区总值班室', toldAt: '2026-03-10T09:00:00+08:00' };
const problems = (changes: object): string[] =>
  registerRequest.safeParse({ ...entry, ...changes }).error?.issues.map(({ message }) => message) ?? [];

describe('快速登记', () => {
  it('takes what was told, without the blanks around it', () => {
    expect(registerRequest.parse({ ...entry, text: ' 停水 ' }).text).toBe('停水');
  });
  it('refuses blanks for a text and for who told it, and says so', () => {
    expect(problems({ text: ' \n　' })).toEqual(['链接、文字、截图至少填写一项']);
    expect(problems({ toldBy: '  ' })).toEqual(['请填写由谁告知']);
    expect(problems({ text: undefined, attachments: ['0193b7a0-0000-7000-8000-000000000000'] })).toEqual([]);
  });
});
