import { lookup, type LookupAddress } from 'node:dns';
import { promisify } from 'node:util';
import { createTransport } from 'nodemailer';
import { createGuard, isPublicAddress, type OutgoingGuard } from '../../../platform/runtime/outgoing-guard.ts';
import { headline, wording } from '../message.ts';
import { giveUp, retry, sent, type Channel, type SendOutcome } from './channel.ts';

export type ResolveHost = (host: string) => Promise<LookupAddress[]>;
const systemResolve: ResolveHost = (host) => promisify(lookup)(host, { all: true });

export interface EmailParts {
  /** smtps://user:password@host:465 or smtp://user:password@host:587. A secret. */
  server: string;
  from: string;
  tls: 'required' | 'off';
  /** Hosts and networks that may be reached although they are inside. */
  allow: string[];
  now: () => Date;
  timeoutMs: number;
  resolve?: ResolveHost;
  /** Certificate authority of an inside server (PEM). */
  ca?: string;
}

/** A conversation has several steps, each with the timeout; the whole must end well inside the lease of a destination. */
const WHOLE = 3;

const PORTS = new Set(['', '25', '465', '587', '2525']);

/** 电子邮件 by SMTP. The host is resolved once, checked like every other way out, and exactly the checked address is connected to. */
export function emailChannel(parts: EmailParts): Channel {
  const guard = createGuard(parts.allow);
  return {
    async send(message, { address }) {
      const url = URL.canParse(parts.server) ? new URL(parts.server) : null;
      if (url === null || !/^smtps?:$/.test(url.protocol))
        return giveUp('邮件服务器地址须写作 smtps://账号:口令@主机:端口');
      const host = await checkedHost(url, guard, parts.resolve ?? systemResolve);
      if (typeof host !== 'string') return host;
      const transport = createTransport(optionsOf(url, host, parts));
      try {
        const now = parts.now();
        const sending = transport.sendMail({
          ...{ from: parts.from, to: address, subject: headline(message, now), text: wording(message, now) },
          ...{
            messageId: `<${message.id}@huiying>`,
            headers: { 'X-Huiying-Notice': message.id, 'Auto-Submitted': 'auto-generated' },
          },
          ...{ disableFileAccess: true, disableUrlAccess: true },
        });
        await within(sending, parts.timeoutMs * WHOLE);
        return sent;
      } catch (error) {
        return refusal(error as SmtpError, url.hostname);
      } finally {
        transport.close();
      }
    },
  };
}

/** A server that drips one line after the other never trips a timeout of silence. */
async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(Object.assign(new Error('超时'), { code: 'ETIMEDOUT' })), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function checkedHost(url: URL, guard: OutgoingGuard, resolve: ResolveHost): Promise<string | SendOutcome> {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const found = await resolve(host).catch(() => []);
  const first = found[0];
  if (first === undefined) return retry(`无法解析邮件服务器 ${host}`);
  if (!found.every(({ address }) => guard.allows(host, address)))
    return giveUp(`已拒绝访问 ${host}：解析到内网或本机地址，确需使用请加入 allowInside`);
  // Another port inside is the operator's own choice.
  if (!PORTS.has(url.port) && isPublicAddress(first.address))
    return giveUp(`已拒绝访问 ${host}：端口 ${url.port} 不在允许之列`);
  return first.address;
}

function optionsOf(url: URL, host: string, { tls, timeoutMs, ca }: EmailParts) {
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    ...{ host, servername: url.hostname, secure, port: Number(url.port || (secure ? 465 : 587)) },
    // Without TLS a password would be readable on the way; `off` is for a relay on the same machine.
    ...{ requireTLS: !secure && tls === 'required', ignoreTLS: tls === 'off' && !secure },
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs },
    ...(user !== '' && { auth: { user, pass: decodeURIComponent(url.password) } }),
    ...(ca !== undefined && { tls: { ca } }),
  };
}

interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
}

/** 5xx is a refusal (mail box, password, content); 4xx and everything below SMTP may pass. */
function refusal(error: SmtpError, host: string): SendOutcome {
  const { responseCode, code = '' } = error;
  if (responseCode !== undefined) {
    const why = `邮件服务器返回 ${responseCode}：${error.message}`;
    return responseCode >= 500 ? giveUp(why) : retry(why);
  }
  if (code === 'EENVELOPE' || code === 'ENOAUTH') return giveUp(`邮件地址或账号有误：${error.message}`);
  if (code === 'ETLS') return retry(`与邮件服务器 ${host} 之间无法建立 TLS`);
  return retry(`无法访问邮件服务器 ${host}：${code || error.message}`);
}
