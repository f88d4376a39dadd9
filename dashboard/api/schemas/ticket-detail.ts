import { z } from 'zod';
import { eventSnapshotSchema } from '../../../analyzer/messages.ts';
import { clockView } from './clocks.ts';
import { id, personRef, time, unitRef } from './common.ts';
import { lags } from './lags.ts';
import { releaseView } from './releases.ts';
import { hopView, judgementView, ticketTimes, timelineEntry, verbView } from './ticket-parts.ts';
import { ticketSummary } from './ticket-summary.ts';

export const ticketDetail = z
  .object({
    ticket: ticketSummary,
    /** By which visible promotion rule, or by hand, the ticket was opened. */
    openedBy: z.object({ rule: z.string(), name: z.string(), why: z.string() }),
    summary: z.string(),
    /** The machine's newest picture of the event, a copy kept with the ticket. */
    event: eventSnapshotSchema,
    times: ticketTimes,
    occurredHistory: z.array(z.object({ at: time, source: z.string().nullable(), changedAt: time, by: personRef })),
    lags,
    judgement: judgementView.nullable(),
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
        /** Pictures it came with: GET /attachments/{id}. */
        attachments: z.array(z.object({ id, sha256: z.string() })),
        by: personRef,
        at: z.string(),
        /** before = of an earlier unit, or of the time before the matter was reopened. */
        standing: z.enum(['approved', 'waiting', 'sent_back', 'before']),
        /** The opinion it came back with, while that still asks something of somebody. */
        sentBack: z.object({ reason: z.string().nullable(), by: personRef, at: time }).nullable(),
      })
      .nullable(),
    /** Holds only while `hash` equals the report's: an edit takes the approval away. */
    approval: z.object({ hash: z.string(), by: personRef, at: z.string() }).nullable(),
    conclusion: z.string().nullable(),
    officialLevel: z
      .object({ body: z.string().nullable(), paper: z.string().nullable(), at: time.nullable() })
      .nullable(),
    passDownRequest: z.object({ to: unitRef, reason: z.string(), by: personRef, at: time }).nullable(),
    closing: z.object({ gaps: z.array(z.string()), told: z.array(z.string()), asks: z.array(z.string()) }).nullable(),
    archiving: z
      .object({
        checks: z.array(z.object({ title: z.string(), ok: z.boolean(), why: z.string() })),
        ...{ gaps: z.array(z.string()), asks: z.array(z.string()) },
      })
      .nullable(),
    extensions: z.array(z.object({ clockId: id, latest: time })),
    isGuest: z.boolean().describe('受邀参加会商等仅可查看部分内容的人员：未予查看的内容一律为空'),
    previousTicket: id.nullable(),
    mergedInto: id.nullable(),
    related: z.array(
      z.object({
        relation: z.enum(['main', 'merged', 'whole', 'part', 'earlier', 'later']),
        ...{ name: z.string(), id, number: z.string(), title: z.string() },
      }),
    ),
    orders: z.array(
      z.object({ number: z.string(), mentionId: id.nullable(), owner: z.string().nullable(), dueAt: time.nullable() }),
    ),
    routing: z.object({
      explanation: z.array(z.string()),
      suggested: z.array(z.object({ unit: unitRef, role: z.string(), reason: z.string() })),
      above: z.array(z.string()).describe('上级单位编号：不得作为主办、协办单位'),
      barred: z.array(z.string()).describe('被反映单位及其下属单位编号：应当回避，可发核实函、提请解除回避'),
      promisers: z.array(z.string()).nullable().describe('可登记其承诺的单位编号；null 为不限'),
    }),
    clocks: z.array(clockView),
    releases: z.array(releaseView),
    timeline: z.array(timelineEntry),
    hops: z.array(hopView),
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
