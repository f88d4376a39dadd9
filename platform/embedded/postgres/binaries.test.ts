import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../runtime/log.ts';
import { canReach, serverAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { preparePlaces } from './places.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'huiying-binaries-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('the programs', () => {
  it('are found for this platform', () => {
    expect(statSync(join(findBinaries().folder, 'bin', 'postgres')).isFile()).toBe(true);
  });

  it.each([
    ['win32', 'x64'],
    ['freebsd', 'x64'],
    ['linux', 'riscv64'],
  ])('missing on %s-%s name DATABASE_URL', (platform, arch) => {
    expect(() => findBinaries(platform, arch)).toThrow(/DATABASE_URL/);
  });

  it('installed without their scripts say what to run', () => {
    mkdirSync(join(base, 'native'));
    mkdirSync(join(base, 'dist'));
    writeFileSync(join(base, 'native', 'pg-symlinks.json'), '[{"source":"native/a.so.1","target":"native/a.so"}]');
    expect(() => findBinaries('linux', 'x64', () => join(base, 'dist', 'index.js'))).toThrow(/npm rebuild .*linux-x64/);
  });
});

describe('the account of the server', () => {
  it('is our own unless we are root', () => {
    expect(serverAccount(base, 1000)).toBeNull();
  });

  it('is nobody under root, or the owner of a cluster that exists', () => {
    expect(serverAccount(join(base, 'none'), 0)).toEqual({ uid: 65534, gid: 65534 });
    const { uid, gid } = statSync(base);
    expect(serverAccount(base, 0)).toEqual(uid === 0 ? { uid: 65534, gid: 65534 } : { uid, gid });
  });

  it.each([
    [0o755, true],
    [0o711, false],
    [0o700, false],
    [0o750, false],
  ])('reads a folder of mode %o: %s', (mode, readable) => {
    const folder = join(base, 'folder');
    mkdirSync(folder);
    chmodSync(base, 0o711);
    chmodSync(folder, mode);
    expect(canReach(folder, { uid: 65534, gid: 65534 })).toBe(readable);
    expect(canReach(folder, null)).toBe(true);
  });

  it('is stopped by any closed folder above', () => {
    mkdirSync(join(base, 'open'));
    chmodSync(join(base, 'open'), 0o755);
    chmodSync(base, 0o700);
    expect(canReach(join(base, 'open'), { uid: 65534, gid: 65534 })).toBe(false);
  });
});

describe.runIf(process.getuid?.() === 0)('programs in a folder the account cannot enter (a clone under /root)', () => {
  it('are copied once to a folder it can read', () => {
    const shipped = findBinaries();
    const closed = join(base, 'closed', 'native');
    cpSync(join(shipped.folder, 'bin'), join(closed, 'bin'), { recursive: true });
    mkdirSync(join(closed, 'lib'));
    mkdirSync(join(closed, 'share', 'postgresql'), { recursive: true });
    chmodSync(dirname(closed), 0o700);
    chmodSync(base, 0o711);
    const prepare = () =>
      preparePlaces(join(base, 'data'), { ...shipped, folder: closed }, silentLog, join(base, 'var'));
    mkdirSync(join(base, 'var'));
    chmodSync(join(base, 'var'), 0o755);
    const { binaries, account } = prepare();
    expect(binaries.folder).toContain(`huiying-postgresql-${shipped.version}`);
    expect(canReach(join(binaries.folder, 'bin', 'postgres'), account)).toBe(true);
    expect(prepare().binaries.folder).toBe(binaries.folder);
  });
});
