import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { loadEventBooks } from './books.ts';
import { invent } from './invent.ts';
import { memberOf, voiceOf } from './member.ts';

const books = loadEventBooks(shippedConfigFolder());

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

describe('a gathering the analysis found', () => {
  const signs = (text: string, reasons: string[]) => {
    const at = '2026-11-20T09:00:00+08:00';
    const evidence = reasons.map((reason) => ({
      for: `sensitivity:${reason}`,
      field: 'text' as const,
      start: 0,
      end: 2,
    }));
    return memberOf(invent({ text, at, analysis: { evidence } }), new Date(at), books.grouping).signal.harms;
  };

  it('counts as one without a word of grouping.yaml', () => {
    expect(signs('工人明早要去县政府门口', ['3d', '2f'])).toContain('crowd');
  });

  it('is none where the analysis found other signs', () => {
    expect(signs('工人明早要去县政府门口开会', ['2f'])).not.toContain('crowd');
  });
});
