import type { ReleaseScope } from '../../config/schema/releases.ts';
import type { Origin } from '../../platform/runtime/kernel.ts';
import type { Proof, ReleaseKind } from '../release-tables.ts';
import type { Defaulted, Json, JsonDefaulted, JsonNullable, Person } from '../table-types.ts';

export type DraftKind = Exclude<ReleaseKind, 'conference'>;
export type Aspect = 'wording' | 'timing' | 'manner';
export type Ground = 'punishment' | 'mandatory' | 'not_personal';
export type Pictures = 'none' | 'unchecked' | 'faces_hidden';
export type SpokesPost = 'head' | 'spokesperson' | 'deputy';

/** One statement that may be said, with what it rests on. */
export interface FactLine {
  statement: string;
  /** 截至; a figure without it is refused. */
  asOf: string | null;
  source: string;
  approvedBy: string;
}

export interface ReleaseDraftsTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  jurisdiction: string;
  kind: DraftKind;
  unit: string;
  unit_reason: string | null;
  state: 'drafting' | 'submitted' | 'issued' | 'dropped';
  version: number;
  corrects: string | null;
  written_by: Json<Person>;
  created_at: Date;
  submitted_at: Defaulted<Date | null>;
  approval_due: Defaulted<Date | null>;
  approval_told_at: Defaulted<Date | null>;
  issued_by: JsonNullable<Person>;
  issued_at: Defaulted<Date | null>;
  dropped_why: Defaulted<string | null>;
}
export interface ReleaseVersionsTable {
  draft_id: string;
  version: number;
  hash: string;
  title: string;
  facts: string;
  policy: string;
  result: string;
  scope: ReleaseScope;
  recipients: string[];
  channels: string[];
  planned_at: Date | null;
  fact_lines: Json<FactLine[]>;
  pictures: Pictures;
  written_by: Json<Person>;
  written_at: Date;
}
export interface ReleaseJudgementsTable {
  id: string;
  draft_id: string;
  version: number;
  hash: string;
  aspect: Aspect;
  verdict: boolean;
  reason: string;
  by: Json<Person>;
  at: Date;
}
export interface ReleaseSignaturesTable {
  id: string;
  draft_id: string;
  version: number;
  hash: string;
  step: string;
  approve: boolean;
  reason: string | null;
  on_behalf: string | null;
  /** The registered order it rests on; the database holds it to the delegate. */
  delegation_id: Defaulted<string | null>;
  authors: string[];
  by: Json<Person>;
  at: Date;
}
export interface DelegationsTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  unit: string;
  principal: string;
  delegate_id: string;
  delegate: Json<Person>;
  scope: 'ticket' | 'unit';
  from_at: Date;
  until_at: Date;
  paper: string | null;
  recorded_by: Json<Person>;
  recorded_at: Date;
  signed_by: JsonNullable<Person>;
  signed_at: Defaulted<Date | null>;
}
export interface ReleaseExceptionsTable {
  id: string;
  draft_id: string;
  ground: Ground;
  basis: string;
  words: string[];
  by: Json<Person>;
  at: Date;
}
export interface ReleaseDispatchesTable {
  id: string;
  draft_id: string;
  ticket_id: string;
  origin: Origin;
  channel: string;
  way: 'webhook' | 'by_hand';
  order_number: Defaulted<string>;
  state:
    | 'waiting'
    | 'retrying'
    | 'sent'
    | 'given_up'
    | 'by_hand'
    | 'published'
    | 'kept_in'
    | 'withdrawing'
    | 'withdraw_failed'
    | 'taken_down';
  state_why: Defaulted<string | null>;
  attempts: Defaulted<number>;
  due_at: Date;
  claimed_until: Defaulted<Date | null>;
  created_at: Date;
  tried_at: Defaulted<Date | null>;
  published_at: Defaulted<Date | null>;
  url: Defaulted<string | null>;
  release_id: Defaulted<string | null>;
  confirmed_by: JsonNullable<Person>;
}
export interface ReleaseFaultsTable {
  id: string;
  release_id: string;
  ticket_id: string;
  manner: 'correct' | 'withdraw';
  reason: string;
  before: Json<{ title: string; text: string | null; url: string | null; at: string; hash: string | null }>;
  before_proofs: Json<Proof[]>;
  draft_id: string | null;
  by: Json<Person>;
  at: Date;
  after_release: Defaulted<string | null>;
  after_proofs: JsonDefaulted<Proof[]>;
  done_at: Defaulted<Date | null>;
}
export interface ReleasePlansTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  message: string;
  speaker: string;
  channel: string;
  at: Date;
  follow_up: string | null;
  planned_by: Json<Person>;
  planned_at: Date;
  state: 'open' | 'done' | 'dropped';
  settled_by: JsonNullable<Person>;
  settled_at: Defaulted<Date | null>;
  settled_why: Defaulted<string | null>;
  draft_id: Defaulted<string | null>;
  told_at: Defaulted<Date | null>;
}
export interface SpokespersonsTable {
  id: string;
  unit: string;
  origin: Origin;
  post: SpokesPost;
  person_id: string;
  name: string;
  title: string;
  since: Date;
  until: Defaulted<Date | null>;
  set_by: Json<Person>;
  ended_by: JsonNullable<Person>;
}
export interface AppearancesTable {
  id: string;
  origin: Origin;
  unit: string;
  person_id: string | null;
  speaker: string;
  kind: 'press_conference' | 'interview';
  at: Date;
  topic: string;
  link: string;
  recorded_by: Json<Person>;
  recorded_at: Date;
}

export interface ReleaseDeskTables {
  responder_release_drafts: ReleaseDraftsTable;
  responder_release_versions: ReleaseVersionsTable;
  responder_release_judgements: ReleaseJudgementsTable;
  responder_release_signatures: ReleaseSignaturesTable;
  responder_delegations: DelegationsTable;
  responder_release_exceptions: ReleaseExceptionsTable;
  responder_release_dispatches: ReleaseDispatchesTable;
  responder_release_faults: ReleaseFaultsTable;
  responder_release_plans: ReleasePlansTable;
  responder_spokespersons: SpokespersonsTable;
  responder_appearances: AppearancesTable;
}
