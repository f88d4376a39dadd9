-- Pictures that came with the report of a unit: which report (by its hash) shows which attachment, for who may see the ticket may see them.
create table responder_report_files (
  ticket_id uuid not null references responder_tickets (id),
  report_hash text not null,
  attachment uuid not null,
  sha256 text not null,
  origin text not null check (origin in ('live', 'demo', 'drill')),
  recorded_at timestamptz not null,
  primary key (attachment, ticket_id, report_hash)
);
comment on table responder_report_files is 'retention: record; pictures a report came with, with their hash';
