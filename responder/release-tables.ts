import type { Defaulted, Json, JsonDefaulted, JsonNullable, Person } from './table-types.ts';

export const RELEASE_KINDS = ['first_information', 'conference', 'clarification', 'follow_up', 'reply'] as const;
export type ReleaseKind = (typeof RELEASE_KINDS)[number];
export interface Proof {
  kind: 'link' | 'attachment' | 'transcript' | 'video' | 'photo' | 'text';
  value: string;
  /** From outside our own channels. */
  outside: boolean;
}
export interface ReleasesTable {
  id: string;
  ticket_id: string;
  kind: ReleaseKind;
  /** refused: recorded as held, and not confirmed so by the second person. */
  state: 'planned' | 'held' | 'refused';
  at: Date;
  recorded_at: Date;
  back_dated: Defaulted<boolean>;
  title: string;
  channel: string;
  url: string | null;
  text: string | null;
  content_hash: string | null;
  matches_approval: boolean | null;
  speaker: string | null;
  speaker_post: string | null;
  place: string | null;
  called_by: string | null;
  proofs: JsonDefaulted<Proof[]>;
  authoritative: Defaulted<boolean>;
  public: boolean;
  recorded_by: Json<Person>;
  confirmed_by: JsonNullable<Person>;
  confirmed_at: Defaulted<Date | null>;
  refusal: JsonNullable<{ reason: string; by: Person; at: string }>;
  /** In whose name it was said. */
  unit: Defaulted<string | null>;
  draft_id: Defaulted<string | null>;
  standing: Defaulted<'standing' | 'correcting' | 'corrected' | 'withdrawn'>;
  superseded_by: Defaulted<string | null>;
}
