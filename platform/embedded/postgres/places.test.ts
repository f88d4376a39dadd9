import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { findBinaries } from './binaries.ts';
import { preparePlaces } from './places.ts';

const folder = mkdtempSync(join(tmpdir(), 'huiying-places-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a data folder that cannot be made', () => {
  it.each([
    ['is a file', 'taken', '同名的文件已经存在'],
    ['lies below a file', 'taken/data', '路径中有一级不是目录'],
  ])('%s: said as the person needs it', (_name, path, why) => {
    writeFileSync(join(folder, 'taken'), 'x');
    expect(() => preparePlaces(join(folder, path), findBinaries(), pino({ level: 'silent' }))).toThrow(why);
  });
});
