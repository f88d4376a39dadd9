import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeys, loadKeys, masterKeyFile } from './keys.ts';

let dataFolder: string;
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'huiying-keys-'));
});
afterEach(() => rmSync(dataFolder, { recursive: true }));

const MASTER = Buffer.alloc(32, 7);

describe('the master key', () => {
  it('is made once, readable by its account alone, and the same at the next start', () => {
    const first = loadKeys({ dataFolder, masterKey: null }).hmac('voice:2026-02', '甲');
    expect(statSync(masterKeyFile(dataFolder)).mode & 0o777).toBe(0o600);
    expect(loadKeys({ dataFolder, masterKey: null }).hmac('voice:2026-02', '甲')).toBe(first);
  });

  it('is made with the folder when that is missing too', () => {
    const deeper = join(dataFolder, 'a', 'b');
    loadKeys({ dataFolder: deeper, masterKey: null });
    expect(readFileSync(masterKeyFile(deeper), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
  });

  it('from the settings wins and writes no file', () => {
    loadKeys({ dataFolder, masterKey: 'ab'.repeat(32) });
    expect(statSync(masterKeyFile(dataFolder), { throwIfNoEntry: false })).toBeUndefined();
  });

  it.each(['xyz', 'ab'.repeat(15), 'a'.repeat(33)])('%s is refused', (masterKey) => {
    expect(() => loadKeys({ dataFolder, masterKey })).toThrow(/十六进制/);
  });

  it('that others can read is refused, saying what to do', () => {
    writeFileSync(masterKeyFile(dataFolder), 'ab'.repeat(32));
    chmodSync(masterKeyFile(dataFolder), 0o644);
    expect(() => loadKeys({ dataFolder, masterKey: null })).toThrow(/chmod 600/);
  });
});

describe('keys', () => {
  const keys = createKeys(MASTER);

  it('of two purposes have nothing in common', () => {
    expect(keys.hmac('voice:2026-02', '甲')).not.toBe(keys.hmac('voice:2026-05', '甲'));
    expect(keys.encryptionKey('sealed')).not.toEqual(keys.encryptionKey('other'));
  });

  it('of two installations have nothing in common', () => {
    expect(createKeys(Buffer.alloc(32, 8)).hmac('session', 'x')).not.toBe(keys.hmac('session', 'x'));
  });
});

describe('the period of a voice', () => {
  const { voicePeriod } = createKeys(MASTER);

  it('begins at a Shanghai midnight and lasts 90 days', () => {
    expect(voicePeriod(new Date('2020-01-01T00:00:00+08:00'))).toBe('2020-01');
    expect(voicePeriod(new Date('2020-03-30T23:59:59.999+08:00'))).toBe('2020-01');
    expect(voicePeriod(new Date('2020-03-31T00:00:00+08:00'))).toBe('2020-03');
  });

  it('has one label a period: equal within it, different 90 days later', () => {
    const instants = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, (at) => {
        const later = new Date(at.getTime() + 90 * 86_400_000);
        const sixPeriods = [0, 90, 180, 270, 360].map((d) => voicePeriod(new Date(at.getTime() + d * 86_400_000)));
        expect(voicePeriod(at)).not.toBe(voicePeriod(later));
        expect(new Set(sixPeriods).size).toBe(5);
      }),
    );
  });
});
