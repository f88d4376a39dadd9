import { z } from 'zod';
import { instant } from '../../ingest/messages.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { officialDay } from '../accountability/documents.ts';
import type { ResponderBooks } from '../books.ts';
import { refuseTooFar, type AheadKind } from './ahead.ts';
import { refuseBeforeMatter, type Begun } from './beginning.ts';

/** From where to where a date may lie: the matter = when it was first heard of; behind, review, delegation, term = days of ticket-rules.yaml. */
const KINDS = {
  /** What was done about the matter: never before it, never tomorrow. */
  since: { from: 'matter', to: 'now' },
  /** What may have been before anybody heard of the matter: its occurrence, a decision, the hour of a figure. */
  earlier: { from: 'behind', to: 'now' },
  /** What is to come. */
  review: { from: 'now', to: 'review' },
  delegation: { from: 'now', to: 'delegation' },
  term: { from: 'now', to: 'term' },
  /** What may be over already when it is entered: a plan or the fact, a promise, a term that somebody else set. */
  either: { from: 'matter', to: 'term' },
  /** The beginning of a standing order. */
  standing: { from: 'behind', to: 'delegation' },
} as const satisfies Record<string, { from: 'matter' | 'behind' | 'now'; to: 'now' | AheadKind }>;
type Kind = keyof typeof KINDS;
interface Field {
  title: string;
  kind: Kind;
}

const FIELDS = z.registry<Field>();

function declared<S extends z.ZodType>(schema: S, field: Field): S {
  const own = schema.clone();
  FIELDS.add(own, field);
  return own;
}
/** A moment that a person enters, ISO 8601 with offset. The frame of every verb refuses one outside its kind, and names it by this title. */
export const moment = (kind: Kind, title: string): typeof instant => declared(instant, { kind, title });
/** As `moment`: a whole day, YYYY-MM-DD, local. */
export const wholeDay = (kind: Kind, title: string): z.ZodISODate => declared(z.iso.date(), { kind, title });

interface Def {
  type: string;
  format?: string;
  innerType?: z.ZodType;
  element?: z.ZodType;
  valueType?: z.ZodType;
  in?: z.ZodType;
  options?: readonly z.ZodType[];
  shape?: Record<string, z.ZodType>;
}
export interface DateField {
  /** `*` = every item. */
  path: readonly string[];
  /** Absent = nobody said what kind of date it is; a test holds that there is none. */
  field: Field | undefined;
}

/** Every date that a schema asks for, however deep. */
export function dateFields(schema: z.ZodType, path: readonly string[] = []): DateField[] {
  const def = schema._zod.def as Def;
  if (def.type === 'string')
    return def.format === 'datetime' || def.format === 'date' ? [{ path, field: FIELDS.get(schema) }] : [];
  const items = [def.element, def.valueType].flatMap((one) => (one ? dateFields(one, [...path, '*']) : []));
  const same = [def.innerType, def.in, ...(def.options ?? [])].flatMap((one) => (one ? dateFields(one, path) : []));
  const parts = Object.entries(def.shape ?? {}).flatMap(([name, part]) => dateFields(part, [...path, name]));
  return [...items, ...same, ...parts];
}

function entered(value: unknown, [name, ...rest]: readonly string[]): string[] {
  if (name === undefined) return typeof value === 'string' ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  const parts = name === '*' ? Object.values(value) : [(value as Record<string, unknown>)[name]];
  return parts.flatMap((part) => entered(part, rest));
}

interface Context {
  now: Date;
  books: Pick<ResponderBooks, 'ticketRules'>;
  ticket: Begun;
}

/** @throws AppError precondition_failed: the first date of the input that lies where its kind cannot lie */
export function refuseOddDates(fields: readonly DateField[], input: unknown, context: Context): void {
  for (const { path, field } of fields)
    if (field !== undefined) for (const text of entered(input, path)) refuseOdd(field, text, context);
}

function refuseOdd({ title, kind }: Field, text: string, { now, books, ticket }: Context): void {
  const isDay = text.length === 10;
  const at = new Date(isDay ? `${text}T00:00:00+08:00` : text);
  const { from, to } = KINDS[kind];
  if (to !== 'now') refuseTooFar({ title, kind: to }, at, { now, books });
  else if (at > now) throw new AppError('precondition_failed', `${title}${isDay ? '不得晚于今天' : '不能晚于现在'}`);
  if (from === 'matter') refuseBeforeMatter(ticket, at, title);
  else if (from === 'behind') refuseTooOld(title, at, { now, books });
  else if (at <= now) throw new AppError('precondition_failed', `${title}须晚于现在`);
}

/** For a date outside of a ticket's verbs, of what is over: not to come, and not so old that the year must be a slip. */
export function refuseOddPast(title: string, text: string, { now, books }: Pick<Context, 'now' | 'books'>): void {
  const at = new Date(text);
  if (at > now) throw new AppError('precondition_failed', `${title}不能晚于现在`);
  refuseTooOld(title, at, { now, books });
}

function refuseTooOld(title: string, at: Date, { now, books }: Pick<Context, 'now' | 'books'>): void {
  const { days } = books.ticketRules.behind;
  const first = new Date(now.getTime() - days * 86_400_000);
  if (at >= first) return;
  throw new AppError(
    'precondition_failed',
    `${title}填为${officialDay(at)}，最早可填至${officialDay(first)}（${days}天，本系统默认）：请核对年月；更早的，请在说明中写明`,
  );
}
