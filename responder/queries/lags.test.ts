import { describe, expect, it } from 'vitest';
import { countsOf, lagsOf, median, type LagTimes } from './lags.ts';

const at = (minute: number): Date => new Date(Date.UTC(2026, 1, 24, 0, minute));
const ticket = (times: Partial<LagTimes>): LagTimes => ({
  published_at: at(0),
  detected_at: at(10),
  judged_at: null,
  assigned_at: null,
  first_response_at: null,
  closed_at: null,
  history: false,
  late_judgement: false,
  event: { history: false } as LagTimes['event'],
  ...times,
});

describe('早发现 · 早研判 · 早处置', () => {
  it('runs live until the second moment has come and is kept afterwards', () => {
    const running = lagsOf(ticket({}), at(40));
    expect(running.detection).toMatchObject({ seconds: 600, running: false });
    expect(running.judgement).toMatchObject({ seconds: 1800, running: true });
    expect(running.disposal).toMatchObject({ seconds: null, running: false });
    const done = lagsOf(ticket({ judged_at: at(30), assigned_at: at(35) }), at(9999));
    expect(done.judgement).toMatchObject({ seconds: 1200, running: false });
    expect(done.disposal).toMatchObject({ seconds: 300, running: false });
  });

  it('counts disposal from the first of assignment and response', () => {
    const lags = lagsOf(ticket({ judged_at: at(20), first_response_at: at(22), assigned_at: at(50) }), at(60));
    expect(lags.disposal.seconds).toBe(120);
  });

  it('assigned before judged: disposal is 0 and the late judgement is a lag of its own', () => {
    const lags = lagsOf(ticket({ assigned_at: at(12), judged_at: at(42), late_judgement: true }), at(60));
    expect(lags.disposal.seconds).toBe(0);
    expect(lags.lateJudgement).toMatchObject({ seconds: 1800, running: false });
    expect(lagsOf(ticket({ judged_at: at(11), assigned_at: at(12) }), at(60)).lateJudgement).toBeNull();
  });

  it('marks imported history as 补录', () => {
    expect(lagsOf(ticket({ event: { history: true } as LagTimes['event'] }), at(60)).backfilled).toBe(true);
  });

  it('counts for each median the tickets it is of, not all of them', () => {
    const rows = [{}, { judged_at: at(30) }, { judged_at: at(30), assigned_at: at(35) }].map((times) =>
      lagsOf(ticket(times), at(60)),
    );
    expect(countsOf(rows)).toEqual({ detection: 3, judgement: 3, disposal: 2 });
    expect(countsOf([])).toEqual({ detection: 0, judgement: 0, disposal: 0 });
  });

  it('has no median without data', () => {
    expect(median([])).toBeNull();
    expect(median([3, 1, 2])).toBe(2);
    expect(median([1, 2, 3, 10])).toBe(2.5);
  });
});
