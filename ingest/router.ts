import { raw, Router, type NextFunction, type Request, type Response } from 'express';
import { sql, type Kysely } from 'kysely';
import type { SourceOf } from '../config/schema/sources.ts';
import type { Time } from '../platform/ports/time.ts';
import { AppError } from '../platform/runtime/errors.ts';
import type { Kernel } from '../platform/runtime/kernel.ts';
import { createPushStore, type PushDeps, type PushResult } from './push-store.ts';
import { createDeliveryNotes } from './delivery-notes.ts';
import { checkSignature, itemsOf } from './sources/webhook.ts';
import type { IngestTables } from './tables.ts';

const BODY_LIMIT = '2mb';
const MAX_IN_FLIGHT = 16;
/** Nobody who pushes waits longer: a database that hangs is answered for like one that is away. */
const ANSWER_MS = 8_000;
/** Above so many unpublished messages pushes wait: a full outbox must drain before it grows. */
const MAX_OUTBOX = 50_000;

export interface IngestRouterOptions extends PushDeps {
  kernel: Pick<Kernel<IngestTables>, 'transact' | 'time' | 'keys' | 'db'>;
  sources: SourceOf<'webhook'>[];
  secretOf(source: SourceOf<'webhook'>): string | undefined;
}

/** POST /{source}: signed pushes (HMAC over timestamp.nonce.body). 202 with one result an item; 429 or 503 with Retry-After under back-pressure. */
export function ingestRouter(options: IngestRouterOptions): Router {
  const router = Router();
  const { db, time } = options.kernel;
  const pressure = outboxPressure(db, time);
  const noteDelivery = createDeliveryNotes(db, time);
  const doors = doorsOf(options);
  let inFlight = 0;
  const take = async (request: Request, response: Response): Promise<PushResult> => {
    inFlight += 1;
    try {
      if (await pressure()) throw busy(response, 'unavailable', '系统积压较多，请稍后重试');
      const { source, result } = await answer(doors, time, request);
      await noteDelivery(source, result.new);
      return result;
    } finally {
      inFlight -= 1;
    }
  };
  const push = async (request: Request, response: Response): Promise<void> => {
    if (inFlight >= MAX_IN_FLIGHT) throw busy(response, 'too_many', '同时推送过多，请稍后重试');
    const result = await inTime(time, take(request, response));
    if (result === LATE) throw busy(response, 'unavailable', '系统没有按时应答，请稍后重试，重复推送不会重复入库');
    response.status(202).json(result);
  };
  const body = raw({ type: () => true, limit: BODY_LIMIT });
  router.post(
    '/:source',
    body,
    (request: Request, response: Response, next: NextFunction) => void push(request, response).catch(next),
  );
  return router;
}

const LATE = Symbol('late');

/** What is late goes on behind and keeps its place among those under way, so that a hanging database is not asked by ever more. */
async function inTime<R>(time: Time, work: Promise<R>): Promise<R | typeof LATE> {
  const done = new AbortController();
  const late = time.sleep(ANSWER_MS, done.signal).then((): typeof LATE => LATE);
  late.catch(() => undefined); // ended when the answer was in time
  work.catch(() => undefined); // a late failure is nobody's any more: its sender was told to come again
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort(new Error('in time'));
  }
}

/** One enabled source that has a secret. */
interface Door {
  secret: string;
  store: ReturnType<typeof createPushStore>;
}

function doorsOf(options: IngestRouterOptions): ReadonlyMap<string, Door> {
  const doors = options.sources.map((source): [string, Door] | null => {
    const secret = source.enabled ? options.secretOf(source) : undefined;
    return secret ? [source.id, { secret, store: createPushStore(options, source) }] : null;
  });
  return new Map(doors.filter((each) => each !== null));
}

async function answer(
  doors: ReadonlyMap<string, Door>,
  time: Time,
  request: Request,
): Promise<{ source: string; result: PushResult }> {
  const source = String(request.params['source']);
  const door = doors.get(source);
  if (!door) throw new AppError('not_found', '没有启用这个推送来源');
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const headers = {
    timestamp: request.get('x-huiying-timestamp'),
    nonce: request.get('x-huiying-nonce'),
    signature: request.get('x-huiying-signature'),
  };
  const { nonce } = checkSignature(door.secret, headers, body, time.now());
  return { source, result: await door.store(itemsOf(body, request.get('content-type')), nonce) };
}

function busy(response: Response, code: 'too_many' | 'unavailable', message: string): AppError {
  response.set('Retry-After', code === 'too_many' ? '1' : '5');
  return new AppError(code, message);
}

/** Looked at once a second at most. */
function outboxPressure(db: Kysely<IngestTables>, time: Time): () => Promise<boolean> {
  let seen = { at: Number.NEGATIVE_INFINITY, full: false };
  return async () => {
    const now = time.now().getTime();
    if (now - seen.at < 1000) return seen.full;
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from (select from platform_outbox limit ${MAX_OUTBOX + 1}) o`.execute(db);
    seen = { at: now, full: (rows[0]?.n ?? 0) > MAX_OUTBOX };
    return seen.full;
  };
}
