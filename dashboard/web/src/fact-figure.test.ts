import { expect, it } from 'vitest';
import { figureOf } from './fact-figure.ts';

it.each([
  [{ low: 12, high: 12, unit: '人' }, '12人'],
  [{ low: 12, high: 15, unit: '人' }, '12至15人'],
  [{ low: 12, high: null, unit: '处' }, '至少12处'],
  [{ low: 0, high: 0, unit: null }, '0'],
  [{ low: null, high: null, unit: null }, ''],
])('%j is shown as “%s”', (fact, shown) => expect(figureOf(fact)).toBe(shown));
