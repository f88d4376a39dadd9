import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { belongsTo, cutAtEvidence, groupOf, keyOf, type Evidence } from './evidence.ts';

const span = (label: string, start: number, end: number, field: Evidence['field'] = 'text'): Evidence => ({
  ...{ for: label, field, start, end },
});
/** 《电梯》 → [pieces with the labels over them]. */
const cut = (text: string, ...spans: Evidence[]) =>
  cutAtEvidence(text, 'text', spans).map((piece) => [piece.text, piece.evidence.map((one) => one.for).join('+')]);

describe('a field cut at its evidence', () => {
  it('without evidence stays whole, and an empty one has no piece', () => {
    expect(cut('路灯不亮')).toEqual([['路灯不亮', '']]);
    expect(cut('')).toEqual([]);
  });

  it('shows overlaps, one inside the other, and two on the same words', () => {
    expect(cut('电梯坠落三人受伤', span('a', 0, 4), span('b', 2, 6))).toEqual([
      ['电梯', 'a'],
      ['坠落', 'a+b'],
      ['三人', 'b'],
      ['受伤', ''],
    ]);
    expect(cut('电梯坠落', span('a', 0, 4), span('b', 2, 4), span('c', 2, 4))).toEqual([
      ['电梯', 'a'],
      ['坠落', 'a+b+c'],
    ]);
  });

  it('keeps spans that touch apart', () => {
    expect(cut('３死５伤', span('deaths', 0, 2), span('injuries', 2, 4))).toEqual([
      ['３死', 'deaths'],
      ['５伤', 'injuries'],
    ]);
  });

  it('counts UTF-16 units beside emoji and rare characters', () => {
    expect(cut('😡😡停水𠮷村', span('a', 4, 6), span('b', 6, 9))).toEqual([
      ['😡😡', ''],
      ['停水', 'a'],
      ['𠮷村', 'b'],
    ]);
  });

  it('never cuts a sign in two, wherever a span says it ends', () => {
    expect(cut('怒😡停水', span('a', 2, 5))).toEqual([
      ['怒', ''],
      ['😡停水', 'a'],
    ]);
    expect(cut('停水😡了', span('a', 0, 3))).toEqual([
      ['停水😡', 'a'],
      ['了', ''],
    ]);
    expect(cutAtEvidence('停😡水', 'text', [], 2).map((piece) => piece.text)).toEqual(['停']);
  });

  it('leaves out what belongs to the other field or stands outside', () => {
    expect(cut('停水', span('a', 0, 2, 'title'), span('b', 1, 9), span('c', 1, 1), span('d', -1, 1))).toEqual([
      ['停水', ''],
    ]);
  });

  it('cuts a span at the limit', () => {
    expect(cutAtEvidence('停水三天了', 'text', [span('a', 2, 5)], 4).map((piece) => piece.text)).toEqual([
      '停水',
      '三天',
    ]);
  });

  it('is the whole field again when joined, and every piece lies inside its spans', () => {
    const fields = fc.string({ unit: fc.constantFrom('水', 'Ａ', '😡', '𠮷', ' ', 'é'), maxLength: 30 });
    const spans = fc.array(fc.record({ start: fc.nat(70), end: fc.nat(70) }), { maxLength: 8 });
    fc.assert(
      fc.property(fields, spans, (text, given) => {
        const evidence = given.map(({ start, end }, index) => span(String(index), start, end));
        const pieces = cutAtEvidence(text, 'text', evidence);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        for (const piece of pieces) {
          expect(piece.text).toBe(text.slice(piece.start, piece.end));
          expect(/\p{Cs}/u.test(piece.text)).toBe(false);
          for (const one of piece.evidence) expect(one.start < piece.end && one.end > piece.start).toBe(true);
        }
      }),
    );
  });
});

describe('the name of a label', () => {
  it('tells its group and its key', () => {
    expect(['topic:housing', 'facts.deaths', 'eventKind', 'model'].map(groupOf)).toEqual([
      ...['topic', 'facts', 'eventKind', 'other'],
    ]);
    expect(['topic:housing', 'accused:市水务局', 'eventKind'].map(keyOf)).toEqual(['housing', '市水务局', '']);
  });

  it('belongs to its group and to itself', () => {
    expect(belongsTo('topic:housing', 'topic')).toBe(true);
    expect(belongsTo('topic:housing', 'topic:housing')).toBe(true);
    expect(belongsTo('topic:housing', 'topic:education')).toBe(false);
    expect(belongsTo('topic:housing', null)).toBe(false);
  });
});
