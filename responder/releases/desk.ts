import type { Kysely } from 'kysely';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { Desk } from '../desks.ts';
import { postTitle } from '../notifications/posts.ts';
import { iso, type QueryDeps } from '../queries/read.ts';
import { needsConfirmation } from '../queries/releases.ts';
import type { ResponderTables } from '../tables.ts';
import { levelRank, setLevel } from '../tickets/levels.ts';
import { scopeOf } from '../tickets/permissions.ts';
import { unitRef } from '../tickets/view.ts';
import { delegationsView } from './delegations.ts';
import { releaseDeskSchema, type ReleaseDesk } from './desk-schema.ts';
import { ownerOf } from './draft-release.ts';
import { draftView } from './draft-view.ts';
import { speakersOf } from './spokespersons.ts';
import { CALLED_BACK, isAllCalledBack } from './withdrawal.ts';

/** 发布: plan, drafts with their list, channels, corrections. */
export const releaseDesk: Desk<typeof releaseDeskSchema> = {
  name: 'release',
  title: '发布',
  schema: releaseDeskSchema,
  mayOpen: ({ books }, actor) => ['all', 'own'].includes(scopeOf(actor, books.units)),
  async read(deps, actor, ticket) {
    const { db, books } = deps;
    const drafts = await db
      .selectFrom('responder_release_drafts')
      .selectAll()
      .where('ticket_id', '=', ticket.id)
      .orderBy('created_at', 'desc')
      .execute();
    const owner = ownerOf(ticket);
    const listed = await speakersOf(db, owner, ticket.origin);
    const speaks = levelRank(setLevel(ticket)) > 0 && books.releases.headSpeaks.levels.includes(setLevel(ticket)!);
    const head = listed.find(({ post }) => post === 'head');
    const shown = [];
    for (const draft of drafts) shown.push(await draftView(deps, actor, ticket, draft));
    return {
      owner: unitRef(books.units, owner),
      noSpokesperson: listed.length === 0,
      defaultSpeaker: speaks && head ? { name: head.name, title: head.title, unit: unitRef(books.units, owner) } : null,
      headMissing: speaks && !head,
      channels: books.releases.channels.map((one) => ({
        ...{ id: one.id, title: one.title, account: one.account ?? null, reaches: one.reaches, way: one.way },
        owner: unitRef(books.units, one.owner),
        reviewer: one.reviewer === undefined ? null : postTitle(one.reviewer, books.units),
      })),
      plans: await plansOf(db, ticket.id, deps.time.now()),
      delegations: await delegationsView(deps, ticket),
      drafts: shown,
      faults: await faultsOf(db, ticket.id),
      releases: await standingsOf(deps, ticket.id),
    };
  },
};

async function plansOf(db: Kysely<ResponderTables>, ticketId: string, now: Date): Promise<ReleaseDesk['plans']> {
  const rows = await db
    .selectFrom('responder_release_plans')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .orderBy('at')
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, message: row.message, speaker: row.speaker, channel: row.channel, at: toLocalIso(row.at) },
    ...{ followUp: row.follow_up, state: row.state, why: row.settled_why, draftId: row.draft_id },
    late: row.state === 'open' && row.at <= now,
  }));
}

async function faultsOf(db: Kysely<ResponderTables>, ticketId: string): Promise<ReleaseDesk['faults']> {
  const rows = await db
    .selectFrom('responder_release_faults')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .orderBy('at')
    .execute();
  return rows.map((row) => ({
    ...{ releaseId: row.release_id, manner: row.manner, reason: row.reason, by: row.by.name, at: toLocalIso(row.at) },
    ...{
      before: row.before,
      beforeProofs: row.before_proofs,
      afterRelease: row.after_release,
      afterProofs: row.after_proofs,
    },
    doneAt: iso(row.done_at),
  }));
}

async function standingsOf({ db, books }: QueryDeps, ticketId: string): Promise<ReleaseDesk['releases']> {
  const rows = await db
    .selectFrom('responder_releases')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('state', '=', 'held')
    .orderBy('at')
    .execute();
  const ways = await db
    .selectFrom('responder_release_dispatches')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('release_id', 'is not', null)
    .orderBy('id')
    .execute();
  const titleOf = (channel: string) => books.releases.channels.find(({ id }) => id === channel)?.title ?? channel;
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, title: row.title, channel: row.channel, at: toLocalIso(row.at), url: row.url },
    ...{ standing: row.standing, supersededBy: row.superseded_by },
    needsConfirmation: needsConfirmation(row),
    calledBack: isAllCalledBack(
      ways.filter((way) => way.release_id === row.id),
      books.releases,
    ),
    withdrawal: ways
      .filter((way) => way.release_id === row.id && [...CALLED_BACK, 'taken_down'].includes(way.state))
      .map((way) => ({
        ...{ dispatchId: way.id, channel: titleOf(way.channel), why: way.state_why },
        state: way.state as ReleaseDesk['releases'][number]['withdrawal'][number]['state'],
      })),
  }));
}
