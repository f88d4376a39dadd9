import { z } from 'zod';
import { eventLevel, id, time } from './common.ts';
import { outcome, proofView, releaseView } from './tickets.ts';

/** Sent with every verb: the revision the person was looking at. Stale → 409 whose body says who changed what, when. */
const base = { revision: z.number().int().positive() };
const reason = z.string().trim().min(2, '请写明原因').max(1000);
const note = z.string().trim().max(2000).optional();
const unitId = z.string().min(1);

/** 研判: outcome and, if already known, level, kind, occurrence and manner of answer. */
export const judgeInput = z.strictObject({
  ...base,
  outcome,
  level: eventLevel.nullable().optional(),
  kind: z.string().nullable().optional(),
  occurredAt: z.strictObject({ at: time, source: z.string().min(1).max(200) }).optional(),
  dispositions: z.array(z.enum(['D-1', 'D-2', 'D-3', 'D-4', 'D-5', 'D-6'])).default([]),
  reason: z.string().trim().max(1000).optional(),
  /** keep_watching */
  reviewAt: time.optional(),
  /** already_answered */
  link: z.url().optional(),
  /** legal_channel */
  channel: z.enum(['12345', 'petition', 'discipline', 'litigation', 'disclosure']).optional(),
});

/** Every verb of a ticket: POST /api/v1/tickets/:id/{verb}; the answer is the new TicketDetail. */
export const VERB_INPUTS = {
  judge: judgeInput,
  'second-judge': z.strictObject({ ...base, agree: z.boolean(), reason: z.string().max(1000).optional() }),
  'set-level': z.strictObject({
    ...base,
    level: eventLevel,
    stage: z.enum(['duty', 'official']),
    reason,
    body: z.string().max(100).optional(),
    paper: z.string().max(100).optional(),
    decidedAt: time.optional(),
  }),
  'keep-provisional': z.strictObject({ ...base, reason: reason.optional(), level: eventLevel.optional() }),
  'end-provisional': z.strictObject({ ...base, reason }),
  dispatch: z.strictObject({
    ...base,
    lead: unitId,
    coHandlers: z.array(unitId).default([]),
    coordinator: unitId.nullable().optional(),
    requirement: z.string().trim().min(1).max(2000),
  }),
  accept: z.strictObject({ ...base, note }),
  return: z.strictObject({
    ...base,
    reason: z.enum(['not_our_duty', 'not_our_place', 'already_handled', 'wrong_facts', 'needs_other_lead']),
    explanation: z.string().trim().min(5).max(1000),
    suggestedUnit: unitId.optional(),
  }),
  rule: z.strictObject({ ...base, uphold: z.boolean(), lead: unitId.optional(), reason }),
  reassign: z.strictObject({ ...base, lead: unitId, coHandlers: z.array(unitId).default([]), reason }),
  start: z.strictObject({ ...base, note }),
  consult: z.strictObject({ ...base, units: z.array(unitId).min(1), question: z.string().trim().min(1).max(2000) }),
  'end-consult': z.strictObject({ ...base, conclusion: z.string().trim().min(1).max(2000) }),
  extend: z.strictObject({ ...base, clockId: id, until: time, reason }),
  report: z.strictObject({
    ...base,
    facts: z.string().trim().min(1).max(5000),
    measures: z.string().trim().min(1).max(5000),
    result: z.string().trim().max(5000).optional(),
  }),
  review: z.strictObject({ ...base, approve: z.boolean(), note }),
  'record-release': z.strictObject({
    ...base,
    kind: releaseView.shape.kind.exclude(['conference']),
    at: time,
    title: z.string().trim().min(1).max(200),
    channel: z.string().trim().min(1).max(100),
    url: z.url().optional(),
    text: z.string().max(20_000).optional(),
    proofs: z.array(proofView).default([]),
  }),
  'record-conference': z.strictObject({
    ...base,
    startedAt: time,
    speaker: z.string().trim().min(1).max(100),
    speakerPost: z.string().trim().min(1).max(100),
    place: z.string().trim().min(1).max(200),
    title: z.string().trim().min(1).max(200),
    /** Called by the superior: that body's link stands as proof. */
    calledBy: z.string().max(100).optional(),
    proofs: z.array(proofView).min(1),
  }),
  'confirm-release': z.strictObject({ ...base, releaseId: id, note }),
  supervise: z.strictObject({ ...base, reason, requirement: z.string().max(2000).optional() }),
  list: z.strictObject({ ...base, reason, until: time.optional() }),
  close: z.strictObject({ ...base, conclusion: z.string().trim().min(1).max(2000) }),
  archive: z.strictObject({ ...base, note }),
  reopen: z.strictObject({ ...base, reason }),
  merge: z.strictObject({ ...base, into: id, reason }),
  split: z.strictObject({ ...base, mentionIds: z.array(id).min(1), title: z.string().min(1).max(200), reason }),
  note: z.strictObject({ ...base, text: z.string().trim().min(1).max(2000) }),
} as const;
export type VerbName = keyof typeof VERB_INPUTS;
export type VerbInput<V extends VerbName> = z.input<(typeof VERB_INPUTS)[V]>;

/** Open a ticket for a watched event by hand. */
export const openTicketRequest = z.strictObject({ eventId: id, reason });

/** 409 problem bodies carry this beside the usual fields. */
export const conflictDetails = z.object({
  current: z.object({
    revision: z.number().int(),
    by: z.string(),
    at: time,
    kind: z.string(),
  }),
});
