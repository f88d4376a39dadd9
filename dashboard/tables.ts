import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Origin, Role } from '../platform/runtime/kernel.ts';

type Instant = ColumnType<Date, Date, Date>;

export interface UsersTable {
  id: string;
  login: string;
  name: string;
  unit_id: string | null;
  roles: Role[];
  password_hash: string;
  password_changed_at: Instant;
  must_change: boolean;
  failed_count: Generated<number>;
  locked_until: ColumnType<Date | null, Date | null | undefined, Date | null>;
  disabled: Generated<boolean>;
  revision: Generated<number>;
  jurisdiction: string;
  origin: Origin;
  created_at: Instant;
}

/** Rows of this room; column names as in the database. */
export interface DashboardTables {
  dashboard_users: UsersTable;
  dashboard_password_history: {
    id: GeneratedAlways<number>;
    user_id: string;
    password_hash: string;
    replaced_at: Instant;
  };
  dashboard_sessions: {
    token_hash: string;
    user_id: string;
    created_at: Instant;
    last_seen_at: Instant;
    idle_minutes: number;
    expires_at: Instant;
  };
  dashboard_setup_links: {
    token_hash: string;
    created_at: Instant;
    expires_at: Instant;
    used_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  dashboard_idempotency: {
    user_id: string;
    key: string;
    operation: string;
    request_hash: string;
    status: number | null;
    /** JSON text on the way in. */
    body: ColumnType<unknown, string | null, string | null>;
    created_at: Instant;
  };
  dashboard_event_units: { ticket_id: string; event_id: string; revision: number; units: string[] };
  /** Of the platform; read only here. */
  audit_entries: {
    id: string;
    at: Instant;
    actor_id: string;
    actor_name: string;
    actor_unit: string | null;
    action: string;
    subject_kind: string;
    subject_id: string;
    detail: Record<string, unknown>;
    success: boolean;
  };
  audit_seals: { sequence: number; entry_id: string };
}
