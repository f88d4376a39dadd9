import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../../platform/runtime/errors.ts';

/** Custom header every act must carry: a form or an image cannot set it. */
export const ACT_HEADER = 'x-huiying-client';

/** True when the Origin header names the host the request was sent to (or one configured in front of it). */
export function isOwnOrigin(headers: IncomingHttpHeaders, publicOrigins: readonly string[] = []): boolean {
  const { origin, host } = headers;
  if (origin === undefined || host === undefined) return false;
  if (publicOrigins.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  const { protocol, host: named } = new URL(origin);
  return /^https?:$/.test(protocol) && named === host.toLowerCase();
}

/** CSRF: the cookie is SameSite=Strict, and besides an act needs our Origin, our header, and no foreign fetch site. */
export function requireSameOrigin(headers: IncomingHttpHeaders, publicOrigins: readonly string[] = []): void {
  const site = headers['sec-fetch-site'];
  const foreignSite = site !== undefined && site !== 'same-origin';
  if (!isOwnOrigin(headers, publicOrigins) || foreignSite || headers[ACT_HEADER] === undefined) {
    throw new AppError('forbidden', '请求来源不受信任，请从本系统页面操作', { reason: 'foreign_origin' });
  }
}
