import type { ColumnType, JSONColumnType, Selectable } from 'kysely';
import type { EventSnapshot, Warning } from '../messages.ts';
import type { Member } from './member.ts';
import type { JoinReason } from './relation.ts';

type Json<T> = JSONColumnType<T & object, string, string>;
type NullableJson<T> = ColumnType<T | null, string | null, string | null>;
type Origin = EventSnapshot['origin'];

interface EventMentionsTable {
  mention_id: string;
  group_id: string;
  domain: string;
  jurisdiction: string;
  origin: Origin;
  revision: number;
  published_at: Date;
  collected_at: Date;
  seen_at: Date;
  source: string;
  source_type: Member['sourceType'];
  voice: string | null;
  fingerprint: string;
  duplicate_of: string | null;
  sensitivity: number;
  history: boolean;
  why: NullableJson<JoinReason>;
  absorbed_from: string | null;
  record: Json<Member>;
}

interface EventsTable {
  id: string;
  revision: number;
  domain: string;
  jurisdiction: string;
  origin: Origin;
  title: string;
  topic: string;
  sensitivity: number;
  kind: string | null;
  level_low: EventSnapshot['level']['low'];
  level_high: EventSnapshot['level']['high'];
  colour: EventSnapshot['opinion']['colour'];
  score: number;
  stage: EventSnapshot['stage'];
  heat: number;
  mentions: number;
  voices: number;
  places: string[];
  first_published_at: Date;
  outbreak_published_at: Date;
  last_published_at: Date;
  outbreak_collected_at: Date;
  occurred_at: Date | null;
  detected_at: Date | null;
  detected_by: 'rule' | 'person' | 'notice' | null;
  history: boolean;
  merged_into: string | null;
  promoted_why: string;
  raised: Json<Record<string, number>>;
  snapshot: Json<EventSnapshot>;
  next_check_at: Date | null;
  created_at: Date;
  updated_at: Date;
  written_at: Date;
}

interface WarningsTable {
  id: string;
  event_id: string;
  kind: Warning['kind'];
  rule: string;
  outbreak: number;
  step: number;
  at: Date;
  colour: Warning['colour'];
  mentions: string[];
  topic: string | null;
  place: string | null;
  reason: string;
  jurisdiction: string;
  origin: Origin;
}

/** Tables of grouping, events and warnings (migration 0210). */
export interface EventTables {
  analyzer_domains: { domain: string; version: number };
  analyzer_event_mentions: EventMentionsTable;
  analyzer_events: EventsTable;
  analyzer_warnings: WarningsTable;
}

export type EventRow = Selectable<EventsTable>;
export type EventMentionRow = Selectable<EventMentionsTable>;
export type WarningRow = Selectable<WarningsTable>;
