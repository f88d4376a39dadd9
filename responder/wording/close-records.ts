import type { Kysely, Selectable } from 'kysely';
import type { ReleasesTable } from '../release-tables.ts';
import type { ResponderTables } from '../tables.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { fromLocal, localDay } from '../../platform/runtime/local-time.ts';
import type { WordingBook } from '../../config/schema/wording.ts';
import { resultReleaseWarning, type DispositionRecords } from './dispositions.ts';

export type Told = Pick<Selectable<ReleasesTable>, 'kind' | 'state' | 'public' | 'at' | 'recorded_at'> & {
  /** What its text says of the result, where it was drafted here. */
  result?: string | null;
  /** It is, to the letter, what the approved report proposed to publish. */
  matches_approval?: boolean | null;
};

/** A concluded investigation: its day, and since when we have it on record. */
export interface Concluded {
  on: string;
  recordedAt: Date;
}

export interface WordingRecords extends Pick<DispositionRecords, 'adopted'> {
  /** The newest conclusion; null = none on record. */
  concluded: Concluded | null;
  /** Promises that are overdue, and those that live on: what, and by when. */
  promises: { text: string; dueAt: Date }[];
  /** Media questions without a reply. */
  media: string[];
  /** Questions of the public neither answered nor reasoned. */
  openAsks: string[];
}

/** What this room has on record of a ticket that is to be closed. */
export async function wordingRecords(tx: Kysely<ResponderTables>, ticketId: string): Promise<WordingRecords> {
  const adoptions = await tx.selectFrom('responder_adoptions').select('id').where('ticket_id', '=', ticketId).execute();
  const investigation = await tx
    .selectFrom('responder_investigations')
    .select(['concluded_on', 'recorded_at'])
    .where('ticket_id', '=', ticketId)
    .orderBy('concluded_on', 'desc')
    .orderBy('recorded_at')
    .limit(1)
    .executeTakeFirst();
  const promises = await tx
    .selectFrom('responder_promises')
    .select(['text', 'due_at'])
    .where('ticket_id', '=', ticketId)
    .where('state', '=', 'open')
    .orderBy('due_at')
    .execute();
  const media = await tx
    .selectFrom('responder_media_questions')
    .select('outlet')
    .where('ticket_id', '=', ticketId)
    .where('state', '<>', 'replied')
    .execute();
  const asks = await tx
    .selectFrom('responder_asks')
    .select('text')
    .where('ticket_id', '=', ticketId)
    .where('state', '=', 'open')
    .execute();
  return {
    adopted: adoptions.length > 0,
    concluded:
      investigation === undefined ? null : { on: investigation.concluded_on, recordedAt: investigation.recorded_at },
    promises: promises.map(({ text, due_at }) => ({ text, dueAt: due_at })),
    media: media.map(({ outlet }) => outlet),
    openAsks: asks.map(({ text }) => text),
  };
}

/** A release carries a conclusion only when whoever recorded it could know of that: it stood on record, and its day had come. */
export const tellsConclusion = (
  { at, recorded_at: recorded }: Pick<Told, 'at' | 'recorded_at'>,
  concluded: Concluded,
): boolean => recorded >= concluded.recordedAt && at >= fromLocal(concluded.on);

/** Put together with what the ticket itself knows. Only what was told after there was a result can have told it. */
export function dispositionRecords(
  ticket: Pick<Ticket, 'outcome' | 'report' | 'reported_at'>,
  releases: readonly Told[],
  own: Pick<WordingRecords, 'adopted' | 'concluded'>,
  transferred: boolean,
): DispositionRecords {
  const held = releases.filter(({ state }) => state === 'held');
  const isDirect = ticket.outcome === 'direct_answer';
  const told = held.filter((release) => release.public || isDirect);
  const reported = Boolean(ticket.report?.result);
  const knew = (when: Date): boolean => reported && ticket.reported_at !== null && when >= ticket.reported_at;
  const isAfter = ({ at }: Told): boolean => knew(at);
  // A follow-up told nothing of a result that nobody had reported, unless its own text did, or who recorded it knew the result by then.
  const tellsResult = (one: Told): boolean =>
    isAfter(one) ||
    (one.kind !== 'first_information' &&
      (knew(one.recorded_at) || Boolean(one.result) || one.matches_approval === true));
  const further = told.filter((one) => one.kind !== 'first_information' || isAfter(one));
  return {
    published: told.length > 0 || isDirect,
    clarified: held.some(({ kind }) => kind === 'clarification'),
    // Or it was published with a result of its own, where the report is past and told none.
    hasResult: reported || told.some(({ kind, result }) => kind !== 'first_information' && Boolean(result)),
    adopted: own.adopted,
    investigated: own.concluded !== null,
    resultTold: told.some(tellsResult),
    conclusionTold: own.concluded !== null && further.some((release) => tellsConclusion(release, own.concluded!)),
    transferred,
  };
}

/** 办结后承诺继续有效: each open promise must have its time still ahead; its unit is named on it. */
export const promiseGaps = ({ promises }: Pick<WordingRecords, 'promises'>, now: Date): string[] =>
  promises
    .filter(({ dueAt }) => dueAt <= now)
    .map(({ text, dueAt }) => `承诺“${text}”（${localDay(dueAt)}）已逾期，请先在“承诺台账”页登记兑现或改期`);

/** Told when closing, not refused. */
export const recordWarnings = ({ promises, media, openAsks }: WordingRecords): string[] => [
  ...(promises.length > 0 ? [`尚有${promises.length}项承诺未到期，办结后继续跟踪`] : []),
  ...(media.length > 0 ? [`媒体关切未答复：${media.join('、')}（在“媒体关切”页答复）`] : []),
  ...(openAsks.length > 0
    ? [`群众关切未回答也未说明：${openAsks.join('；')}（在“群众关切与口径”页登记答复出处或说明不答理由）`]
    : []),
];

/** All that is told when closing: what lives on, what was left unanswered, a result the public is still owed (S28). */
export function closeTold(
  ticket: Pick<Ticket, 'outcome' | 'report' | 'reported_at' | 'kind' | 'topic'>,
  releases: readonly Told[],
  own: WordingRecords,
  { resultRelease }: Pick<WordingBook, 'resultRelease'>,
): string[] {
  const records = dispositionRecords(ticket, releases, own, false);
  return [...recordWarnings(own), ...resultReleaseWarning(ticket, resultRelease, records)];
}
