import type { z } from 'zod';
import type { INTAKE_KINDS, Mention, registrationSchema, SOURCE_TYPES } from './messages.ts';
import type { Counts } from './steps/counts.ts';

export type SourceType = (typeof SOURCE_TYPES)[number];
export type IntakeKind = (typeof INTAKE_KINDS)[number];

/**
 * What a reader of any source hands over: the internal shape of all inputs before it is cleaned, masked and dated.
 * `author` is only hashed for counting voices and never kept; nothing else about a person has a place here.
 */
export interface RawRecord {
  /** Overrides the source of the whole file, where one file carries several. */
  source?: string | undefined;
  sourceType?: SourceType | undefined;
  externalId?: string | null | undefined;
  url?: string | null | undefined;
  title?: string | null | undefined;
  body?: string | null | undefined;
  /** The body is known to be HTML; otherwise it is only when it plainly looks so. */
  html?: boolean | undefined;
  publishedAt?: unknown;
  parentId?: string | null | undefined;
  counts?: Partial<Record<keyof Counts, unknown>> | undefined;
  region?: unknown;
  rank?: number | null | undefined;
  author?: unknown;
  /** Names of persons from other columns of the row: masked in its texts and forgotten. */
  names?: string[] | undefined;
  intakeKind?: IntakeKind | undefined;
  /** The record is an order of another office; its number is its own id. */
  order?: { owner: string | null; dueAt: unknown } | null | undefined;
  /** Where it happened, when a column of its own says so: joins the text so that the analysis sees it. */
  place?: string | null | undefined;
  registration?: z.infer<typeof registrationSchema> | undefined;
}

export type RefusalReason =
  | 'no_text'
  | 'bad_date'
  | 'old_date'
  | 'future_date'
  | 'bad_encoding'
  | 'broken_row'
  | 'too_long'
  | 'not_an_object'
  | 'bad_id';

/** Why a row was not taken, as the person who sent it reads it. */
export const REFUSALS: Record<RefusalReason, string> = {
  no_text: '没有标题也没有正文',
  bad_date: '时间无法识别',
  old_date: '时间早于1990年，请核对年份',
  future_date: '时间晚于当前时间一天以上，请核对年份或日月顺序',
  bad_encoding: '含有无法解码的字符，请将文件另存为 UTF-8',
  broken_row: '行结构有误',
  too_long: '单条超过长度上限',
  not_an_object: '不是一个 JSON 对象',
  bad_id: '编号过长（超过 300 个字符）',
};

/** A mention before the database gave it id, revision and duplicate; `contentHash` changes exactly when the content does. */
export type Draft = Omit<Mention, 'id' | 'revision' | 'change' | 'duplicateOf' | 'publishedAt' | 'collectedAt'> & {
  publishedAt: Date;
  collectedAt: Date;
  contentHash: string;
  /** Says enough for an equal text to be a copy. */
  telling: boolean;
};

export type CutPart = 'title' | 'text';
/** `cut`: the parts that were too long and are kept only from their beginning. */
export type Normalised =
  { kind: 'draft'; draft: Draft; cut: CutPart[] } | { kind: 'refused'; reason: RefusalReason; detail: string };
