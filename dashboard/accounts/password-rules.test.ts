import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRulebook, shippedConfigFolder } from '../../config/load.ts';
import { accessSchema } from '../../config/schema/access.ts';
import { departmentsSchema } from '../../config/schema/departments.ts';
import { Units } from '../api/units.ts';
import { oneTimePassword } from './one-time-secret.ts';
import { hashPassword, NOBODYS_HASH, verifyPassword } from './password-hash.ts';
import { passwordExpired, passwordProblem } from './password-rules.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './seed-demo-accounts.ts';
import { roleProblem } from './role-rules.ts';

const book = loadRulebook(shippedConfigFolder(), 'access', accessSchema);
const units = new Units(loadRulebook(shippedConfigFolder(), 'departments', departmentsSchema));

describe('password rule S-1', () => {
  it.each([
    ['Abcdefg1', '至少 10 位'],
    ['abcdefghijkl', '至少 3 类'],
    ['abcdefgh1234', '至少 3 类'],
    ['Zhujian#2026', '登录名'],
  ])('%s is refused: %s', (password, why) => {
    expect(passwordProblem(password, 'zhujian', book.password)).toContain(why);
  });

  it.each(['Abcdefgh12', 'abc-def-123', '江城市应急值班Ab1'])('%s is accepted', (password) => {
    expect(passwordProblem(password, 'zhujian', book.password)).toBeNull();
  });

  it('makes one-time passwords that pass the rule', () => {
    fc.assert(
      fc.property(fc.constant(null), () => passwordProblem(oneTimePassword(), 'somebody', book.password) === null),
    );
  });

  it('runs out after the days of the book', () => {
    const changed = new Date('2026-01-01T00:00:00+08:00');
    expect(passwordExpired(changed, new Date('2026-04-01T00:00:00+08:00'), book.password)).toBe(false);
    expect(passwordExpired(changed, new Date('2026-04-01T00:00:01+08:00'), book.password)).toBe(true);
  });
});

describe('password hash', () => {
  it('tells the right one from the wrong one and never repeats', async () => {
    const [first, second] = await Promise.all([hashPassword('Right-one-1'), hashPassword('Right-one-1')]);
    expect(first).not.toBe(second);
    expect(await verifyPassword('Right-one-1', first)).toBe(true);
    expect(await verifyPassword('right-one-1', first)).toBe(false);
  });
  it('costs as much for nobody as for somebody', () => {
    expect(NOBODYS_HASH.split('$').slice(0, 4)).toEqual(['scrypt', '15', '8', '1']);
    expect(Buffer.from(NOBODYS_HASH.split('$')[5]!, 'base64url')).toHaveLength(32);
  });
  it('refuses a text that is no hash', async () => {
    expect(await verifyPassword('x', 'plain')).toBe(false);
  });
});

describe('demo accounts', () => {
  it('obey the role rules and share a password that obeys the password rule', () => {
    for (const account of DEMO_ACCOUNTS) {
      expect(
        roleProblem(account.roles, account.unitId, (id) => units.kindOf(id)),
        account.login,
      ).toBeNull();
      expect(passwordProblem(DEMO_PASSWORD, account.login, book.password)).toBeNull();
    }
  });
});
