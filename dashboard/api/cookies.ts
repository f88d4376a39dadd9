import type { Request, Response } from 'express';

const PLAIN = 'huiying_session';
/** The __Host- prefix binds the cookie to this very host; browsers accept it only over https. */
const SECURE = `__Host-${PLAIN}`;

/** Session token from a Cookie header, null when absent. */
export function sessionToken(header: string | undefined): string | null {
  const cookies = new Map(
    (header ?? '').split(';').map((part) => {
      const [name = '', ...value] = part.trim().split('=');
      return [name, value.join('=')];
    }),
  );
  return cookies.get(SECURE) ?? cookies.get(PLAIN) ?? null;
}

/** Whether the browser speaks https to us, also through a proxy: the page's Origin, checked before, says so. */
const isSecure = (request: Request): boolean =>
  request.secure || request.headers.origin?.startsWith('https://') === true;

const options = (secure: boolean) => ({ httpOnly: true, sameSite: 'strict' as const, secure, path: '/' });

export function setSessionCookie(request: Request, response: Response, token: string, expires: Date): void {
  const secure = isSecure(request);
  response.cookie(secure ? SECURE : PLAIN, token, { ...options(secure), expires });
}

export function clearSessionCookie(request: Request, response: Response): void {
  const secure = isSecure(request);
  response.clearCookie(secure ? SECURE : PLAIN, options(secure));
}
