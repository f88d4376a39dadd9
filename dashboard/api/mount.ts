import { isUtf8 } from 'node:buffer';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Logger } from '../../platform/runtime/log.ts';
import { actorOf, type AccountsContext } from '../accounts/accounts-context.ts';
import type { Viewer } from '../accounts/sessions.ts';
import { onceByKey, type FirstAnswer } from './idempotency.ts';
import { isMutating, mayCall, type Call, type Operation } from './operation.ts';
import { ownPace, paceOfAccount, paceOfAddress, type RateLimitStores } from './pace.ts';
import { parseRequest } from './parse-request.ts';
import { requireSameOrigin } from './same-origin.ts';
import { viewerOf } from './viewer.ts';

export interface MountOptions {
  accounts: AccountsContext;
  log: Logger;
  publicOrigins: readonly string[];
  /** Count the wrong tries of an address and of an account. Default: in this process. */
  rateLimitStores?: RateLimitStores;
}

/** A router with every operation on it, in the order given. */
export function mountOperations(operations: readonly Operation[], options: MountOptions): Router {
  const router = express.Router();
  const { login } = options.accounts.access;
  const ofAddress = paceOfAddress(login, options.rateLimitStores);
  const ofAccount = paceOfAccount(login, options.rateLimitStores);
  for (const each of operations) {
    const { method, path, raw, secret } = each.spec;
    const body: RequestHandler = raw
      ? express.raw({ type: raw.types, limit: raw.limit })
      : express.json({ limit: '512kb', type: 'application/json', verify: refuseBrokenText, reviver: blankInvisible });
    const [early, late] = secret === true ? [[ofAddress], [ofAccount]] : [[], []];
    const known = each.spec.pace === undefined ? [] : [ownPace(each.spec.pace)];
    const before = [guardOrigin(options), ...early, authenticate(each, options), ...known, body, ...late];
    router[method](path, ...before, (request, response) => answer(each, options, request, response));
  }
  return router;
}

/** GBK read as UTF-8 would be kept as �� for ever, UTF-8 read by a declared charset=utf-7 too. @throws AppError invalid_input */
function refuseBrokenText(_request: unknown, _response: unknown, body: Buffer, charset: string): void {
  if (charset.toLowerCase() !== 'utf-8' || !isUtf8(body))
    throw new AppError('invalid_input', '请求正文不是 UTF-8 编码（可能是 GBK），请转换编码后重试');
}

const UNSEEN = /[\s\u00ad\u115f\u1160\u200b-\u200f\u2060-\u2064\u3164\ufeff]/gu;

/** Characters nobody sees are no words: a reason made of them is no reason. What is blank to everybody stays as it was sent. */
const blankInvisible = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && value.trim() !== '' && value.replaceAll(UNSEEN, '') === '' ? '' : value;

const guardOrigin =
  ({ publicOrigins }: MountOptions): RequestHandler =>
  (request, _response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') requireSameOrigin(request.headers, publicOrigins);
    next();
  };

/** Before the body is read: a stranger cannot make us buffer it. */
const authenticate =
  (operation: Operation, options: MountOptions): RequestHandler =>
  async (request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    if (operation.access !== 'anyone') {
      const viewer = await viewerOf(request, options.accounts);
      if (viewer === null) throw new AppError('not_signed_in', '尚未登录或登录已超时，请重新登录');
      await permit(operation, viewer, options);
      response.locals['viewer'] = viewer;
    }
    next();
  };

async function permit({ spec, access }: Operation, viewer: Viewer, { accounts }: MountOptions): Promise<void> {
  if (viewer.mustChange && spec.beforePasswordChange !== true) {
    throw new AppError('forbidden', '请先修改密码', { reason: 'password_change_required' });
  }
  if (mayCall(access, viewer.user.roles) || spec.alsoFor?.(actorOf(viewer.user)) === true) return;
  await accounts.transact(async (unit) => {
    const subject = { kind: 'operation', id: spec.id };
    unit.audit({ actor: actorOf(viewer.user), action: 'access.refused', subject, detail: {}, success: false });
  });
  throw new AppError('forbidden', '您的角色无权进行此操作', { reason: 'role' });
}

async function answer(each: Operation, options: MountOptions, request: Request, response: Response): Promise<void> {
  const viewer = response.locals['viewer'] as Viewer | undefined;
  const parsed = parseRequest(each.spec, request);
  // An 'anyone' handler has no viewer in its type, so the gap stays invisible to it.
  const call = {
    ...parsed,
    http: { request, response },
    ...(viewer ? { viewer, actor: actorOf(viewer.user) } : {}),
  } as Call<unknown, unknown, unknown>;
  if (each.spec.binary) {
    response.send(await each.handle(call));
    return;
  }
  const run = async (): Promise<FirstAnswer> => ({
    status: each.spec.status ?? 200,
    body: serialise(each, await each.handle(call), options.log),
  });
  const key = request.headers['idempotency-key'];
  if (!isMutating(each.spec.method) || each.spec.idempotent !== true || !viewer || typeof key !== 'string') {
    send(response, await run());
    return;
  }
  if (key.length < 8 || key.length > 100) throw new AppError('invalid_input', 'Idempotency-Key 应为 8 至 100 个字符');
  const content = JSON.stringify([parsed.params, parsed.body]);
  const keyed = { userId: viewer.user.id, key, operation: each.spec.id, content };
  const first = await onceByKey(options.accounts, keyed, run);
  if (!first.replayed) return send(response, first);
  const { status, body } = first;
  // The answer comes before the header: a refusal repeats nothing.
  const now = each.repeat ? serialise(each, await each.repeat(call, body), options.log) : body;
  response.setHeader('Idempotency-Replayed', 'true');
  send(response, { status, body: now });
}

/** Only what the schema names leaves the house; an answer that does not fit it is our bug, never half sent. */
function serialise({ spec }: Operation, value: unknown, log: Logger): unknown {
  if (spec.status === 204) return null;
  const checked = spec.response.safeParse(value);
  if (checked.success) return checked.data;
  log.error({ operation: spec.id, issues: z.prettifyError(checked.error) }, 'answer does not fit its schema');
  throw new Error(`answer of ${spec.id} does not fit its schema: ${z.prettifyError(checked.error)}`);
}

function send(response: Response, { status, body }: FirstAnswer): void {
  response.status(status);
  if (status === 204) response.end();
  else response.json(body);
}
