import { describe, expect, it } from 'vitest';
import { voiceOf } from './member.ts';

const order = (number: string) => ({ number, owner: null, dueAt: null });

describe('how many people speak', () => {
  it('is told by the voices, where the source names authors', () => {
    expect(voiceOf({ voice: 'a', order: null, source: 'weibo' })).toBe('a');
    expect(voiceOf({ voice: 'a', order: order('1'), source: '12345' })).toBe('a');
  });

  it('is one for a source that names none', () => {
    const [one, other] = [1, 2].map(() => voiceOf({ voice: null, order: null, source: 'feed' }));
    expect(one).toBe(other);
  });

  it('is one an order where the callers were stripped from the sheet; a repeated order is the same', () => {
    const said = ['1', '2', '2'].map((number) => voiceOf({ voice: null, order: order(number), source: '12345' }));
    expect(new Set(said).size).toBe(2);
  });
});
