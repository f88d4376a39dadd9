import { sql } from 'kysely';
import type { ReleasesBook } from '../../config/schema/releases.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import {
  actedOn,
  dueBy,
  ofTicket,
  onlyTicket,
  PARTY_COLUMNS,
  TICKET_COLUMNS,
  type TaskProvider,
  type TasksQuery,
} from '../queries/task.ts';
import type { QueryDeps } from '../queries/read.ts';
import { accusedColumn, visibleTickets } from '../queries/visibility.ts';
import { actingIn, unitName, whyNotAllowed, type Acting } from '../tickets/permissions.ts';
import { coordinates } from '../tickets/steps.ts';
import { approvalState, approvalSteps, fills, SECRECY, signsInPlace, standsIn } from './approvals.ts';
import { delegates } from './delegations.ts';
import { ruleOf } from './gate-checks.ts';
import type { Draft, Paper, Version } from './paper.ts';
import { publicDue } from './public-due.ts';
import { signerTitles } from './signers.ts';
import type { Aspect } from './tables.ts';

const MOST = 200;
const ASPECTS: readonly Aspect[] = ['wording', 'timing', 'manner'];

/** What the rules below read of a draft that is not issued yet. */
export interface WaitingPaper {
  draft: Pick<Draft, 'state' | 'unit'>;
  content: Pick<Version, 'channels'>;
  authors: readonly string[];
  sealed: boolean;
  /** The newest word on each aspect. */
  judgements: readonly { aspect: Aspect; verdict: boolean }[];
  signatures: readonly (Pick<Paper['signatures'][number], 'step' | 'approve' | 'on_behalf'> & {
    by: { id: string; name?: string };
    reason?: string | null;
  })[];
  /** This person may sign for the head of its unit now, by a registered order. */
  isDelegate: boolean;
}
type Level = Parameters<typeof ruleOf>[1];
/** Who does it, where it is not simply the unit whose release it is: `posts` of the rulebook, or in words. */
export type ReleaseStep = {
  verb: string;
  kindTitle: string;
  why: string;
  posts?: readonly string[];
  by?: string;
  text?: string;
};

const HAND_OVER: ReleaseStep = {
  ...{ verb: 'publish-release', kindTitle: '待交付发布' },
  why: '研判、审核签发、保密审查齐全，由发布单位交付渠道',
};

const JUDGING: ReleaseStep = {
  ...{ verb: 'judge-release', kindTitle: '待研判发布稿', why: '由拟稿人以外的人研判表述、时机、方式' },
  by: '新闻发言人或牵头单位',
};

/**
 * What a draft waits for from this person: judging, approving, reviewing secrecy, handing over; [] = nothing. Who wrote at it only sends it in,
 * puts right what was refused, and issues; nobody signs twice.
 */
export function releaseSteps(
  paper: WaitingPaper,
  ticket: Level,
  actor: Acting,
  book: ReleasesBook,
  judges: boolean,
): ReleaseStep[] {
  const { draft, authors, signatures } = paper;
  const open = ASPECTS.filter((aspect) => !paper.judgements.some((one) => one.aspect === aspect && one.verdict));
  const rule = ruleOf(book, ticket, paper);
  const { own, ofChannels } = approvalSteps(rule, paper.content.channels, book);
  const state = approvalState(rule, ofChannels, signatures);
  const isReviewed = signatures.some(({ step, approve }) => step === SECRECY && approve);
  const isAuthor = authors.includes(actor.id);
  const steps: ReleaseStep[] = [];
  if (isAuthor && draft.state === 'drafting')
    steps.push({ verb: 'submit-release', kindTitle: '待送审', why: '由您拟稿', ...refusedBy(signatures) });
  const isReady = draft.state === 'submitted' && open.length === 0 && state.isComplete && isReviewed;
  if (isReady && (isAuthor || actor.unitId === draft.unit)) steps.push(HAND_OVER);
  if (isAuthor) return steps;
  if (judges && open.length > 0) steps.push(JUDGING);
  if (draft.state !== 'submitted' || signatures.some(({ by }) => by.id === actor.id)) return steps;
  const mine = [...own, ...ofChannels].find(
    ({ id, posts }) =>
      state.open.includes(id) && fills(actor, posts, draft.unit) && (paper.isDelegate || !standsIn(rule, id)),
  );
  if (mine)
    steps.push({
      ...{ verb: 'approve-release', kindTitle: '待审核发布稿', posts: mine.posts },
      why: `${signsInPlace(actor, mine.posts, draft.unit) ? '被反映单位回避，由您代为审核' : '由您审核'}：${mine.title}`,
    });
  if (!isReviewed && fills(actor, book.secrecy.posts, draft.unit))
    steps.push({
      ...{ verb: 'review-secrecy', kindTitle: '待保密审查', why: '由您负责保密审查' },
      posts: book.secrecy.posts,
    });
  return steps;
}

/** Whoever has to mend a text reads first what was wrong with it. */
function refusedBy(signatures: WaitingPaper['signatures']): { text?: string } {
  const no = signatures.find(({ approve }) => !approve);
  return no === undefined ? {} : { text: `${no.by.name ?? ''}不同意：${no.reason ?? ''}；修改后重新送审` };
}

const STEP_TEXT: Record<string, string> = {
  'submit-release': '修改完善后送审',
  'publish-release': '交付发布',
  'judge-release': '研判表述、时机、方式',
  'approve-release': '审核',
  'review-secrecy': '保密审查',
};

/** Where it goes out, in the words of the rulebook. */
const channelTitles = (ids: readonly string[], book: ReleasesBook): string | null =>
  ids.length === 0 ? null : ids.map((id) => book.channels.find((one) => one.id === id)?.title ?? id).join('、');

/** Drafts not issued yet of the tickets this person sees. */
const openDrafts = ({ db, books }: QueryDeps, actor: Actor, query: TasksQuery) =>
  db
    .selectFrom('responder_release_drafts as d')
    .innerJoin('responder_tickets as t', 't.id', 'd.ticket_id')
    .innerJoin('responder_release_versions as v', (join) =>
      join.onRef('v.draft_id', '=', 'd.id').onRef('v.version', '=', 'd.version'),
    )
    .select([...TICKET_COLUMNS, ...PARTY_COLUMNS])
    .select(['t.level_official', 't.level_duty', 't.level_machine', 't.level_provisional_ended'])
    .select(['d.id', 'd.state', 'd.unit', 'd.version', 'd.approval_due', 'v.title as heading', 'v.channels'])
    .select(['v.planned_at', accusedColumn])
    .where('d.state', 'in', ['drafting', 'submitted'])
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('d.created_at')
    .limit(MOST)
    .execute();

/** Drafts of releases that wait for this person. */
export const waitingReleases: TaskProvider = async (deps, actor, query) => {
  const { books, time } = deps;
  const rows = await openDrafts(deps, actor, query);
  const said = await saidOf(deps, rows);
  const now = time.now();
  const isDelegate = await delegates(deps.db, actor.id, now);
  const due = await publicDue(
    deps,
    rows.map(({ ticket_id }) => ticket_id),
  );
  return rows.flatMap((row) => {
    if (whyNotAllowed('judge-release', actor, row, books.units) !== null) return [];
    const acting = actingIn(actor, row, books.units);
    const judges = actor.roles.includes('spokesperson') || coordinates(actor, row, books.units);
    const paper: WaitingPaper = { ...said(row), draft: row, content: row, isDelegate: isDelegate(row) };
    return releaseSteps(paper, row, acting, books.releases, judges).map(
      ({ verb, kindTitle, why, posts, by, text }) => ({
        ...ofTicket(row, 'release', verb),
        ...{ id: `release:${row.id}:${verb}`, kind: verb, kindTitle, why },
        text: text === undefined ? `${STEP_TEXT[verb]}《${row.heading}》` : `《${row.heading}》${text}`,
        addressee: channelTitles(row.channels, books.releases),
        owner: by ?? (posts ? signerTitles(posts, row.unit, books.units) : unitName(books.units, row.unit)),
        ...dueBy(row.approval_due ?? row.planned_at ?? due.get(row.ticket_id) ?? null, now),
      }),
    );
  });
};

type Row = { id: string; ticket_id: string; version: number };

/** What was written, judged, signed and sealed of all these drafts: four queries however many there are. */
async function saidOf({ db }: QueryDeps, rows: readonly Row[]) {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return () => ({ authors: [], judgements: [], signatures: [], sealed: false });
  const [versions, judgements, signatures, seals] = await Promise.all([
    db
      .selectFrom('responder_release_versions')
      .select(['draft_id', sql<string>`written_by ->> 'id'`.as('author')])
      .where('draft_id', 'in', ids)
      .execute(),
    db
      .selectFrom('responder_release_judgements')
      .select(['draft_id', 'version', 'aspect', 'verdict'])
      .where('draft_id', 'in', ids)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .execute(),
    db
      .selectFrom('responder_release_signatures')
      .select(['draft_id', 'version', 'step', 'approve', 'on_behalf', 'by', 'reason'])
      .where('draft_id', 'in', ids)
      .execute(),
    db
      .selectFrom('responder_sealed_keys')
      .select('ticket_id')
      .where('wrapped', 'is not', null)
      .where(
        'ticket_id',
        'in',
        rows.map(({ ticket_id }) => ticket_id),
      )
      .execute(),
  ]);
  return ({ id, ticket_id, version }: Row) => ({
    authors: versions.filter((one) => one.draft_id === id).map(({ author }) => author),
    judgements: newestOf(judgements.filter((one) => one.draft_id === id && one.version === version)),
    signatures: signatures.filter((one) => one.draft_id === id && one.version === version),
    sealed: seals.some((one) => one.ticket_id === ticket_id),
  });
}

/** Of several words on one aspect the newest counts; they come newest first. */
const newestOf = <J extends { aspect: Aspect }>(judgements: readonly J[]): J[] =>
  judgements.filter((one, at) => judgements.findIndex(({ aspect }) => aspect === one.aspect) === at);
