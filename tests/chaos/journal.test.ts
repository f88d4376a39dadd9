import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from './journal.ts';

describe('the journal of a run', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'huiying-journal-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('says each note with its minute, and has it in the file before the next, however the run ends', () => {
    const said: string[] = [];
    const file = join(folder, 'run.jsonl');
    const journal = openJournal(file, (line) => said.push(line));
    journal.note('kill', { victim: 'analyzer-1' });
    const lines = (): unknown[] =>
      readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
    expect(lines()).toEqual([expect.objectContaining({ what: 'kill', victim: 'analyzer-1' })]);
    journal.note('judged');
    journal.keep({ violations: [] });
    expect(lines()).toHaveLength(3);
    expect(lines().at(-1)).toEqual({ violations: [] });
    expect(said).toEqual(['[00:00] kill {"victim":"analyzer-1"}\n', '[00:00] judged\n']);
  });
});
