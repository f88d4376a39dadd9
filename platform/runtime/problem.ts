import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { AppError, type ErrorCode } from './errors.ts';
import type { Logger } from './log.ts';
import { isOutage } from './transient-errors.ts';

const STATUS: Record<ErrorCode, { status: number; title: string }> = {
  invalid_input: { status: 400, title: '提交的内容不符合要求' },
  not_signed_in: { status: 401, title: '请先登录' },
  forbidden: { status: 403, title: '没有权限' },
  not_found: { status: 404, title: '没有找到' },
  // Also a name taken, a file that exists, a nonce that was spent: the detail says which.
  conflict: { status: 409, title: '与已有内容冲突' },
  illegal_move: { status: 409, title: '当前状态不能这样办理' },
  precondition_failed: { status: 412, title: '前提条件不满足' },
  too_large: { status: 413, title: '内容过大' },
  too_many: { status: 429, title: '操作过于频繁' },
  unavailable: { status: 503, title: '服务暂时不可用' },
  misconfigured: { status: 500, title: '系统配置有误' },
};

/** RFC 9457. `code` is ErrorCode, or 'internal' for a bug; `details` as in AppError. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: ErrorCode | 'internal';
  details: Record<string, unknown>;
}

/** What a bug looks like from outside: nothing of its inside. */
const INTERNAL = { status: 500, title: '系统内部错误', detail: '系统内部错误，已记录。请稍后再试，或联系系统管理员。' };

/** The request may be repeated as it is. */
const AWAY = new AppError('unavailable', '数据库暂时连不上，请稍后再试。');

/** The one place where errors become answers. Anything but an AppError, an engine that is away or a refused request body is a bug. */
export function toProblem(error: unknown, instance: string): Problem {
  const known = error instanceof AppError ? error : isOutage(error) ? AWAY : fromExpress(error);
  if (!known) return { type: 'about:blank', ...INTERNAL, instance, code: 'internal', details: {} };
  const { status, title } = STATUS[known.code];
  return {
    type: 'about:blank',
    title,
    status,
    detail: known.message,
    instance,
    code: known.code,
    details: known.details,
  };
}

/** Body parsers and the path decoder of express throw errors with a status. */
function fromExpress(error: unknown): AppError | null {
  const { status, type } = (error ?? {}) as { status?: unknown; type?: unknown };
  if (type === 'entity.too.large' || status === 413) return new AppError('too_large', '提交的内容超过允许的大小。');
  if (type === 'entity.parse.failed') return new AppError('invalid_input', '提交的内容不是有效的 JSON。');
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new AppError('invalid_input', '请求不符合要求。');
  return null;
}

export function sendProblem(response: Response, problem: Problem): void {
  if (problem.status === 503 && !response.hasHeader('Retry-After')) response.setHeader('Retry-After', '1');
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error); // too late to answer: express cuts the connection
    const problem = toProblem(error, request.originalUrl.split('?')[0]!);
    if (problem.code === 'internal')
      log.error({ err: error, method: request.method, url: problem.instance }, 'a request hit a bug');
    sendProblem(response, problem);
  };
}

export const apiNotFound: RequestHandler = (request, response) =>
  sendProblem(response, toProblem(new AppError('not_found', '没有这个接口。'), request.originalUrl.split('?')[0]!));
