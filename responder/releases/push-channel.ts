import { randomUUID } from 'node:crypto';
import type { ReleaseChannel, ReleasesBook } from '../../config/schema/releases.ts';
import { giveUp, outcomeOf, retry, type Failed } from '../notifications/channels/channel.ts';
import { byStatus, post, read, type HttpParts } from '../notifications/channels/http.ts';
import type { SecretOf } from '../notifications/channels/open-channels.ts';
import { redact } from '../notifications/channels/redact.ts';
import { signBody } from '../notifications/channels/signed-post.ts';
import type { Outgoing } from '../../platform/runtime/outgoing.ts';

/** What the system of a channel is sent. `orderNumber`: the order of 12345 it answers. */
export interface ReleaseMessage {
  /** The same at every try. */
  id: string;
  action: 'publish';
  channel: string;
  orderNumber: string | null;
  kind: string;
  title: string;
  text: string;
  /** In whose name. */
  unit: string;
  /** SHA-256 of what was approved. */
  contentHash: string;
  /** ISO 8601 +08:00. */
  issuedAt: string;
}

/** What it is told when something it published has to go. */
export interface WithdrawalMessage extends Pick<
  ReleaseMessage,
  'channel' | 'orderNumber' | 'kind' | 'title' | 'unit' | 'contentHash'
> {
  /** Another than that of the publishing, the same at every try. */
  id: string;
  action: 'withdraw';
  /** Id of the message that published it. */
  withdraws: string;
  /** Where it stood. */
  url: string | null;
  /** ISO 8601 +08:00. */
  withdrawnAt: string;
}
type ChannelMessage = ReleaseMessage | WithdrawalMessage;

/** Taken, and where it stands or under which receipt: a proof. Neither = a person types the link in. */
export type PushOutcome = Failed | { kind: 'sent'; url: string | null; receipt: string | null };

export interface PushParts {
  book: Pick<ReleasesBook, 'timeoutSeconds'>;
  outgoing: Outgoing;
  secretOf: SecretOf;
  now: () => Date;
}

const LONGEST_WHY = 200;

/** One signed POST to the system of a channel. Never throws; its answers hold no secret. */
export async function pushChannel(
  channel: ReleaseChannel,
  message: ChannelMessage,
  parts: PushParts,
): Promise<PushOutcome> {
  const { book, outgoing, secretOf, now } = parts;
  const names = [channel.targetEnv, channel.signEnv];
  const [url, key] = names.map((name) => (name === undefined ? null : secretOf(name)));
  if (!url || !key) return giveUp(`未设置 ${names.filter((name) => name && !secretOf(name)).join('、') || '推送地址'}`);
  const http: HttpParts = { outgoing, now, timeoutMs: book.timeoutSeconds * 1000 };
  const outcome = await send(http, url, key, message).catch((error: unknown) => outcomeOf(error));
  if (outcome.kind === 'sent') return outcome;
  return { ...outcome, why: redact(outcome.why, [url, key]).slice(0, LONGEST_WHY) };
}

async function send(http: HttpParts, url: string, key: string, message: ChannelMessage): Promise<PushOutcome> {
  const body = JSON.stringify(message);
  const headers = { ...signBody(key, body, http.now(), randomUUID()), 'idempotency-key': message.id };
  const answer = await post(http, { url, body, headers });
  const outcome = byStatus(answer);
  if (outcome.kind !== 'sent') return outcome;
  const told = read(answer.body);
  const said = (name: string): string | null => (typeof told?.[name] === 'string' ? told[name].slice(0, 500) : null);
  const link = said('url');
  if (link !== null && !/^https?:\/\//.test(link)) return retry('对方返回的链接无效');
  return { kind: 'sent', url: link, receipt: said('receipt') };
}
