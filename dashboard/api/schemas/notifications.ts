import { z } from 'zod';
import { flag, id, page, pageQuery, time } from './common.ts';

const lane = z.enum(['now', 'shift', 'digest']);
const state = z.enum(['waiting', 'sent', 'retrying', 'given_up', 'suppressed']);

/** A ledger row of mine: reason × recipient × channel. `why` answers "why did I get this". */
export const notificationView = z
  .object({
    id,
    at: time,
    reason: z.string(),
    why: z.string(),
    text: z.string(),
    lane,
    ticketId: id.nullable(),
    eventId: id.nullable(),
    warningId: id.nullable(),
    seenAt: time.nullable(),
    /** Rung by the machine, no person has looked yet: 未经人工核实. */
    unverified: z.boolean(),
    /** By which ways beside this page, and what became of it. */
    outside: z.array(
      z.object({ channel: z.string(), post: z.string(), state, stateWhy: z.string().nullable(), why: z.string() }),
    ),
  })
  .meta({ id: 'NotificationView' });
export const notificationsQuery = pageQuery.extend({ unseen: flag.optional() });
/** What one shift can really decide, against what it was told of. */
const shiftBudget = z.object({ since: time, decisions: z.number().int(), limit: z.number().int() });
export const notificationsPage = page(notificationView).extend({ unseen: z.number().int(), shift: shiftBudget });

/** Ledger row reason × recipient × channel of what left the house. */
export const deliveryView = z
  .object({
    id,
    at: time,
    post: z.string(),
    channel: z.string(),
    channelTitle: z.string(),
    lane,
    state,
    stateWhy: z.string().nullable(),
    attempts: z.number().int(),
    nextAt: time.nullable(),
    sentAt: time.nullable(),
    why: z.string(),
    routeWhy: z.string(),
    text: z.string(),
    ticketId: id.nullable(),
    resentBy: z.string().nullable(),
  })
  .meta({ id: 'DeliveryView' });
export const deliveriesQuery = pageQuery.extend({
  state: state.optional(),
  channel: z.string().max(40).optional(),
  ticketId: id.optional(),
});
export const deliveriesPage = page(deliveryView);
/** Rows by id, or all that a channel gave up. */
export const resendRequest = z.union([
  z.strictObject({ ids: z.array(id).min(1).max(200) }),
  z.strictObject({ channel: z.string().min(1).max(40) }),
]);
export const resent = z.object({ resent: z.number().int() });

/** A light a channel; no address, no key. */
export const channelView = z
  .object({
    id: z.string(),
    title: z.string(),
    kind: z.string(),
    state: z.enum(['ok', 'failing', 'off', 'unset', 'new']),
    missing: z.array(z.string()),
    destinations: z.number().int(),
    lastSuccessAt: time.nullable(),
    failingSince: time.nullable(),
    lastError: z.string().nullable(),
    waiting: z.number().int(),
    givenUp: z.number().int(),
  })
  .meta({ id: 'ChannelView' });
export const channelsList = z.object({ items: z.array(channelView), serverTime: time });
export const channelTest = z.object({
  items: z.array(z.object({ post: z.string(), outcome: z.enum(['sent', 'failed']), why: z.string().nullable() })),
});
