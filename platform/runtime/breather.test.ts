import { expect, it } from 'vitest';
import { createBreather } from './breather.ts';

it.each([
  ['lets others have their turn in long computing', 0, true],
  ['does not interrupt what is short', 60_000, false],
])('%s', async (_name, everyMs, heard) => {
  let answered = false;
  setImmediate(() => (answered = true));
  const breathe = createBreather(everyMs);
  for (let piece = 0; piece < 100; piece += 1) await breathe();
  expect(answered).toBe(heard);
});
