import { describe, expect, it } from 'vitest';
import { BUSINESS, MATRIX } from '../../../tests/harness/authorisation-matrix.ts';
import { menuFor, SITE_PAGES, whyRefused } from './site-pages.ts';

describe('the pages of the business part', () => {
  it.each(SITE_PAGES.map((page) => [page.title, page] as const))(
    '%s is open to whoever may read it',
    (_title, page) => {
      const may = MATRIX[page.rests];
      expect(Array.isArray(may)).toBe(true);
      for (const role of BUSINESS)
        expect([role, whyRefused(page.name, [role]) === null]).toEqual([role, may!.includes(role)]);
    },
  );
  it('says whom it refuses what, and shows nobody in the menu what it refuses', () => {
    expect(whyRefused('papers', ['duty_officer'])).toContain('来文');
    expect(whyRefused('accountability', ['handler'])).toContain('问责');
    expect(whyRefused('ticket', ['handler'])).toBeNull();
    for (const role of BUSINESS) for (const { name } of menuFor([role])) expect(whyRefused(name, [role])).toBeNull();
  });
});
