import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { json, personOf } from '../tables.ts';
import { asideInput, defineVerb, reasonText, type VerbContext } from '../tickets/act.ts';
import { leadsHere } from '../tickets/leads-here.ts';
import { unitName } from '../tickets/permissions.ts';
import { spokenTime } from '../tickets/timeline.ts';
import { knownDelegate } from './delegate-people.ts';
import { releasingUnits } from './delegations.ts';
import { ownerOf } from './draft-release.ts';
import { moment } from '../tickets/dates.ts';

const paper = z.string().trim().min(2).max(100);
export const registerDelegationInput = z.strictObject({
  ...asideInput,
  /** Account of who is to sign; the name comes from the directory, whatever is sent. */
  actorId: z.string().min(1),
  name: z.string().trim().min(1).max(100),
  /** Whose releases it is for; absent: those of the unit that answers. A unit that helps may release too, and has a head of its own. */
  unit: z.string().min(1).optional(),
  /** Who gives the order: a head of that unit known in the directory, by account or by the exact name. */
  principal: z.string().trim().min(2).max(100),
  scope: z.enum(['ticket', 'unit']),
  from: moment('standing', '委托的起始时间'),
  until: moment('delegation', '委托的截止时间'),
  /** Number of the written order; without one it was spoken and is signed afterwards. */
  paper: paper.optional(),
});

/** How long a spoken order may run before somebody signs it; our own default, no paper gives one. */
const SPOKEN_HOURS = 72;

/** 登记委托: who may sign releases for the head of the unit that releases, for what and how long. Nobody enters an order to himself. */
export const registerDelegation = defineVerb('register-delegation', registerDelegationInput, async (context) => {
  const { tx, ticket, input, now, actor, books } = context;
  const [from, until] = [new Date(input.from), new Date(input.until)];
  if (until <= from) throw new AppError('precondition_failed', '委托的截止时间须晚于起始时间');
  if (input.actorId === actor.id) throw new AppError('precondition_failed', '委托须由受委托人以外的人登记');
  if (input.paper === undefined && until.getTime() > now.getTime() + SPOKEN_HOURS * 3_600_000)
    throw new AppError('precondition_failed', `口头委托最长${SPOKEN_HOURS}小时；更长的须填写委托书文号`);
  const unit = input.unit ?? ownerOf(ticket);
  await refuseIdle(context, unit);
  refuseStrangers(context, unit);
  const { delegate, principal } = await knownDelegate(context, unit);
  const id = uuidv7(now);
  await tx
    .insertInto('responder_delegations')
    .values({
      ...{ id, ticket_id: ticket.id, origin: ticket.origin, unit, principal, scope: input.scope },
      ...{
        delegate_id: input.actorId,
        delegate: json({ id: delegate.id, name: delegate.name, unitId: delegate.unitId }),
      },
      ...{ from_at: from, until_at: until, paper: input.paper ?? null },
      ...{ recorded_by: json(personOf(actor)), recorded_at: now },
    })
    .execute();
  const onWhat = input.paper === undefined ? '口头，待补签' : input.paper;
  return {
    entry: {
      text: `登记${unitName(books.units, unit)}${principal}委托${delegate.name}代审发布，至${spokenTime(until)}（${onWhat}）`,
      payload: { delegationId: id, unit, delegate: input.actorId, scope: input.scope, paper: input.paper ?? null },
    },
  };
});

/** The head of a unit signs what that unit releases; one that neither answers, helps nor releases has nothing to sign. */
async function refuseIdle({ tx, ticket, books }: VerbContext<unknown>, unit: string): Promise<void> {
  if ((await releasingUnits(tx, ticket)).includes(unit)) return;
  throw new AppError('precondition_failed', `${unitName(books.units, unit)}不是本工单的主办、协办或发布单位`);
}

/** @throws AppError forbidden: an order of one unit's head is entered in that unit, or by who leads the matter. */
function refuseStrangers({ actor, ticket, books }: VerbContext<unknown>, unit: string): void {
  if (actor.unitId === unit || leadsHere(actor, ticket, books.units)) return;
  throw new AppError('forbidden', `${unitName(books.units, unit)}的委托只能由该单位或牵头单位登记、补签`);
}

export const signDelegationInput = z.strictObject({ ...asideInput, delegationId: z.uuid(), paper });

/** 补签委托: the written order of what was spoken, entered by anybody but who signs on it. */
export const signDelegation = defineVerb('sign-delegation', signDelegationInput, async (context) => {
  const { tx, ticket, input, now, actor } = context;
  const row = await tx
    .selectFrom('responder_delegations')
    .selectAll()
    .where('id', '=', input.delegationId)
    .where('ticket_id', '=', ticket.id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', '没有这项委托');
  refuseStrangers(context, row.unit);
  if (row.paper !== null) throw new AppError('precondition_failed', '该委托已有书面文号');
  if (row.delegate_id === actor.id) throw new AppError('precondition_failed', '受委托人不能补签自己的委托');
  await tx
    .updateTable('responder_delegations')
    .set({ paper: input.paper, signed_by: json(personOf(actor)), signed_at: now })
    .where('id', '=', row.id)
    .execute();
  return {
    entry: {
      text: `补签${row.principal}对${row.delegate.name}的委托（${input.paper}）`,
      payload: { delegationId: row.id, paper: input.paper },
    },
  };
});

export const endDelegationInput = z.strictObject({ ...asideInput, delegationId: z.uuid(), reason: reasonText });

/** 终止委托: revoked, or entered wrongly; what was signed on it while it held stays signed. */
export const endDelegation = defineVerb('end-delegation', endDelegationInput, async (context) => {
  const { tx, ticket, input, now } = context;
  const row = await tx
    .selectFrom('responder_delegations')
    .selectAll()
    .where('id', '=', input.delegationId)
    .where('origin', '=', ticket.origin)
    .where((eb) => eb.or([eb('scope', '=', 'unit'), eb('ticket_id', '=', ticket.id)]))
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', '没有这项委托');
  refuseStrangers(context, row.unit);
  if (row.until_at <= now) throw new AppError('precondition_failed', '该委托已到期或已终止');
  // One that has not begun ends as it would begin.
  const until = new Date(Math.max(now.getTime(), row.from_at.getTime() + 1));
  await tx.updateTable('responder_delegations').set({ until_at: until }).where('id', '=', row.id).execute();
  return {
    entry: {
      text: `终止${row.principal}对${row.delegate.name}的委托（原至${spokenTime(row.until_at)}）`,
      reason: input.reason,
      payload: { delegationId: row.id },
    },
  };
});
