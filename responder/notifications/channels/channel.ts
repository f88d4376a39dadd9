import { AppError } from '../../../platform/runtime/errors.ts';
import type { OutwardMessage } from '../message.ts';
import { redact } from './redact.ts';

/** What became of one try. `why` is Chinese, for the ledger, and carries no secret. */
export type SendOutcome =
  | { kind: 'sent' }
  /** Worth another try; not before `afterMs` where the other side asked for a pause. */
  | { kind: 'retry'; afterMs: number | null; why: string }
  /** Refused for good: trying again changes nothing, a person must look. */
  | { kind: 'give_up'; why: string };

export type Failed = Exclude<SendOutcome, { kind: 'sent' }>;

/** Both are secrets: robots carry their key in the address. Never logged, never written into a row. */
export interface Target {
  address: string;
  signKey: string | null;
}

/**
 * Port: one way out of the house. One contract suite (channel.contract.ts) runs against every adapter. A message may arrive twice after a
 * crash between sending and marking; its id goes along, so that the receiver can tell.
 */
export interface Channel {
  send(message: OutwardMessage, target: Target): Promise<SendOutcome>;
}

export const sent: SendOutcome = { kind: 'sent' };
export const retry = (why: string, afterMs: number | null = null): Failed => ({ kind: 'retry', afterMs, why });
export const giveUp = (why: string): Failed => ({ kind: 'give_up', why });

const LONGEST_WHY = 200;

/** A channel whose answers hold no secret and which never throws: what it throws is an outcome like any other. */
export function safe(channel: Channel, secrets: readonly string[] = []): Channel {
  return {
    async send(message, target) {
      const outcome = await channel.send(message, target).catch(outcomeOf);
      if (outcome.kind === 'sent') return outcome;
      const hidden = [...secrets, target.address, target.signKey ?? ''];
      return { ...outcome, why: redact(outcome.why, hidden).slice(0, LONGEST_WHY) };
    },
  };
}

/** Refused addresses stay refused; what cannot be reached may come back. */
export function outcomeOf(error: unknown): Failed {
  const why = error instanceof Error ? error.message : String(error);
  if (!(error instanceof AppError)) return retry(`发送出错：${why}`);
  return error.code === 'forbidden' || error.code === 'invalid_input' ? giveUp(why) : retry(why);
}
