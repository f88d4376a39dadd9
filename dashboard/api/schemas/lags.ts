import { z } from 'zod';
import { time } from './common.ts';

/** 早发现 · 早研判 · 早处置 in seconds; `running` while the second moment has not come. */
export const lag = z.object({
  seconds: z.number().nullable(),
  running: z.boolean(),
  from: time.nullable(),
  to: time.nullable(),
});
export const lags = z
  .object({
    detection: lag,
    judgement: lag,
    disposal: lag,
    /** Judged after the assignment: 补研判. */
    lateJudgement: lag.nullable(),
    /** History import: 补录. */
    backfilled: z.boolean(),
  })
  .meta({ id: 'Lags' });
