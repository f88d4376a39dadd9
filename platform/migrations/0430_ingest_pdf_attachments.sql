-- Offices scan papers to PDF: such a file may be attached to a report or an instruction. It is handed out as a download only, never shown in place.
alter table ingest_attachments drop constraint ingest_attachments_media_type_check;
alter table ingest_attachments
  add constraint ingest_attachments_media_type_check check (media_type in ('image/png', 'image/jpeg', 'image/webp', 'application/pdf'));
