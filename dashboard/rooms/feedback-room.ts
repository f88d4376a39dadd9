import type { z } from 'zod';
import type { Analyzer, FeedbackFilter, FeedbackRow } from '../../analyzer/index.ts';
import { maskPersonal } from '../../ingest/index.ts';
import type { Time } from '../../platform/ports/time.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import { mayActOnOrigin, originsSeen } from '../../platform/runtime/origins.ts';
import { actorOf } from '../accounts/accounts-context.ts';
import { scopeOf, seesOrigin, type KindOf } from '../accounts/scope.ts';
import type { Viewer } from '../accounts/sessions.ts';
import { cutPage, decodeCursor } from '../api/cursor.ts';
import type { FeedbackRoom } from '../api/rooms.ts';
import type { feedbackRequest, feedbackView } from '../api/schemas/feedback.ts';
import { leftOut } from './watch-room.ts';

export interface FeedbackDeps {
  analyzer: Pick<Analyzer, 'queries' | 'trial' | 'feedback'>;
  time: Time;
  jurisdiction: string;
  kindOf: KindOf;
  /** Whether the viewer may see a mention (watch-room.ts); his origin is looked at here. */
  seesMention(id: string, viewer: Viewer): Promise<boolean>;
}

type Request = z.output<typeof feedbackRequest>;
type Read = Pick<Parameters<Analyzer['feedback']['give']>[0], 'analysis' | 'analyzedAt' | 'jurisdiction' | 'origin'> & {
  title: string;
  text: string;
};

/** 试一段文字 and 纠正: what the machine said is read here again, never taken from the browser; what is kept is masked first. */
export function feedbackRoom(deps: FeedbackDeps): FeedbackRoom {
  const { analyzer, time } = deps;
  return {
    async tryText({ title = '', text }) {
      const analysis = await analyzer.trial.analyze({ title, text, publishedAt: toLocalIso(time.now()) });
      return { analysis, version: analyzer.trial.version() };
    },
    labels: () => analyzer.feedback.labels().map((list) => ({ ...list, values: [...list.values] })),
    async give(input, viewer) {
      const { title, text, ...read } = await readAgain(deps, input, viewer);
      const { label, correct } = input;
      const masked = { remark: maskPersonal(input.remark), title: maskPersonal(title), text: maskPersonal(text) };
      const about = { mentionId: input.mentionId ?? null, label, correct, ...masked, ...read };
      return toView(await analyzer.feedback.give(about, actorOf(viewer.user)), viewer);
    },
    async list({ limit, cursor, state, label }, viewer) {
      const key = decodeCursor(cursor, 'time', 'id');
      const after = key ? { at: new Date(String(key[0])), id: String(key[1]) } : undefined;
      const filter = { ...seenBy(viewer, deps.kindOf), state, label };
      const rows = await analyzer.feedback.list(filter, { limit: limit + 1, after });
      const { items, nextCursor } = cutPage(rows, limit, (row) => [row.given_at.toISOString(), row.id]);
      return { items: items.map((row) => toView(row, viewer)), nextCursor };
    },
    async review(id, review, viewer) {
      const decided = { ...review, reason: maskPersonal(review.reason) };
      const filter = seenBy(viewer, deps.kindOf);
      return toView(await analyzer.feedback.review(id, decided, actorOf(viewer.user), filter), viewer);
    },
  };
}

/**
 * The overseers see every correction but of what blames their unit, others their own. The system administrator meets no stored post (三员分立): only what was said of
 * texts that were tried out.
 */
function seenBy({ user }: Viewer, kindOf: KindOf): FeedbackFilter {
  const origins = originsSeen(user.origin);
  if (user.roles.includes('system_admin')) return { origins, tried: true };
  const actor = actorOf(user);
  const told = { origins, ...leftOut(actor) };
  return scopeOf(actor, kindOf).kind === 'all' ? told : { ...told, givenBy: user.id };
}

async function readAgain(deps: FeedbackDeps, input: Request, viewer: Viewer): Promise<Read> {
  const { analyzer, time, jurisdiction } = deps;
  if (input.mentionId !== undefined) return readMention(deps, input.mentionId, viewer);
  const { title = '', text = '' } = input;
  const analyzedAt = time.now();
  const analysis = await analyzer.trial.analyze({ title, text, publishedAt: toLocalIso(analyzedAt) });
  return { title, text, analysis, analyzedAt, jurisdiction, origin: viewer.user.origin };
}

async function readMention(deps: FeedbackDeps, id: string, viewer: Viewer): Promise<Read> {
  const found = await deps.analyzer.queries.mention(id);
  const seen = found && seesOrigin(viewer.user.origin, found.mention.origin) && (await deps.seesMention(id, viewer));
  if (!seen) throw new AppError('not_found', '没有这条信息，或您无权查看');
  const { mention, analysis, analyzedAt } = found;
  if (!mayActOnOrigin(viewer.user, mention.origin)) throw new AppError('forbidden', '演示账号只能办理演示数据');
  const { title, text, jurisdiction, origin } = mention;
  return { title, text, analysis, analyzedAt, jurisdiction, origin };
}

const REVIEWS = ['duty_leader', 'system_admin'] as const;

function toView(row: FeedbackRow, { user }: Viewer): z.input<typeof feedbackView> {
  const { id, label, said, correct, confidence, remark, title, text, state, revision, origin } = row;
  const decided = row.reviewed_at && {
    at: toLocalIso(row.reviewed_at),
    by: row.reviewed_name ?? '',
    reason: row.review_reason ?? '',
  };
  return {
    ...{ id, label, said, correct, confidence, remark, title, text, state, revision, origin },
    mentionId: row.mention_id,
    version: row.analysis_version,
    analyzedAt: toLocalIso(row.analyzed_at),
    givenAt: toLocalIso(row.given_at),
    givenBy: { id: row.given_by, name: row.given_name, unitId: row.given_unit },
    review: decided,
    reviewable:
      state === 'pending' &&
      row.given_by !== user.id &&
      REVIEWS.some((role) => user.roles.includes(role)) &&
      mayActOnOrigin(user, origin),
  };
}
