import { describe, expect, it } from 'vitest';
import { uuidv7 } from './ids.ts';

const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const at = (text: string): Date => new Date(text);

describe('ids', () => {
  it('are UUIDs of version 7 that tell their instant in milliseconds', () => {
    const id = uuidv7(at('2026-11-23T07:00:00.123Z'));
    expect(id).toMatch(SHAPE);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at('2026-11-23T07:00:00.123Z').getTime());
  });

  it('sort by their instant, and of one instant in the order they were drawn', () => {
    const now = at('2026-11-23T07:00:00Z');
    const drawn = Array.from({ length: 20_000 }, () => uuidv7(now));
    expect(drawn.toSorted()).toEqual(drawn);
    expect(new Set(drawn).size).toBe(drawn.length);
    expect(drawn.every((id) => SHAPE.test(id))).toBe(true);
    expect(uuidv7(at('2026-11-23T07:00:01Z')) > drawn.at(-1)!).toBe(true);
  });

  it('do not repeat when time goes back and forth, as it does while a story is told', () => {
    const moments = [at('2026-11-23T07:00:00Z'), at('2025-01-01T00:00:00Z')];
    const drawn = Array.from({ length: 2_000 }, (_, index) => uuidv7(moments[index % 2]!));
    expect(new Set(drawn).size).toBe(drawn.length);
  });
});
