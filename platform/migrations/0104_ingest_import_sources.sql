-- Under which source ids the rows of an import were stored: the default is decided by what the file turns out to be.
alter table ingest_imports add column used_sources text not null default '';
