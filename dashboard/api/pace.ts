import type { Request, RequestHandler, Response } from 'express';
import { isIP } from 'node:net';
import { ipKeyGenerator, rateLimit, type Options, type Store } from 'express-rate-limit';
import { z } from 'zod';
import type { AccessBook } from '../../config/schema/access.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Viewer } from '../accounts/sessions.ts';

/** Makes the shared store of one limiter, by the limiter's name. */
export type RateLimitStores = (limiter: string) => Store;

/** Marks an answer whose try is counted for its account, and no more for the whole address. */
const STOPPED_AT_ACCOUNT = 'stoppedAtAccount';

/**
 * Wrong tries of one address, which a whole office may share: those beyond the budget of one account (`paceOfAccount`) are not among them,
 * so that one program with an old password shuts nobody else out.
 */
export const paceOfAddress = (login: AccessBook['login'], stores?: RateLimitStores): RequestHandler =>
  rateLimit({
    ...wrongTries(login, login.triesPerAddress, stores?.('address')),
    standardHeaders: 'draft-8',
    requestWasSuccessful: (_request, { statusCode, locals }) => statusCode < 400 || STOPPED_AT_ACCOUNT in locals,
    keyGenerator: addressOf,
    handler: (_request, _response, next) => next(tooMany()),
  });

/** Wrong tries of one address at one account; after the body is read, for it names the account. */
export const paceOfAccount = (login: AccessBook['login'], stores?: RateLimitStores): RequestHandler =>
  rateLimit({
    ...wrongTries(login, login.triesPerAccount, stores?.('account')),
    skip: (request) => accountOf(request) === null,
    keyGenerator: (request) => `${addressOf(request)} ${accountOf(request)}`,
    handler: (_request, response, next) => {
      response.locals[STOPPED_AT_ACCOUNT] = true;
      next(tooMany());
    },
  });

/** What a person may ask of this process's threads; each process has its own, so nothing is shared. */
export const ownPace = (perMinute: number): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (_request: Request, response: Response) => (response.locals['viewer'] as Viewer).user.id,
    handler: (_request, _response, next) => next(new AppError('too_many', '操作过于频繁，请一分钟后再试')),
  });

const wrongTries = (
  { windowMinutes }: AccessBook['login'],
  limit: number,
  store: Store | undefined,
): Partial<Options> => ({
  ...{ limit, windowMs: windowMinutes * 60_000, legacyHeaders: false },
  ...(store && { store, passOnStoreError: true }),
  // A whole office may sign in at once behind one proxy; only wrong tries are counted.
  skipSuccessfulRequests: true,
  validate: { xForwardedForHeader: false },
});

/** A forwarded value that is no address would give whoever invents it a budget of its own. */
const addressOf = ({ ip = '', socket }: Request): string =>
  ipKeyGenerator(isIP(ip) === 0 ? (socket.remoteAddress ?? '') : ip);

const named = z.object({ login: z.string().trim().toLowerCase().min(1).max(64) });

/** As sign-in reads it: however the name is written, it is one account. */
const accountOf = ({ body }: Request): string | null => named.safeParse(body).data?.login ?? null;

const tooMany = (): AppError => new AppError('too_many', '尝试过于频繁，请一分钟后再试');
