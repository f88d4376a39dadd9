import { z } from 'zod';
import { AppError } from '../../../platform/runtime/errors.ts';
import { uuidv7 } from '../../../platform/runtime/ids.ts';
import { identityIn } from '../../papers/paper-checks.ts';
import { findIdentity } from '../../releases/deidentify.ts';
import { json, personOf } from '../../tables.ts';
import { asideInput, defineVerb } from '../../tickets/act.ts';
import { keepCount } from '../event-counts.ts';
import { CLAIM_LABELS } from '../rumour.ts';
import type { Spread } from '../tables.ts';
import { moment } from '../../tickets/dates.ts';

export const registerRumourInput = z.strictObject({
  ...asideInput,
  /** The wording that goes round: about a matter, never about a person. */
  claim: z.string().trim().min(4, '请写明网传说法').max(300),
  firstSeenAt: moment('earlier', '首见时间').optional(),
});

/** Words that judge before anybody has looked. */
const PREJUDGED = /谣言|造谣|传谣|辟谣|不实信息/;

/** 登记网传信息 with how far it has spread by now. Until it was verified it is 网传信息·待核实. */
export const registerRumour = defineVerb(
  'register-rumour',
  registerRumourInput,
  async ({ tx, ticket, input, actor, now }) => {
    refusePersons(input.claim);
    if (PREJUDGED.test(input.claim))
      throw new AppError('precondition_failed', '核实之前只记网传的说法本身，不作真假判断');
    const firstSeenAt = new Date(input.firstSeenAt ?? ticket.event.outbreakPublishedAt);
    const { mentions, voices, sources, platforms, media } = ticket.event.counts;
    const spread: Spread = { at: now.toISOString(), mentions, voices, sources, platforms, media };
    await keepCount(tx, ticket.event, now);
    const id = uuidv7(now);
    await tx
      .insertInto('responder_rumours')
      .values({
        ...{ id, ticket_id: ticket.id, event_id: ticket.event_id, origin: ticket.origin, claim: input.claim },
        ...{ first_seen_at: firstSeenAt, spread: json(spread) },
        ...{ registered_by: json(personOf(actor)), registered_at: now },
      })
      .execute();
    const label = CLAIM_LABELS.unverified;
    return { entry: { text: `登记${label}：“${input.claim}”（相关信息${mentions}条）`, payload: { rumourId: id } } };
  },
);

/** @throws AppError precondition_failed */
function refusePersons(claim: string): void {
  const found = [...identityIn(claim), ...findIdentity(claim).map(({ value }) => `“${value}”`)];
  if (found.length > 0) throw new AppError('precondition_failed', `网传说法只记事，不记人，请删去${found.join('、')}`);
}
