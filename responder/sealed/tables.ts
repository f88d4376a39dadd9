import type { Json, JsonNullable, Person } from '../table-types.ts';

export interface SealedTables {
  responder_sealed_keys: {
    id: string;
    ticket_id: string;
    wrapped: string | null;
    made_at: Date;
    destroyed_at: Date | null;
    destroyed_by: JsonNullable<Person>;
    destroyed_why: string | null;
  };
  responder_sealed_values: {
    id: string;
    ticket_id: string;
    key_id: string;
    label: string;
    sealed: string;
    by: Json<Person>;
    at: Date;
  };
  responder_sealed_readers: {
    ticket_id: string;
    actor_id: string;
    name: string;
    reason: string;
    granted_by: Json<Person>;
    at: Date;
  };
}
