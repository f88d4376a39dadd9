-- Who may see a screenshot is decided by the registrations it stands in.
create index ingest_mentions_registered on ingest_mentions using gin (registration jsonb_path_ops) where registration is not null;
