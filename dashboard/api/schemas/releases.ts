import { z } from 'zod';
import { id, personRef, time } from './common.ts';

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
    /** The second person did not find it held as recorded; it answers nobody. */
    refusal: z.object({ reason: z.string(), by: personRef, at: time }).nullable(),
    /** Found wrong: corrected by another release, or taken back. Both versions stay. */
    standing: z.enum(['standing', 'correcting', 'corrected', 'withdrawn']),
    supersededBy: z.string().nullable(),
  })
  .meta({ id: 'ReleaseView' });
