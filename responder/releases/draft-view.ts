import type { Kysely } from 'kysely';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { iso, type QueryDeps } from '../queries/read.ts';
import type { ResponderTables } from '../tables.ts';
import { actingHere } from '../tickets/leads-here.ts';
import { standInNote } from '../tickets/in-place.ts';
import { accusedUnits, type Ticket } from '../tickets/ticket.ts';
import { unitRef } from '../tickets/view.ts';
import { approvedFacts, type ApprovedFact } from '../consultations/approved-facts.ts';
import { approvalState, approvalSteps, fills, SECRECY, standsIn } from './approvals.ts';
import { changedParts, releaseText } from './content.ts';
import { deidentify, findIdentity } from './deidentify.ts';
import { delegationsOf, validFor, type Delegation } from './delegations.ts';
import type { ReleaseDesk } from './desk-schema.ts';
import { gateOf, isFaultOfText } from './gate.ts';
import { ruleOf } from './gate-checks.ts';
import { paperOf, STATE_TITLES, type Draft, type Paper, type Version } from './paper.ts';
import { signerTitle } from './signers.ts';

type DraftView = ReleaseDesk['drafts'][number];

/** One draft as the desk shows it to this person. */
export async function draftView(deps: QueryDeps, actor: Actor, ticket: Ticket, draft: Draft): Promise<DraftView> {
  const { db, books } = deps;
  const paper = await paperOf(db, draft);
  const now = deps.time.now();
  const gate = await gateOf({ db, ticket, paper, books, now });
  const orders = await delegationsOf(db, ticket, [draft.unit]);
  return {
    ...headOf(deps, paper, actor),
    ...contentView(paper, await approvedFacts(db, ticket.id)),
    gate: gate.map(({ by, at, unfit, ...line }) => ({
      ...(unfit && { unfit: unfit.map((one) => ({ ...one, by: one.by.name, at: toLocalIso(one.at) })) }),
      ...{ ...line, ofText: isFaultOfText(line), unsignable: line.unsignable ?? false },
      ...{ by: by?.name ?? null, at: iso(at ?? null) },
    })),
    isComplete: gate.every(({ state }) => state !== 'stop'),
    ...identityView(deps, paper),
    approval: approvalView(deps, actor, ticket, paper, validFor(orders, actor.id, now)),
    dispatches: await dispatchesOf(deps, draft.id),
    versions: await versionsOf(db, draft.id),
  };
}

const headOf = ({ books }: QueryDeps, { draft, authors }: Paper, actor: Actor) => ({
  ...{
    id: draft.id,
    kind: draft.kind,
    state: draft.state,
    stateTitle: STATE_TITLES[draft.state],
    version: draft.version,
  },
  ...{ unit: unitRef(books.units, draft.unit), unitReason: draft.unit_reason, corrects: draft.corrects },
  ...{ isMine: authors.includes(actor.id), droppedWhy: draft.dropped_why },
  issued: draft.issued_by === null ? null : { by: draft.issued_by.name, at: toLocalIso(draft.issued_at!) },
});

const contentView = ({ content }: Paper, sheet: readonly ApprovedFact[]) => ({
  ...{ title: content.title, facts: content.facts, policy: content.policy, result: content.result },
  ...{ scope: content.scope, recipients: content.recipients, channels: content.channels, pictures: content.pictures },
  ...{ plannedAt: iso(content.planned_at), hash: content.hash },
  factLines: content.fact_lines.map((line) => ({
    ...line,
    onSheet: sheet.some(({ text, disputed }) => text === line.statement && !disputed),
  })),
  ...{ writtenBy: content.written_by.name, writtenAt: toLocalIso(content.written_at) },
});

function identityView({ books }: QueryDeps, { content, exceptions }: Paper) {
  const allowed = exceptions.flatMap(({ words }) => words);
  const found = findIdentity(`${content.title}\n${releaseText(content)}`);
  return {
    identity: found.map(({ kind, value }) => ({ kind, value, excepted: allowed.includes(value) })),
    deidentified: deidentify(releaseText(content), allowed),
    exceptions: exceptions.map((one) => ({
      ...{ ground: books.releases.identity.grounds[one.ground].title, basis: one.basis, words: one.words },
      ...{ by: one.by.name, at: toLocalIso(one.at) },
    })),
  };
}

function approvalView(
  { books, time }: QueryDeps,
  actor: Actor,
  ticket: Ticket,
  paper: Paper,
  order: Delegation | undefined,
): DraftView['approval'] {
  const { draft, signatures, content } = paper;
  const rule = ruleOf(books.releases, ticket, paper);
  const { own, ofChannels } = approvalSteps(rule, content.channels, books.releases);
  const { open } = approvalState(rule, ofChannels, signatures);
  const secrecy = { id: SECRECY, title: '保密审查', posts: books.releases.secrecy.posts };
  const isFree = !paper.authors.includes(actor.id) && !signatures.some(({ by }) => by.id === actor.id);
  const signer = actingHere(actor, ticket, books.units);
  const steps = [...own, ...ofChannels, secrecy].map((step) => {
    const isOpen = step.id === SECRECY ? !signatures.some((one) => one.step === SECRECY) : open.includes(step.id);
    const onOrder = standsIn(rule, step.id);
    return {
      ...{ onOrder, order: onOrder && order ? orderOf(order) : null },
      ...{ id: step.id, title: step.title, signed: signedOf(paper, step.id) },
      posts: step.posts.map((post) => signerTitle(post, draft.unit, books.units)),
      standIn: standInNote(step.posts, accusedUnits(ticket), books.units),
      isMine: draft.state === 'submitted' && isOpen && isFree && fills(signer, step.posts, draft.unit),
    };
  });
  const late = draft.state === 'submitted' && draft.approval_due !== null && draft.approval_due <= time.now();
  return {
    rule: rule.id,
    title: rule.title,
    method: rule.method,
    source: rule.source,
    steps,
    dueAt: iso(draft.approval_due),
    late,
  };
}

const orderOf = ({ principal, paper, until_at: until }: Delegation) => ({ principal, paper, until: toLocalIso(until) });

function signedOf({ signatures }: Paper, step: string) {
  const signed = signatures.find((one) => one.step === step);
  if (!signed) return null;
  const { by, at, approve, reason, on_behalf: onBehalf } = signed;
  return { by: by.name, at: toLocalIso(at), approve, reason, onBehalf };
}

async function dispatchesOf({ db, books }: QueryDeps, draftId: string): Promise<DraftView['dispatches']> {
  const rows = await db
    .selectFrom('responder_release_dispatches')
    .selectAll()
    .where('draft_id', '=', draftId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, channel: row.channel, orderNumber: row.order_number, state: row.state, why: row.state_why },
    title: books.releases.channels.find(({ id }) => id === row.channel)?.title ?? row.channel,
    ...{ attempts: row.attempts, url: row.url, publishedAt: iso(row.published_at), triedAt: iso(row.tried_at) },
    by: row.confirmed_by?.name ?? null,
  }));
}

async function versionsOf(db: Kysely<ResponderTables>, draftId: string): Promise<DraftView['versions']> {
  const rows: Version[] = await db
    .selectFrom('responder_release_versions')
    .selectAll()
    .where('draft_id', '=', draftId)
    .orderBy('version')
    .execute();
  return rows.map((row, index) => {
    const before = rows[index - 1];
    const changed = before === undefined ? [] : changedParts(before, row);
    return {
      ...{ version: row.version, hash: row.hash, by: row.written_by.name, at: toLocalIso(row.written_at) },
      changes: changed.map((part) => ({ part, before: words(before![part]), after: words(row[part]) })),
    };
  });
}

const words = (value: unknown): string =>
  value === null
    ? ''
    : value instanceof Date
      ? toLocalIso(value)
      : typeof value === 'string'
        ? value
        : JSON.stringify(value);
