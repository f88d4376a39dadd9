import { AppError } from '../../platform/runtime/errors.ts';
import type { AccountsContext } from '../accounts/accounts-context.ts';

/** A first try that never came back (crash) may be taken over after this long; stale revisions then stop a double act. */
const ABANDONED_MS = 60_000;
const KEPT_MS = 24 * 3_600_000;

export interface FirstAnswer {
  status: number;
  body: unknown;
}
export interface KeyedRequest {
  userId: string;
  key: string;
  operation: string;
  /** Canonical text of params and body. */
  content: string;
}

type Context = Pick<AccountsContext, 'db' | 'time' | 'keys'>;

/**
 * Runs `act` once a key. A repeat gets the first answer; a refused act leaves no trace and may be tried again.
 * @throws AppError 'conflict' while the first is still running, 'invalid_input' when the key was used for something else.
 */
export async function onceByKey(
  context: Context,
  request: KeyedRequest,
  act: () => Promise<FirstAnswer>,
): Promise<FirstAnswer & { replayed: boolean }> {
  const earlier = await claim(context, request);
  if (earlier !== null) return { ...earlier, replayed: true };
  const row = { user_id: request.userId, key: request.key };
  try {
    const answer = await act();
    await context.db
      .updateTable('dashboard_idempotency')
      .set({ status: answer.status, body: JSON.stringify(answer.body ?? null) })
      .where('user_id', '=', row.user_id)
      .where('key', '=', row.key)
      .execute();
    return { ...answer, replayed: false };
  } catch (error) {
    await context.db
      .deleteFrom('dashboard_idempotency')
      .where('user_id', '=', row.user_id)
      .where('key', '=', row.key)
      .where('status', 'is', null)
      .execute();
    throw error;
  }
}

/** Null when the key is now ours, else the answer the first try got. */
async function claim(context: Context, request: KeyedRequest): Promise<FirstAnswer | null> {
  const now = context.time.now();
  const hash = context.keys.hmac('dashboard.idempotency', `${request.operation}\n${request.content}`);
  await context.db
    .deleteFrom('dashboard_idempotency')
    .where((eb) =>
      eb.or([
        eb('created_at', '<', new Date(now.getTime() - KEPT_MS)),
        eb.and([eb('status', 'is', null), eb('created_at', '<', new Date(now.getTime() - ABANDONED_MS))]),
      ]),
    )
    .execute();
  const claimed = await context.db
    .insertInto('dashboard_idempotency')
    .values({
      user_id: request.userId,
      key: request.key,
      operation: request.operation,
      request_hash: hash,
      status: null,
      body: null,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['user_id', 'key']).doNothing())
    .executeTakeFirst();
  if ((claimed.numInsertedOrUpdatedRows ?? 0n) > 0n) return null;
  return firstAnswer(context, request, hash);
}

async function firstAnswer(context: Context, request: KeyedRequest, hash: string): Promise<FirstAnswer> {
  const row = await context.db
    .selectFrom('dashboard_idempotency')
    .select(['request_hash', 'status', 'body'])
    .where('user_id', '=', request.userId)
    .where('key', '=', request.key)
    .executeTakeFirst();
  if (row && row.request_hash !== hash) {
    throw new AppError('invalid_input', '同一个 Idempotency-Key 已用于另一项操作');
  }
  if (!row || row.status === null) throw new AppError('conflict', '相同的操作正在办理，请稍候');
  return { status: row.status, body: row.body };
}
