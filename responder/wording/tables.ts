import type { Origin } from '../../platform/runtime/kernel.ts';
import type { Defaulted, Json, JsonDefaulted, JsonNullable, Person } from '../table-types.ts';
import type { Verification } from '../tickets/judgement.ts';

export interface AsksTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  text: string;
  main: boolean;
  source: 'person' | 'suggested';
  version: Defaulted<number>;
  state: Defaulted<'open' | 'answered' | 'reasoned'>;
  draft_id: Defaulted<string | null>;
  release_id: Defaulted<string | null>;
  passage: Defaulted<string | null>;
  reason_key: Defaulted<string | null>;
  reason: Defaulted<string | null>;
  added_by: Json<Person>;
  added_at: Date;
  settled_by: JsonNullable<Person>;
  settled_at: Defaulted<Date | null>;
}
export interface InvestigationsTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  body: string;
  paper: string;
  /** YYYY-MM-DD. */
  concluded_on: string;
  conclusion: string;
  recorded_by: Json<Person>;
  recorded_at: Date;
}
export const ADOPTIONS = ['adopted', 'partly', 'not_adopted'] as const;
export interface AdoptionsTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  suggestion: string;
  outcome: (typeof ADOPTIONS)[number];
  how: string;
  recorded_by: Json<Person>;
  recorded_at: Date;
}
export interface ExplanationsTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  key: string;
  told: string;
  reason: string;
  by: Json<Person>;
  at: Date;
}
/** A due date put off. Instants ISO 8601. */
export interface PromiseMove {
  from: string;
  to: string;
  reason: string;
  proof: string;
  by: Person;
  at: string;
}
export interface PromisesTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  jurisdiction: string;
  text: string;
  unit: string;
  due_at: Date;
  release_id: string | null;
  said_in: string | null;
  version: Defaulted<number>;
  state: Defaulted<'open' | 'kept'>;
  kept_at: Defaulted<Date | null>;
  proof: Defaulted<string | null>;
  moves: JsonDefaulted<PromiseMove[]>;
  registered_by: Json<Person>;
  registered_at: Date;
  settled_by: JsonNullable<Person>;
  tell_at: Date | null;
}
export interface MediaQuestionsTable {
  id: string;
  ticket_id: string;
  origin: Origin;
  outlet: string;
  question: string;
  asked_at: Date;
  due_at: Date;
  version: Defaulted<number>;
  state: Defaulted<'open' | 'drafted' | 'approved' | 'replied'>;
  reply: Defaulted<string | null>;
  replied_by: JsonNullable<Person>;
  approved_by: JsonNullable<Person>;
  approved_at: Defaulted<Date | null>;
  rejected_why: Defaulted<string | null>;
  replied_at: Defaulted<Date | null>;
  manner: Defaulted<string | null>;
  registered_by: Json<Person>;
  registered_at: Date;
  tell_at: Date | null;
}
/** How far it had spread. `at` ISO 8601. */
export interface Spread {
  at: string;
  mentions: number;
  voices: number;
  sources: number;
  platforms: number;
  media: number;
}
/** Whom we asked about a claim. `at` ISO 8601. */
export interface ClaimVerified {
  unit: string;
  post: string;
  at: string;
  note: string | null;
  by: Person;
}
export interface RumoursTable {
  id: string;
  ticket_id: string;
  event_id: string;
  origin: Origin;
  claim: string;
  first_seen_at: Date;
  spread: Json<Spread>;
  version: Defaulted<number>;
  verification: Defaulted<Verification>;
  verified: JsonNullable<ClaimVerified>;
  registered_by: Json<Person>;
  registered_at: Date;
  refuted_at: Defaulted<Date | null>;
  release_id: Defaulted<string | null>;
  clarified_at: Defaulted<Date | null>;
  clarified_by: JsonNullable<Person>;
  flared_at: Defaulted<Date | null>;
  flared_why: Defaulted<string | null>;
}

export interface WordingTables {
  responder_asks: AsksTable;
  responder_investigations: InvestigationsTable;
  responder_adoptions: AdoptionsTable;
  responder_explanations: ExplanationsTable;
  responder_promises: PromisesTable;
  responder_media_questions: MediaQuestionsTable;
  responder_rumours: RumoursTable;
  responder_event_counts: { event_id: string; at: Date; mentions: number; voices: number };
}
