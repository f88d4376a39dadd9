import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor, Keys, Transact, UnitOfWork } from '../../platform/runtime/kernel.ts';
import { spokenTime, toLocalIso } from '../../platform/runtime/local-time.ts';
import { hasUnstorable } from '../../platform/runtime/storable.ts';
import type { ResponderBooks } from '../books.ts';
import { reconcileClocks } from '../deadlines/reconcile.ts';
import { movedInWords, type ClockNote } from '../deadlines/clock-notes.ts';
import type { TicketState } from '../messages.ts';
import { personOf, type ResponderTables } from '../tables.ts';
import { dateFields, refuseOddDates } from './dates.ts';
import { NO_FILES, type Files } from './files.ts';
import { heldBy, whyNothing } from './needs.ts';
import { NOBODY, type People } from './people.ts';
import { mayMeet, whyForeign, whyNotAllowed } from './permissions.ts';
import { namedUnits, refuseBarred } from './refuse-barred.ts';
import { NO_TEXTS, type SourceTexts } from './source-texts.ts';
import { goesOnMerged, nextState, verbRow, whyNotNow, type VerbName } from './states.ts';
import { emitChanged, lastActBy, timelineRow, type Entry } from './timeline.ts';
import { accusedUnits, lockTicket, notFound, patchTicket, type Ticket, type TicketPatch, type Tx } from './ticket.ts';
import { ticketView, type TicketView } from './view.ts';

/** What every verb needs; handed in by createResponder. */
export interface VerbDeps {
  transact: Transact<ResponderTables>;
  books: ResponderBooks;
  /** For what lies under seal. */
  keys: Keys;
  /** What the posts of an event say, for papers that may not quote them. */
  sourceTexts?: SourceTexts;
  /** Who is known, for acts that name somebody who then signs. */
  people?: People;
  /** Pictures that were uploaded. */
  files?: Files;
  /** Called after a commit that may have moved the next due moment. */
  wake: (next: Date | null) => void;
}

/** Fields of a verb of a desk: what it changes has a version of its own, asked for by the verb itself where two people could meet. */
export const asideInput = { idempotencyKey: z.string().min(8).max(200).optional() };
/** Fields of every other verb: the revision the person was looking at, and an optional key that makes a resend harmless. */
export const baseInput = { ...asideInput, revision: z.number().int().positive() };
export const reasonText = z.string().trim().min(2, '请写明原因').max(1000);
export const noteText = z.string().trim().max(2000).optional();

export interface VerbContext<I> {
  unit: UnitOfWork<ResponderTables>;
  tx: Tx;
  ticket: Ticket;
  input: I;
  actor: Actor;
  now: Date;
  books: ResponderBooks;
  sourceTexts: SourceTexts;
  people: People;
  files: Files;
  keys: Keys;
}

/** What a verb decided. Rows of other tables it writes itself inside `tx`. */
export interface VerbEffect {
  set?: TicketPatch;
  /** Only where the table knows several ways out. */
  state?: TicketState;
  entry: Omit<Entry, 'kind'> & { kind?: string };
  /** Remain in the present state although the table's default leads on. */
  stay?: boolean;
  /** Why clocks that no longer apply end. */
  clockReason?: string;
}

type BaseInput = { revision?: number | undefined; idempotencyKey?: string | undefined };
export type Verb<S extends z.ZodType> = (
  deps: VerbDeps,
  ticketId: string,
  input: z.input<S>,
  actor: Actor,
) => Promise<TicketView>;

/**
 * The frame of every verb: parse, lock, permission, revision, legality, effect, timeline, clocks, audit, message: one transaction.
 * @throws AppError invalid_input, not_found, forbidden, conflict (naming who won and when), illegal_move, precondition_failed.
 */
export function defineVerb<S extends z.ZodType<BaseInput>>(
  name: VerbName,
  schema: S,
  apply: (context: VerbContext<z.output<S>>) => Promise<VerbEffect> | VerbEffect,
): Verb<S> {
  const dates = dateFields(schema);
  return async (deps, ticketId, raw, actor) => {
    const input = parseInput(schema, raw);
    return deps.transact(async (unit) => {
      const ticket = await lockTicket(unit.tx, ticketId);
      if (!mayMeet(name, actor, { ...ticket, accused: accusedUnits(ticket) }, deps.books.units)) throw notFound();
      if (await alreadyDone({ unit, keys: deps.keys }, name, ticket, input, actor))
        return ticketView(unit.tx, ticket, deps.books, unit.now);
      await guard(unit.tx, name, ticket, input.revision, actor, deps.books);
      const { title, toAccused } = verbRow(name);
      if (toAccused !== true) refuseBarred(namedUnits(input), ticket, deps.books, title);
      refuseOddDates(dates, input, { now: unit.now, books: deps.books, ticket });
      const { books, keys, sourceTexts = NO_TEXTS, people = NOBODY, files = NO_FILES } = deps;
      const given = { books, keys, sourceTexts, people, files };
      const context = { unit, tx: unit.tx, ticket, input, actor, now: unit.now, ...given };
      const after = await settle(unit, deps, name, ticket, await apply(context), actor);
      return ticketView(unit.tx, after, deps.books, unit.now);
    });
  };
}

export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  if (hasUnstorable(raw)) throw new AppError('invalid_input', '填写的内容含有无法保存的字符，请删去后重试');
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new AppError('invalid_input', `填写有误：${errors.map((e) => `${e.path} ${e.message}`).join('；')}`, {
    errors,
  });
}

async function guard(
  tx: Tx,
  name: VerbName,
  ticket: Ticket,
  revision: number | undefined,
  actor: Actor,
  books: ResponderBooks,
) {
  const denied =
    whyForeign(actor, ticket.origin) ??
    whyNotAllowed(name, actor, { ...ticket, accused: accusedUnits(ticket) }, books.units);
  if (denied !== null) throw new AppError('forbidden', denied);
  if (revision !== undefined) await refuseStale(tx, ticket, revision);
  if (ticket.merged_into !== null && !goesOnMerged(name))
    throw new AppError('illegal_move', '工单已并入其他工单，请在主工单上办理');
  const blocked = whyNotNow(name, ticket.state);
  if (blocked !== null) throw new AppError('illegal_move', blocked);
  const { needs } = verbRow(name);
  const nothing = needs === undefined ? null : whyNothing(needs, { ticket, actor, held: await heldBy(tx, ticket.id) });
  if (nothing !== null) throw new AppError('precondition_failed', nothing);
}

async function refuseStale(tx: Tx, ticket: Ticket, revision: number): Promise<void> {
  if (revision > ticket.revision) throw new AppError('invalid_input', '版本号大于当前版本');
  // Machine entries (a warning fired, a newer picture of the event) do not make a person's form stale; another person's act does.
  if (revision < ticket.acted_revision) {
    const won = await lastActBy(tx, ticket.id, ticket.acted_revision);
    const current = won && { revision: ticket.revision, by: won.by, at: toLocalIso(won.at), kind: won.kind };
    throw new AppError(
      'conflict',
      won
        ? `${won.by} 已于 ${spokenTime(won.at)} 先行处理（${won.text}），请刷新后再办`
        : '工单已被他人更新，请刷新后再办',
      { current },
    );
  }
}

async function settle(
  unit: UnitOfWork<ResponderTables>,
  deps: VerbDeps,
  name: VerbName,
  before: Ticket,
  effect: VerbEffect,
  actor: Actor,
): Promise<Ticket> {
  const state = effect.stay ? before.state : nextState(name, before.state, effect.state);
  if (state === null) throw new AppError('illegal_move', `“${verbRow(name).title}”不能转为该状态`);
  const revision = before.revision + 1;
  const acted = verbRow(name).aside === true ? {} : { acted_revision: revision };
  const set: TicketPatch = { ...effect.set, state, revision, ...acted };
  const ticket = await patchTicket(unit.tx, before.id, set);
  const clocks = await reconcileClocks(unit, ticket, deps.books, actor, effect.clockReason);
  const entry: Entry = { kind: name, ...effect.entry };
  await writeEntry(unit, ticket, entry, clocks.notes, actor);
  unit.audit({
    actor,
    action: `ticket.${name}`,
    subject: { kind: 'ticket', id: ticket.id },
    detail: { number: ticket.number, revision, from: before.state, to: state },
  });
  unit.afterCommit(() => deps.wake(clocks.nextFireAt));
  return ticket;
}

/** Timeline row and message of one revision. */
export async function writeEntry(
  unit: UnitOfWork<ResponderTables>,
  ticket: Ticket,
  entry: Entry,
  notes: ClockNote[],
  actor: Actor,
): Promise<void> {
  const payload = notes.length > 0 ? { ...entry.payload, clocks: notes } : (entry.payload ?? {});
  const text = [entry.text, ...movedInWords(notes)].join('；');
  const row = timelineRow(ticket.id, ticket.revision, { ...entry, text, payload }, actor, unit.now);
  await unit.tx.insertInto('responder_timeline').values(row).execute();
  emitChanged(unit, ticket, entry.kind);
}

/** A second delivery of the same request does nothing; the same key with another request is a mistake of the caller. */
async function alreadyDone(
  { unit, keys }: { unit: UnitOfWork<ResponderTables>; keys: Keys },
  verb: string,
  ticket: Ticket,
  input: BaseInput,
  actor: Actor,
): Promise<boolean> {
  if (input.idempotencyKey === undefined) return false;
  // Keyed: a request may hold what is sealed a moment later, and a bare hash of a telephone number is guessed in minutes.
  const hash = keys.hmac('responder.idempotency', JSON.stringify([verb, ticket.id, input]));
  const inserted = await unit.tx
    .insertInto('responder_idempotency_keys')
    .values({
      key: input.idempotencyKey,
      actor_id: personOf(actor).id,
      verb,
      ticket_id: ticket.id,
      request_hash: hash,
      revision: ticket.revision + 1,
      at: unit.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return false;
  const earlier = await unit.tx
    .selectFrom('responder_idempotency_keys')
    .select('request_hash')
    .where('key', '=', input.idempotencyKey)
    .where('actor_id', '=', actor.id)
    .executeTakeFirstOrThrow();
  if (earlier.request_hash === hash) return true;
  throw new AppError('conflict', '同一幂等键用于了不同的请求');
}
