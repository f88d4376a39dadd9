import type { ReleaseChannel } from '../../config/schema/releases.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import {
  actedOn,
  AT_ONCE,
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
import { maySee, unitName, whyNotAllowed, type TicketParties, type Units } from '../tickets/permissions.ts';
import { PUBLIC } from '../tickets/verb-row.ts';
import { publicDue } from './public-due.ts';

const MOST = 200;

/** 发布计划: a step is carried out by the unit that planned it, at the time it set itself. */
export const waitingPlans: TaskProvider = async ({ db, books, time }, actor, query) => {
  if (actor.unitId === null) return [];
  const rows = await db
    .selectFrom('responder_release_plans as p')
    .innerJoin('responder_tickets as t', 't.id', 'p.ticket_id')
    .select([
      ...TICKET_COLUMNS,
      ...PARTY_COLUMNS,
      'p.id',
      'p.message',
      'p.speaker',
      'p.channel',
      'p.at',
      'p.planned_by',
    ])
    .where('p.state', '=', 'open')
    .where('t.state', '<>', 'archived')
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('p.at')
    .limit(MOST)
    .execute();
  const now = time.now();
  return rows.flatMap((row) => {
    const unit = row.planned_by.unitId ?? row.coordinator_unit ?? row.owner_unit;
    if (unit !== actor.unitId || whyNotAllowed('settle-plan', actor, { ...row, accused: [] }, books.units) !== null)
      return [];
    return {
      ...ofTicket(row, 'release', 'settle-plan'),
      ...{ id: `plan:${row.id}`, kind: 'plan', kindTitle: '发布计划', text: `按计划发布并登记：${row.message}` },
      ...{ why: '由贵单位列入发布计划', addressee: row.channel },
      owner: `${unitName(books.units, unit)}（发布人：${row.speaker}）`,
      ...dueBy(row.at, now),
    };
  });
};

/**
 * Who publishes on a channel by hand and enters the link: whose channel it is; where that body does not see the matter, the unit in whose name it
 * is said.
 */
export function publishesThere(
  channel: Pick<ReleaseChannel, 'owner'> | undefined,
  draftUnit: string,
  ticket: TicketParties,
  units: Units,
): string {
  if (channel === undefined) return draftUnit;
  const anybody: Actor = { id: '', name: '', unitId: channel.owner, roles: [...PUBLIC], origin: ticket.origin };
  const may = maySee(anybody, ticket, units) && whyNotAllowed('confirm-channel', anybody, ticket, units) === null;
  return may ? channel.owner : draftUnit;
}

const openWays = ({ db, books }: QueryDeps, actor: Actor, query: TasksQuery) =>
  db
    .selectFrom('responder_release_dispatches as w')
    .innerJoin('responder_release_drafts as d', 'd.id', 'w.draft_id')
    .innerJoin('responder_release_versions as v', (join) =>
      join.onRef('v.draft_id', '=', 'd.id').onRef('v.version', '=', 'd.version'),
    )
    .innerJoin('responder_tickets as t', 't.id', 'w.ticket_id')
    .select([...TICKET_COLUMNS, ...PARTY_COLUMNS, accusedColumn])
    .select(['w.id', 'w.channel', 'w.state as way_state', 'd.unit', 'v.title as heading'])
    .where('w.state', 'in', ['by_hand', 'given_up', 'withdraw_failed'])
    .where('t.state', '<>', 'archived')
    .where(visibleTickets(actor, books.units).where)
    .where(actedOn(actor))
    .where(onlyTicket(query))
    .orderBy('w.created_at')
    .limit(MOST)
    .execute();

const link = (heading: string, isByHand: boolean, isTimed: boolean) => ({
  ...{ kind: 'link', kindTitle: '待登记渠道发布' },
  why: isTimed ? '已交付发布，登记渠道发布后时限才停' : '已交付发布，该渠道尚未登记',
  text: `${isByHand ? '发布' : '推送未成，改由人工发布'}《${heading}》并登记链接`,
});
/** What is wrong goes on standing there until somebody takes it down. */
const takedown = (heading: string) => ({
  ...{ kind: 'takedown', kindTitle: '待人工撤下', why: '撤回通知推送失败，该渠道上的内容仍在' },
  text: `在渠道上撤下《${heading}》并登记，或重新推送撤回`,
});

/**
 * Signed, and not yet known to stand anywhere: published by hand, or given up by the machine. No deadline stops before its link is entered. And
 * withdrawn, where the system of the channel refused to take it down.
 */
export const waitingLinks: TaskProvider = async (deps, actor, query) => {
  const { books, time } = deps;
  if (actor.unitId === null) return [];
  const rows = await openWays(deps, actor, query);
  const ids = rows.map(({ ticket_id }) => ticket_id);
  const due = await publicDue(deps, ids);
  const now = time.now();
  return rows.flatMap((row) => {
    const channel = books.releases.channels.find(({ id }) => id === row.channel);
    const unit = publishesThere(channel, row.unit, row, books.units);
    const isBack = row.way_state === 'withdraw_failed';
    const verb = isBack ? 'confirm-takedown' : 'confirm-channel';
    if (unit !== actor.unitId || whyNotAllowed(verb, actor, row, books.units) !== null) return [];
    const where = channel === undefined ? row.channel : channelWords(channel);
    const at = isBack ? undefined : due.get(row.ticket_id);
    return {
      ...ofTicket(row, 'release', verb),
      ...{ id: `link:${row.id}`, addressee: where, owner: unitName(books.units, unit) },
      ...(isBack ? takedown(row.heading) : link(row.heading, row.way_state === 'by_hand', at !== undefined)),
      ...(at === undefined ? AT_ONCE : dueBy(at, now)),
    };
  });
};

const channelWords = ({ title, account }: ReleaseChannel): string => (account ? `${title}（${account}）` : title);
