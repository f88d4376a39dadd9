import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { internationalSuite as suite } from './crypto.ts';
import { canonicalJson, jsonbText } from './json.ts';

const key = suite.deriveKey(Buffer.alloc(32, 1), 'test');

describe('the crypto suite', () => {
  it('agrees with published vectors (FIPS 180-4, RFC 4231 case 2)', () => {
    expect(suite.hash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(suite.hmac(Buffer.from('Jefe'), 'what do ya want for nothing?')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('gives back what it sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, context) => {
        expect(suite.decrypt(key, suite.encrypt(key, plain, context), context)).toBe(plain);
      }),
    );
  });

  it('seals the same text differently each time', () => {
    expect(suite.encrypt(key, '甲', 'row')).not.toBe(suite.encrypt(key, '甲', 'row'));
  });

  it('refuses another key, another context, a changed or a foreign text', () => {
    const sealed = suite.encrypt(key, '原文', 'row 1');
    const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
    expect(() => suite.decrypt(suite.deriveKey(Buffer.alloc(32, 1), 'other'), sealed, 'row 1')).toThrow();
    expect(() => suite.decrypt(key, sealed, 'row 2')).toThrow();
    expect(() => suite.decrypt(key, changed, 'row 1')).toThrow();
    expect(() => suite.decrypt(key, 'sm4.AAAA', 'row 1')).toThrow(/aes256gcm/);
  });
});

describe('canonical JSON', () => {
  it('is one text whatever the order of keys', () => {
    expect(canonicalJson({ b: [1, { d: 2, c: undefined }], a: '回"应', e: null })).toBe(
      '{"a":"回\\"应","b":[1,{"d":2}],"e":null}',
    );
  });

  it('means the same as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([NaN, Infinity, 1n, () => 1])('refuses %s', (value) => {
    expect(() => canonicalJson({ value })).toThrow(TypeError);
  });
});

describe('JSON for jsonb', () => {
  it.each([
    [{ a: 'x\u0000y' }, { a: 'x\ufffdy' }],
    [{ a: 'half \ud83d pair' }, { a: 'half \ufffd pair' }],
    [{ a: 'whole 😀 pair' }, { a: 'whole 😀 pair' }],
    [{ a: 'written \\u0000' }, { a: 'written \\u0000' }],
    [{ a: 'slash \\\u0000' }, { a: 'slash \\\ufffd' }],
  ])('%j', (value, kept) => {
    expect(JSON.parse(jsonbText(value))).toEqual(kept);
  });
});
