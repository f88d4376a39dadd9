import { sql, type Kysely } from 'kysely';
import type { Actor } from '../../platform/runtime/kernel.ts';
import type { ResponderTables } from '../tables.ts';
import { provisionalDue } from './levels.ts';
import type { Ticket } from './ticket.ts';

/** What lies with a ticket in other tables, as far as a verb may ask for it. People by id. */
export interface Held {
  /** Who asked for the extensions not decided yet. */
  extensionsBy: string[];
  /** Of these, whose deadline still runs: what is over can be refused, not granted. */
  grantableBy: string[];
  /** Running clocks whose rule lets them be extended. */
  extendable: number;
  /** 催办 / 督办 / 通报 not decided yet. */
  drafts: number;
  /** Who recorded the conferences not confirmed yet. */
  conferencesBy: string[];
  /** Tickets merged into this one. */
  merged: number;
  isRoomOpen: boolean;
}

interface Matter {
  ticket: Ticket;
  held: Held;
  actor: Pick<Actor, 'id'>;
}

/** Null = there is something to act on; else the Chinese reason, for the page and for whoever calls all the same. */
type Check = (matter: Matter) => string | null;
const unless = (isThere: boolean, why: string): string | null => (isThere ? null : why);
/** Somebody's paper that another person has to look at. */
const ofAnother = (by: readonly string[], actor: Matter['actor'], none: string, own: string): string | null =>
  by.length === 0
    ? none
    : unless(
        by.some((id) => id !== actor.id),
        own,
      );

/** What a verb acts upon besides the state of the ticket. A row of the verb table names its line. */
export const NEEDS = {
  secondPerson: ({ ticket, actor }) =>
    ticket.needs_second
      ? unless(ticket.judged_by?.id !== actor.id, '须由研判人以外的第二人确认')
      : '没有待确认的研判结论',
  provisional: ({ ticket }) => unless(provisionalDue(ticket), '没有暂计时限'),
  phoneSigning: ({ ticket }) => unless(ticket.countersign_due, '没有待补签的电话签收'),
  passDownRequest: ({ ticket, actor }) =>
    ticket.pass_down_request === null
      ? '没有待批的转派申请'
      : unless(ticket.pass_down_request.by.id !== actor.id, '申请人不能批准自己的转派'),
  returned: ({ ticket }) => unless(ticket.return_pending, '没有待裁定的退回'),
  mayReturn: ({ ticket }) => unless(!ticket.return_ruled, '本件已裁定承办单位，不得再次退回'),
  consultation: ({ ticket, held }) =>
    held.isRoomOpen
      ? '会商室尚未关闭，请在会商室形成结论后结束'
      : unless(ticket.consulting_since !== null, '没有进行中的会商'),
  extendable: ({ held }) => unless(held.extendable > 0, '没有还能延期的时限（已到期、已延过期，或再延将超过对外时限）'),
  extensionRequest: ({ held }) => unless(held.extensionsBy.length > 0, '没有待批的延期申请'),
  othersExtensionRequest: ({ held, actor }) =>
    ofAnother(
      held.grantableBy,
      actor,
      held.extensionsBy.length === 0
        ? '承办单位尚未申请延期'
        : '申请延期的时限已到期或已停止，不能再批准，请用“不同意延期”答复',
      '申请人不能批准自己的延期',
    ),
  conference: ({ held, actor }) =>
    ofAnother(held.conferencesBy, actor, '没有待复核的发布会登记', '登记人不能自己复核，须由第二人确认'),
  othersReport: ({ ticket, actor }) =>
    ticket.report === null ? '没有可审核的反馈' : unless(ticket.report.by.id !== actor.id, '撰写人不能审核自己的反馈'),
  mayList: ({ ticket }) =>
    ticket.listed_at !== null ? '已挂牌督办' : unless(ticket.lead_unit !== null, '尚未交办，没有可挂牌督办的单位'),
  listed: ({ ticket }) => unless(ticket.listed_at !== null, '本工单未挂牌督办'),
  draft: ({ held }) => unless(held.drafts > 0, '没有待签发的催办、督办或通报文稿'),
  merged: ({ held }) => unless(held.merged > 0, '没有并入本工单的工单'),
} as const satisfies Record<string, Check>;
export type Need = keyof typeof NEEDS;

export const whyNothing = (need: Need, matter: Matter): string | null => NEEDS[need](matter);

/** One query for whatever any verb may need. */
export async function heldBy(db: Kysely<ResponderTables>, ticketId: string): Promise<Held> {
  const { rows } = await sql<Held>`
    select
      array(select requested_by ->> 'id' from responder_extensions where ticket_id = ${ticketId}::uuid and state = 'requested')
        as "extensionsBy",
      array(select e.requested_by ->> 'id' from responder_extensions e join responder_clocks c on c.id = e.clock_id
        where e.ticket_id = ${ticketId}::uuid and e.state = 'requested' and c.state = 'running') as "grantableBy",
      (select count(*)::int from responder_clocks c
        where c.ticket_id = ${ticketId}::uuid and c.state = 'running' and c.rule -> 'clock' -> 'extend' is not null) as extendable,
      (select count(*)::int from responder_drafts where ticket_id = ${ticketId}::uuid and state = 'draft') as drafts,
      array(select recorded_by ->> 'id' from responder_releases
        where ticket_id = ${ticketId}::uuid and kind = 'conference' and state = 'held' and confirmed_at is null)
        as "conferencesBy",
      (select count(*)::int from responder_tickets where merged_into = ${ticketId}::uuid) as merged,
      exists (select from responder_rooms where ticket_id = ${ticketId}::uuid and state = 'open') as "isRoomOpen"`.execute(
    db,
  );
  return rows[0]!;
}
