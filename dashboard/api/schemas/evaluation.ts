import { z } from 'zod';
import { id, time, unitRef } from './common.ts';

/** Process facts a unit, never a staff list; falling volume alone scores nothing. */
export const unitFacts = z
  .object({
    unit: unitRef,
    tickets: z.number().int(),
    closed: z.number().int(),
    clocksMet: z.number().int(),
    clocksLate: z.number().int(),
    returned: z.number().int(),
    /** Medians in seconds over the tickets it leads; null = none. */
    lags: z.object({
      detection: z.number().nullable(),
      judgement: z.number().nullable(),
      disposal: z.number().nullable(),
    }),
  })
  .meta({ id: 'UnitFacts' });
export const evaluationCounts = z
  .object({ from: time, to: time, items: z.array(unitFacts), serverTime: time })
  .meta({ id: 'EvaluationCounts' });
export const evaluationQuery = z.object({ from: time.optional(), to: time.optional() });

/** 履职问题线索（待核）: a lead for 督查 alone, never a finding; no person is named. */
export const accountabilityLead = z
  .object({
    id,
    ticketId: id,
    number: z.string(),
    unit: unitRef.nullable(),
    kind: z.string(),
    rule: z.string().nullable(),
    why: z.string(),
    /** Where the time of the deadline went, the most first. */
    spent: z.array(z.object({ unit: unitRef, seconds: z.number() })),
    foundAt: time,
    state: z.string(),
  })
  .meta({ id: 'AccountabilityLead' });
export const accountabilityList = z.object({ items: z.array(accountabilityLead), serverTime: time });

/** What the third-party evaluator sees of a sampled closed case: times and acts, no texts of posts, no names of people. */
export const sampledCase = z
  .object({
    id,
    number: z.string(),
    topic: z.string(),
    lead: unitRef.nullable(),
    openedAt: time,
    closedAt: time.nullable(),
    clocks: z.array(
      z.object({
        rule: z.string(),
        name: z.string(),
        dueAt: time,
        stoppedAt: time.nullable(),
        late: z.boolean(),
        provisional: z.boolean(),
        /** Why it ended without being fulfilled. */
        ended: z.string().nullable(),
      }),
    ),
    acts: z.array(z.object({ at: time, kind: z.string() })),
    releases: z.array(z.object({ kind: z.string(), at: time, title: z.string(), url: z.string().nullable() })),
  })
  .meta({ id: 'SampledCase' });
export const samplesList = z.object({ items: z.array(sampledCase), serverTime: time });
