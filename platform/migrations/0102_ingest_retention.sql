-- A mention that is purged takes its identity, its fingerprint and its counters with it, in the same transaction.
-- A trigger, not a foreign key: it costs nothing on the way in, and ingest_mentions can still be partitioned.
create index ingest_fingerprints_mention on ingest_fingerprints (mention_id);
create index ingest_mentions_collected on ingest_mentions using brin (collected_at);

create function ingest_forget_mention() returns trigger language plpgsql as $$
begin
  delete from ingest_counts where mention_id = old.id;
  delete from ingest_fingerprints where mention_id = old.id;
  delete from ingest_identities
    where origin = old.origin and source = old.source and external_id = old.external_id and mention_id = old.id;
  return null;
end $$;

create trigger ingest_mentions_forget after delete on ingest_mentions
  for each row execute function ingest_forget_mention();
