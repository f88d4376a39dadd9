export { createIngest, type IngestOptions, type IngestQueries } from './create-ingest.ts';
export { collect, collectInUnit, type Collected, type CollectOptions, type ItemResult } from './collect.ts';
export { SOURCE_ID } from './imports/file-source.ts';
export { importFile, type ImportOptions, type ImportSummary } from './imports/import-file.ts';
export { registerByHand, quickRegistrationSchema, type QuickRegistration } from './register-by-hand.ts';
export {
  attachmentHeaders,
  imageTypeOf,
  MAX_ATTACHMENT,
  mentionsWithAttachment,
  readAttachment,
  storeAttachment,
  type ImageType,
} from './attachments.ts';
export type { MentionView, StreamFilter } from './queries/mentions.ts';
export type { ImportView, RefusedView, SourceHealth } from './queries/health.ts';
export { parseFeed, type FeedOptions } from './feeds/parse-feed.ts';
export type { FeedEntry } from './feeds/entry.ts';
export { normalise, type NormaliseContext } from './normalise.ts';
export { recogniseFormat } from './formats/recognise.ts';
export { inspectFile } from './imports/inspect-file.ts';
export { tableText } from './readers/table-text.ts';
export { openRows, type FileRow } from './imports/open-rows.ts';
export type { Draft, RawRecord, SourceType } from './raw-record.ts';
export type { IngestTables } from './tables.ts';
export { cleanText } from './steps/clean-text.ts';
export { restateMentions } from './republish.ts';
export { INGEST_PURGE_RULES } from './purge-rules.ts';
export { maskPersonal } from './steps/mask.ts';
export { parseWhen, readDate } from './steps/dates.ts';
