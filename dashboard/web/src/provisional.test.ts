import { describe, expect, it } from 'vitest';
import type { ClockView } from '../../api/schemas/tickets.ts';
import { clockWords, shownClocks } from './provisional.ts';

const clock = (id: string, rule: string, name: string) => ({ id, rule, name, provisional: false }) as ClockView;
const judged = clock('1', 'L-02', '研判');
const answer = clock('2', 'N-03', '回应其他政务舆情');

describe('the deadlines in a row of the list', () => {
  it('shows the public one beside the late internal one, and never one twice', () => {
    expect(shownClocks({ nextClock: judged, publicClock: answer })).toEqual([judged, answer]);
    expect(shownClocks({ nextClock: answer, publicClock: answer })).toEqual([answer]);
    expect(shownClocks({ nextClock: judged, publicClock: null })).toEqual([judged]);
    expect(shownClocks({ nextClock: null, publicClock: null })).toEqual([]);
  });

  it('says how long is left, and under which decision', () => {
    expect(clockWords(judged, -3_720)).toBe('研判：已超时 1小时02分');
    expect(clockWords({ ...answer, provisional: true }, 7_320)).toBe('回应其他政务舆情：若需回应，尚余 2小时02分');
  });
});
