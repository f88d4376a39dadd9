import type { Request, Response } from 'express';

const NAME = 'huiying_session';
/** The __Host- prefix binds the cookie to this very host; browsers accept it only over https. */
const cookieName = (secure: boolean): string => (secure ? `__Host-${NAME}` : NAME);

/** Session token from a Cookie header, null when absent. */
export function sessionToken(header: string | undefined, secure: boolean): string | null {
  const wanted = `${cookieName(secure)}=`;
  for (const part of (header ?? '').split(';')) {
    const pair = part.trim();
    if (pair.startsWith(wanted) && pair.length > wanted.length) return pair.slice(wanted.length);
  }
  return null;
}

export function setSessionCookie(request: Request, response: Response, token: string, expires: Date): void {
  const secure = request.secure;
  response.cookie(cookieName(secure), token, { httpOnly: true, sameSite: 'strict', secure, path: '/', expires });
}

export function clearSessionCookie(request: Request, response: Response): void {
  const secure = request.secure;
  response.clearCookie(cookieName(secure), { httpOnly: true, sameSite: 'strict', secure, path: '/' });
}
