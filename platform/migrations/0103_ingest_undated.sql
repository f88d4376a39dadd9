-- How many rows of an import stated no date and carry the instant of the import instead.
alter table ingest_imports add column undated_count int not null default 0;
