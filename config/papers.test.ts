import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const ROOMS = ['analyzer', 'cli', 'config', 'dashboard', 'ingest', 'platform', 'responder', 'docs'];
const TEXTS = /\.(?:ts|vue|sql|md|yaml)$/;

function* textsOf(folder: string): Generator<[string, string]> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* textsOf(path);
    else if (TEXTS.test(entry.name)) yield [path, readFileSync(join(root, path), 'utf8')];
  }
}

describe('where a rule comes from', () => {
  const page = readFileSync(join(root, 'docs', 'rules.md'), 'utf8');
  const sections = new Set([...page.matchAll(/^#+ (§[\d.]+)/gm)].map((match) => match[1]!));

  it('is a section of docs/rules.md wherever code or a page points there', () => {
    const cited = ROOMS.flatMap((room) => [...textsOf(room)]).flatMap(([path, text]) =>
      [...text.matchAll(/rules\.md((?:(?:,| and)? §[\d.]*\d)+)/g)].flatMap(([, list]) =>
        list!.match(/§[\d.]*\d/g)!.map((section) => ({ path, section })),
      ),
    );
    expect(cited.length).toBeGreaterThan(20);
    expect(cited.filter(({ section }) => !sections.has(section))).toEqual([]);
  });

  it('is a paper, never a file of ours, where officers read it', () => {
    for (const [path, text] of textsOf('config/rulebooks')) expect(text, path).not.toMatch(/(?:rules|DESIGN)\.md/);
  });
});
