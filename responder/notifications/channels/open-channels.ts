import type { ChannelConfig, NotificationsBook, TargetConfig } from '../../../config/schema/notifications.ts';
import type { Outgoing } from '../../../platform/runtime/outgoing.ts';
import { giveUp, safe, type Channel } from './channel.ts';
import { emailChannel } from './email.ts';
import type { HttpParts } from './http.ts';
import { dingtalkRobot, feishuRobot, wecomRobot } from './robots.ts';
import { smsGateway, webhook } from './signed-post.ts';

/** By name of the environment variable; null when nothing is there. */
export type SecretOf = (name: string) => string | null;

export interface ChannelParts {
  book: Pick<NotificationsBook, 'allowInside' | 'timeoutSeconds'>;
  outgoing: Outgoing;
  secretOf: SecretOf;
  now: () => Date;
}

/** Secrets a channel needs beside those of its targets. */
export const channelSecrets = (config: ChannelConfig): string[] =>
  config.kind === 'email'
    ? [config.serverEnv, config.fromEnv]
    : config.kind === 'sms'
      ? [config.gatewayEnv, config.signEnv]
      : [];

/** Every setting a channel with these targets reads, each once. */
export const secretNames = (config: ChannelConfig, lines: readonly TargetConfig[]): string[] => [
  ...new Set([
    ...channelSecrets(config),
    ...lines.flatMap(({ targetEnv, signEnv }) => (signEnv === undefined ? [targetEnv] : [targetEnv, signEnv])),
  ]),
];

/** The adapter of a row of the book. Made at each use: secrets may have been renewed. */
export function openChannel(config: ChannelConfig, parts: ChannelParts): Channel {
  const names = channelSecrets(config);
  const missing = names.filter((name) => parts.secretOf(name) === null);
  if (missing.length > 0) return { send: () => Promise.resolve(giveUp(`未设置 ${missing.join('、')}`)) };
  const secrets = names.map((name) => parts.secretOf(name)!);
  return safe(adapterOf(config, secrets, parts), secrets);
}

function adapterOf(config: ChannelConfig, secrets: string[], { book, outgoing, now }: ChannelParts): Channel {
  const http: HttpParts = { outgoing, now, timeoutMs: book.timeoutSeconds * 1000 };
  const [first = '', second = ''] = secrets;
  switch (config.kind) {
    case 'email':
      return emailChannel({ server: first, from: second, tls: config.tls, allow: book.allowInside, ...http });
    case 'sms':
      return smsGateway(http, { url: first, key: second });
    case 'webhook':
      return webhook(http);
    case 'wecom_robot':
      return wecomRobot(http);
    case 'dingtalk_robot':
      return dingtalkRobot(http);
    case 'feishu_robot':
      return feishuRobot(http);
  }
}
