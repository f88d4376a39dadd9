import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hostileTexts, inventedPosts, postsOf } from './posts.ts';

function fileWith(lines: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-bench-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'posts.jsonl');
  writeFileSync(file, lines.join('\n'));
  return file;
}

it('measures with invented posts about as long as real ones, and the same ones each time', () => {
  const at = new Date('2026-02-24T09:00:00+08:00');
  const posts = inventedPosts(500, at);
  const mean = posts.reduce((sum, { title, text }) => sum + (title ?? '').length + text.length, 0) / posts.length;
  expect(mean).toBeGreaterThan(120);
  expect(mean).toBeLessThan(175);
  expect(inventedPosts(500, at)).toEqual(posts);
});

it('takes posts of a file, as many as asked for', async () => {
  const file = fileWith(['{"title":"停水","text":"停水三天"}', '', '{"text":"路灯坏了"}', '{"text":"噪音"}']);
  expect(await postsOf(file, 2)).toEqual([
    { title: '停水', text: '停水三天' },
    { title: '', text: '路灯坏了' },
  ]);
});

it.each([
  ['{"title":"无正文"}', '第 1 行应为一行 JSON，至少含 text'],
  ['停水三天', '第 1 行'],
  ['', '没有信息'],
])('refuses a file with %j by naming what is wrong', async (line, told) => {
  await expect(postsOf(fileWith([line]), 10)).rejects.toThrow(told);
});

it('makes every hostile text as long as said', () => {
  for (const text of Object.values(hostileTexts())) expect(text).toHaveLength(50_000);
});
