import { z } from 'zod';
import { ticketState } from '../../../responder/messages.ts';
import { eventSnapshotSchema } from '../../../analyzer/messages.ts';
import { colour, eventLevel, flag, id, origin, page, pageQuery, personRef, time, unitRef } from './common.ts';
import { clockView } from './clocks.ts';

export const OUTCOMES = [
  'public_answer', // 公开回应
  'direct_answer', // 点对点答复
  'prepared_line', // 备答口径
  'legal_channel', // 转法定渠道
  'not_ours', // 移送非属地
  'already_answered', // 已有答复
  'keep_watching', // 继续关注
  'no_answer', // 无需回应
] as const;
export const outcome = z.enum(OUTCOMES);

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

export const ticketSummary = z
  .object({
    id,
    number: z.string(),
    revision: z.number().int(),
    title: z.string(),
    eventId: id,
    state: ticketState,
    /** Side states beside `state`: returned, consulting, extended, supervised, listed, reopened … */
    flags: z.array(z.string()),
    colour: colour.nullable(),
    level: z.object({
      machine: eventLevel.nullable(),
      /** 值班初判 */
      duty: eventLevel.nullable(),
      /** 主管部门认定 */
      official: eventLevel.nullable(),
    }),
    kind: z.string().nullable(),
    topic: z.string(),
    outcome: outcome.nullable(),
    lead: unitRef.nullable(),
    coHandlers: z.array(unitRef),
    coordinator: unitRef.nullable(),
    openedAt: time,
    closedAt: time.nullable(),
    /** The running clock that ends first. */
    nextClock: clockView.nullable(),
    /** The nearest running clock owed to the public or to a law. */
    publicClock: clockView.nullable(),
    overdueClocks: z.number().int(),
    provisional: z.boolean(),
    origin,
  })
  .meta({ id: 'TicketSummary' });
export type TicketSummary = z.infer<typeof ticketSummary>;

export const ticketsQuery = pageQuery.extend({
  state: ticketState.optional(),
  open: flag.optional(),
  overdue: flag.optional(),
  provisional: flag.optional(),
  /** 待研判, 待签收, 待确认: the rows behind the counters of the overview. */
  todo: z.enum(['judge', 'accept', 'confirm']).optional(),
  unitId: z.string().optional(),
  eventId: id.optional(),
  colour: colour.optional(),
  level: eventLevel.optional(),
  q: z.string().max(100).optional(),
  /** One of those the account sees; absent = all of them. */
  origin: origin.optional(),
  sort: z.enum(['due', 'latest']).default('due'),
});
export const ticketsPage = page(ticketSummary);

/** Append-only; `kind` is typed, `data` small; `text` is the Chinese sentence for the screen. */
export const timelineEntry = z
  .object({
    id: z.string(),
    at: time,
    /** When the fact happened, if it was recorded later (shown as 补记). */
    factAt: time.nullable(),
    kind: z.string(),
    actor: personRef,
    text: z.string(),
    reason: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEntry' });

export const proofView = z.object({
  kind: z.enum(['link', 'attachment', 'transcript', 'video', 'photo', 'text']),
  value: z.string(),
  /** Proof outside our own channels. */
  outside: z.boolean(),
});
export const releaseView = z
  .object({
    id,
    kind: z.enum(['first_information', 'conference', 'clarification', 'follow_up', 'reply']),
    /** A plan stops no clock. */
    planned: z.boolean(),
    /** 补记 */
    backDated: z.boolean(),
    at: time,
    recordedAt: time,
    title: z.string(),
    channel: z.string(),
    url: z.string().nullable(),
    text: z.string().nullable(),
    contentHash: z.string().nullable(),
    /** The published text is the approved one; null = nothing to compare. */
    matchesApproval: z.boolean().nullable(),
    speaker: z.string().nullable(),
    speakerPost: z.string().nullable(),
    place: z.string().nullable(),
    /** Called by the superior. */
    calledBy: z.string().nullable(),
    proofs: z.array(proofView),
    recordedBy: personRef,
    /** A conference stops its clock only once a second person has confirmed it. */
    confirmation: z.object({ by: personRef, at: time }).nullable(),
    needsConfirmation: z.boolean(),
    /** Found wrong: corrected by another release, or taken back. Both versions stay. */
    standing: z.enum(['standing', 'correcting', 'corrected', 'withdrawn']),
    supersededBy: z.string().nullable(),
  })
  .meta({ id: 'ReleaseView' });

export const verbView = z.object({
  verb: z.string(),
  /** The desk it is done at; null = on the ticket itself. */
  desk: z.string().nullable(),
  name: z.string(),
  /** Null when it may be done now by this person, else why not, for a tooltip. */
  blocked: z.string().nullable(),
});

export const ticketDetail = z
  .object({
    ticket: ticketSummary,
    /** By which visible promotion rule, or by hand, the ticket was opened. */
    openedBy: z.object({ rule: z.string(), name: z.string(), why: z.string() }),
    summary: z.string(),
    /** The machine's newest picture of the event, a copy kept with the ticket. */
    event: eventSnapshotSchema,
    times: z.object({
      occurredAt: time.nullable(),
      occurredSource: z.string().nullable(),
      publishedAt: time.nullable(),
      collectedAt: time.nullable(),
      detectedAt: time.nullable(),
      openedAt: time.nullable(),
      judgedAt: time.nullable(),
      assignedAt: time.nullable(),
      acceptedAt: time.nullable(),
      firstResponseAt: time.nullable(),
      conferenceAt: time.nullable(),
      closedAt: time.nullable(),
    }),
    occurredHistory: z.array(z.object({ at: time, source: z.string().nullable(), changedAt: time, by: personRef })),
    lags,
    judgement: z
      .object({
        outcome,
        title: z.string(),
        dispositions: z.array(z.string()),
        reason: z.string().nullable(),
        link: z.string().nullable(),
        channel: z.string().nullable(),
        reviewAt: time.nullable(),
        by: personRef,
        at: time,
        /** A non-answer at yellow or above needs a second person. */
        needsSecond: z.boolean(),
        second: z.object({ by: personRef, at: time }).nullable(),
      })
      .nullable(),
    verification: z.string(),
    /** Why it must be judged again, null = no need. */
    rejudge: z.string().nullable(),
    requirement: z.string().nullable(),
    report: z
      .object({
        facts: z.string(),
        measures: z.string(),
        result: z.string().nullable(),
        draft: z.string().nullable(),
        hash: z.string(),
        by: personRef,
        at: z.string(),
      })
      .nullable(),
    /** Holds only while `hash` equals the report's: an edit takes the approval away. */
    approval: z.object({ hash: z.string(), by: personRef, at: z.string() }).nullable(),
    conclusion: z.string().nullable(),
    officialLevel: z
      .object({ body: z.string().nullable(), paper: z.string().nullable(), at: time.nullable() })
      .nullable(),
    passDownRequest: z.object({ to: unitRef, reason: z.string(), by: personRef, at: time }).nullable(),
    previousTicket: id.nullable(),
    mergedInto: id.nullable(),
    orders: z.array(
      z.object({ number: z.string(), mentionId: id.nullable(), owner: z.string().nullable(), dueAt: time.nullable() }),
    ),
    routing: z.object({
      explanation: z.array(z.string()),
      suggested: z.array(z.object({ unit: unitRef, role: z.string(), reason: z.string() })),
    }),
    clocks: z.array(clockView),
    releases: z.array(releaseView),
    timeline: z.array(timelineEntry),
    hops: z.array(
      z.object({
        unit: unitRef,
        receivedAt: time,
        acceptedAt: time.nullable(),
        usedSeconds: z.number(),
        leftSeconds: z.number().nullable(),
        passedOnAt: time.nullable(),
        why: z.string().nullable(),
        /** 电话签收; countersignedAt null = 待补签. */
        phoned: z
          .object({ post: z.string(), number: z.string(), at: time, countersignedAt: time.nullable() })
          .nullable(),
        /** Until when a unit that passed it down should have done so. */
        shareEndAt: time.nullable(),
        /** The unit that has it now: until when it may pass the order down without consent. */
        passDownBy: time.nullable(),
        /** Part of the lateness of the report that this hop spent. */
        lateSeconds: z.number(),
        /** How long it had a report to review. */
        reviewSeconds: z.number(),
      }),
    ),
    /** 催办 / 督办 / 通报 drafts a person may issue. */
    drafts: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        unit: unitRef.nullable(),
        madeAt: time,
        reason: z.string(),
        state: z.string(),
      }),
    ),
    allowedVerbs: z.array(verbView),
    /** Pages of the ticket with papers of their own: GET /tickets/:id/desks/{name}. */
    desks: z.array(z.object({ name: z.string(), title: z.string() })),
    serverTime: time,
  })
  .meta({ id: 'TicketDetail' });
export type TicketDetail = z.infer<typeof ticketDetail>;
export type * from './desks.ts';
export * from './clocks.ts';
