import { z } from 'zod';
import { ruleSource } from '../../config/load.ts';
import { SCOPES } from '../../config/schema/releases.ts';

const unit = z.object({ id: z.string(), name: z.string() });
const time = z.string();
const proofs = z.array(z.object({ kind: z.string(), value: z.string(), outside: z.boolean() }));
const scope = z.enum(SCOPES);

const gateLine = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['ok', 'warn', 'stop']),
  /** It lies in the text: whoever sends it in all the same says why. */
  ofText: z.boolean(),
  /** What stands against it, a person once; 妥当 of another person takes all these ids in `seen` of judge-release. */
  unfit: z.array(z.object({ id: z.uuid(), by: z.string(), at: time, reason: z.string() })).optional(),
  /** Figures other than the sheet's: nobody may be asked to sign it. */
  unsignable: z.boolean(),
  why: z.string(),
  by: z.string().nullable(),
  at: time.nullable(),
});

const signed = z.object({
  by: z.string(),
  at: time,
  approve: z.boolean(),
  reason: z.string().nullable(),
  onBehalf: z.string().nullable(),
});
const approval = z.object({
  rule: z.string(),
  title: z.string(),
  method: z.enum(['order', 'quorum', 'delegate']),
  source: ruleSource,
  steps: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      posts: z.array(z.string()),
      /** Who signs in the place of an accused body; null = nobody has to keep out. */
      standIn: z.string().nullable(),
      signed: signed.nullable(),
      /** This person may sign it now. */
      isMine: z.boolean(),
      /** Signed for somebody else, on a registered order. */
      onOrder: z.boolean(),
      /** The order this person would sign on now. */
      order: z.object({ principal: z.string(), paper: z.string().nullable(), until: time }).nullable(),
    }),
  ),
  dueAt: time.nullable(),
  late: z.boolean(),
});

const dispatch = z.object({
  id: z.string(),
  channel: z.string(),
  title: z.string(),
  /** '' = no order of 12345. */
  orderNumber: z.string(),
  state: z.enum([
    'waiting',
    'retrying',
    'sent',
    'given_up',
    'by_hand',
    'published',
    'kept_in',
    'withdrawing',
    'withdraw_failed',
    'taken_down',
  ]),
  why: z.string().nullable(),
  attempts: z.number().int(),
  url: z.string().nullable(),
  triedAt: time.nullable(),
  publishedAt: time.nullable(),
  by: z.string().nullable(),
});

const draft = z.object({
  id: z.string(),
  kind: z.enum(['first_information', 'clarification', 'follow_up', 'reply']),
  state: z.enum(['drafting', 'submitted', 'issued', 'dropped']),
  stateTitle: z.string(),
  version: z.number().int(),
  unit,
  unitReason: z.string().nullable(),
  /** The wrong release it puts right. */
  corrects: z.string().nullable(),
  title: z.string(),
  facts: z.string(),
  policy: z.string(),
  result: z.string(),
  scope,
  recipients: z.array(z.string()),
  channels: z.array(z.string()),
  pictures: z.enum(['none', 'unchecked', 'faces_hidden']),
  plannedAt: time.nullable(),
  factLines: z.array(
    z.object({
      ...{ statement: z.string(), asOf: time.nullable(), source: z.string(), approvedBy: z.string() },
      /** Stands so on the fact sheet; what does not was typed by hand. */
      onSheet: z.boolean(),
    }),
  ),
  hash: z.string(),
  writtenBy: z.string(),
  writtenAt: time,
  isMine: z.boolean(),
  gate: z.array(gateLine),
  isComplete: z.boolean(),
  identity: z.array(z.object({ kind: z.string(), value: z.string(), excepted: z.boolean() })),
  /** The text as it may be shown, save what was excepted. */
  deidentified: z.string(),
  exceptions: z.array(
    z.object({ ground: z.string(), basis: z.string(), words: z.array(z.string()), by: z.string(), at: time }),
  ),
  approval,
  dispatches: z.array(dispatch),
  versions: z.array(
    z.object({
      version: z.number().int(),
      hash: z.string(),
      by: z.string(),
      at: time,
      changes: z.array(z.object({ part: z.string(), before: z.string(), after: z.string() })),
    }),
  ),
  droppedWhy: z.string().nullable(),
  issued: z.object({ by: z.string(), at: time }).nullable(),
});

/** The release desk of a ticket. Times ISO 8601 +08:00. */
export const releaseDeskSchema = z
  .object({
    /** The handling unit: first responsible for the release. */
    owner: unit,
    noSpokesperson: z.boolean(),
    /** Ⅰ/Ⅱ: the head of the unit, for the form of the conference. */
    defaultSpeaker: z.object({ name: z.string(), title: z.string(), unit }).nullable(),
    headMissing: z.boolean(),
    channels: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        account: z.string().nullable(),
        reaches: scope,
        way: z.enum(['webhook', 'by_hand']),
        owner: unit,
        reviewer: z.string().nullable(),
      }),
    ),
    plans: z.array(
      z.object({
        id: z.string(),
        message: z.string(),
        speaker: z.string(),
        channel: z.string(),
        at: time,
        followUp: z.string().nullable(),
        state: z.enum(['open', 'done', 'dropped']),
        why: z.string().nullable(),
        draftId: z.string().nullable(),
        late: z.boolean(),
      }),
    ),
    /** Orders to sign for the head of the releasing unit. */
    delegations: z.array(
      z.object({
        id: z.string(),
        unit,
        principal: z.string(),
        delegate: z.string(),
        scope: z.enum(['ticket', 'unit']),
        from: time,
        until: time,
        paper: z.string().nullable(),
        /** Spoken: the written order is still owed. */
        unsigned: z.boolean(),
        recordedBy: z.string(),
        signedBy: z.string().nullable(),
        signedAt: time.nullable(),
      }),
    ),
    drafts: z.array(draft),
    releases: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        title: z.string(),
        channel: z.string(),
        at: time,
        url: z.string().nullable(),
        standing: z.enum(['standing', 'correcting', 'corrected', 'withdrawn']),
        supersededBy: z.string().nullable(),
        /** The channel's own system takes it down when told; else somebody takes it down first and shows the proof. */
        calledBack: z.boolean(),
        /** A conference nobody has confirmed yet: it stops no clock and is not shown as published. */
        needsConfirmation: z.boolean(),
        /** Each channel it is called back from. */
        withdrawal: z.array(
          z.object({
            dispatchId: z.string(),
            channel: z.string(),
            state: z.enum(['withdrawing', 'withdraw_failed', 'taken_down']),
            why: z.string().nullable(),
          }),
        ),
      }),
    ),
    faults: z.array(
      z.object({
        releaseId: z.string(),
        manner: z.enum(['correct', 'withdraw']),
        reason: z.string(),
        by: z.string(),
        at: time,
        before: z.object({
          title: z.string(),
          text: z.string().nullable(),
          url: z.string().nullable(),
          at: z.string(),
          hash: z.string().nullable(),
        }),
        beforeProofs: proofs,
        afterRelease: z.string().nullable(),
        afterProofs: proofs,
        doneAt: time.nullable(),
      }),
    ),
  })
  .meta({ id: 'ReleaseDesk' });
export type ReleaseDesk = z.infer<typeof releaseDeskSchema>;
