import type { Request } from 'express';
import type { AccountsContext } from '../accounts/accounts-context.ts';
import { readSession, sessionHash, touchSession, type Viewer } from '../accounts/sessions.ts';
import { sessionToken } from './cookies.ts';

/** Sent by the screen with refetches nobody asked for: they do not keep a session alive. */
const BACKGROUND_HEADER = 'x-huiying-background';

/** Who asks; null is nobody, or somebody whose session has ended. */
export async function viewerOf(request: Request, accounts: AccountsContext): Promise<Viewer | null> {
  const token = sessionToken(request.headers.cookie);
  const viewer = token === null ? null : await readSession(accounts, sessionHash(accounts, token));
  if (viewer && request.headers[BACKGROUND_HEADER] === undefined) await touchSession(accounts, viewer.sessionHash);
  return viewer;
}
