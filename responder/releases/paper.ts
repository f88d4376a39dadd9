import { sql, type Kysely, type Selectable } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import { spokenTime, toLocalIso } from '../../platform/runtime/local-time.ts';
import type { ResponderTables } from '../tables.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { leadsHere } from '../tickets/leads-here.ts';
import { unitName, type Units } from '../tickets/permissions.ts';
import type { Accusing, Tx } from '../tickets/ticket.ts';
import { keepsSealed } from '../sealed/seal.ts';
import type {
  ReleaseDraftsTable,
  ReleaseExceptionsTable,
  ReleaseJudgementsTable,
  ReleaseSignaturesTable,
  ReleaseVersionsTable,
} from './tables.ts';

export type Draft = Selectable<ReleaseDraftsTable>;
export type Version = Selectable<ReleaseVersionsTable>;

/** A draft with its newest version and all that was said about that version. */
export interface Paper {
  draft: Draft;
  content: Version;
  judgements: Selectable<ReleaseJudgementsTable>[];
  signatures: Selectable<ReleaseSignaturesTable>[];
  exceptions: Selectable<ReleaseExceptionsTable>[];
  /** Ids of all who wrote at it, oldest first. */
  authors: string[];
  /** The matter keeps personal data under seal: its releases are approved one level higher (上提一级). */
  sealed: boolean;
}

/** The draft of this ticket, locked. @throws AppError not_found */
export async function lockDraft(tx: Tx, ticketId: string, draftId: string): Promise<Draft> {
  const draft = await tx
    .selectFrom('responder_release_drafts')
    .selectAll()
    .where('id', '=', draftId)
    .where('ticket_id', '=', ticketId)
    .forUpdate()
    .executeTakeFirst();
  if (!draft) throw new AppError('not_found', '没有这份发布稿');
  return draft;
}

/** As lockDraft, and the version the person was looking at must be the newest. @throws AppError conflict naming who wrote since */
export async function lockPaper(tx: Tx, ticketId: string, at: { draftId: string; version: number }): Promise<Paper> {
  const paper = await paperOf(tx, await lockDraft(tx, ticketId, at.draftId));
  const { content } = paper;
  if (at.version === content.version) return paper;
  if (at.version > content.version) throw new AppError('invalid_input', '版本号大于当前版本');
  const current = { version: content.version, by: content.written_by.name, at: toLocalIso(content.written_at) };
  throw new AppError(
    'conflict',
    `${current.by} 已于 ${spokenTime(content.written_at)} 修改为第${current.version}版，请刷新后再办`,
    {
      current,
    },
  );
}

export async function paperOf(db: Kysely<ResponderTables>, draft: Draft): Promise<Paper> {
  const of = { id: draft.id, version: draft.version };
  const content = await versionOf(db, draft.id, draft.version);
  const judgements = await db
    .selectFrom('responder_release_judgements')
    .selectAll()
    .where('draft_id', '=', of.id)
    .where('version', '=', of.version)
    .orderBy('at')
    .orderBy('id')
    .execute();
  const signatures = await db
    .selectFrom('responder_release_signatures')
    .selectAll()
    .where('draft_id', '=', of.id)
    .where('version', '=', of.version)
    .orderBy('at')
    .execute();
  const exceptions = await db
    .selectFrom('responder_release_exceptions')
    .selectAll()
    .where('draft_id', '=', of.id)
    .orderBy('at')
    .execute();
  const [authors, sealed] = [await authorsOf(db, draft.id), await keepsSealed(db, draft.ticket_id)];
  return { draft, content, judgements, signatures, exceptions, authors, sealed };
}

export const versionOf = (db: Kysely<ResponderTables>, draftId: string, version: number): Promise<Version> =>
  db
    .selectFrom('responder_release_versions')
    .selectAll()
    .where('draft_id', '=', draftId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();

export async function authorsOf(db: Kysely<ResponderTables>, draftId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('responder_release_versions')
    .select('written_by')
    .where('draft_id', '=', draftId)
    .orderBy('version')
    .execute();
  return [...new Set(rows.map(({ written_by }) => written_by.id))];
}

/** A draft is its unit's; lead bodies and the press office work at every one. @throws AppError forbidden */
export function refuseOtherUnit({ unit }: Pick<Draft, 'unit'>, actor: Actor, ticket: Accusing, units: Units): void {
  const isPress = actor.roles.includes('spokesperson') && units.get(actor.unitId ?? '')?.kind === 'press';
  if (actor.unitId === unit || isPress || leadsHere(actor, ticket, units)) return;
  throw new AppError('forbidden', `这份发布稿由${unitName(units, unit)}负责，只有该单位、牵头单位或新闻办可以改动`);
}

/** Nobody looks at what they wrote themselves. @throws AppError precondition_failed */
export function refuseAuthor({ authors }: Pick<Paper, 'authors'>, actorId: string, act: string): void {
  if (authors.includes(actorId)) throw new AppError('precondition_failed', `拟稿人不能${act}自己的发布稿`);
}

/** @throws AppError illegal_move unless it is in one of these states; it says who brought it where it is, so that of two at once the slower knows. */
export async function refuseUnless(tx: Tx, draft: Draft, ...states: Draft['state'][]): Promise<void> {
  if (states.includes(draft.state)) return;
  const last = await lastActOn(tx, draft);
  const who = last ? `（${last.by} 已于 ${spokenTime(last.at)} 办理：${last.text}）` : '';
  throw new AppError(
    'illegal_move',
    `发布稿${STATE_TITLES[draft.state]}，不能再办理这一项${who}`,
    last ? { current: { state: draft.state, by: last.by, at: toLocalIso(last.at) } } : {},
  );
}

/** Newest entry about this draft. */
async function lastActOn(tx: Tx, draft: Draft): Promise<{ by: string; at: Date; text: string } | undefined> {
  const row = await tx
    .selectFrom('responder_timeline')
    .select(['actor', 'recorded_at', 'text'])
    .where('ticket_id', '=', draft.ticket_id)
    .where(sql<string>`payload ->> 'draftId'`, '=', draft.id)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { by: row.actor.name, at: row.recorded_at, text: row.text };
}

export const STATE_TITLES: Record<Draft['state'], string> = {
  drafting: '拟稿中',
  submitted: '审核中',
  issued: '已交付发布',
  dropped: '已撤回',
};
