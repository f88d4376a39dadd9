import type { Request } from 'express';
import type { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { hasUnstorable } from '../../platform/runtime/storable.ts';
import type { Operation } from './operation.ts';
import { plainWords } from './plain-words.ts';

export interface ParsedRequest {
  params: unknown;
  query: unknown;
  body: unknown;
}

/** @throws AppError 'invalid_input' with one entry a wrong field; a malformed id in the path is simply not found. */
export function parseRequest(spec: Operation['spec'], request: Request): ParsedRequest {
  const params = spec.params?.safeParse(request.params);
  if (params && !params.success) throw new AppError('not_found', '没有找到');
  return {
    params: params?.data,
    query: spec.query && read(spec.query, request.query, '查询条件'),
    body: spec.raw ? rawBody(request, spec.raw.types) : spec.body && jsonBody(spec.body, request),
  };
}

function jsonBody(schema: z.ZodType, request: Request): unknown {
  if (!request.is('application/json')) throw new AppError('invalid_input', '请求体必须是 application/json');
  return read(schema, request.body, '填写内容');
}

/** As offices call them. */
const FILES: Record<string, string> = {
  ...{ 'image/png': 'PNG', 'image/jpeg': 'JPEG', 'image/webp': 'WebP', 'text/csv': 'CSV' },
  'application/pdf': 'PDF',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
};

function rawBody(request: Request, types: string[]): Buffer {
  const body: unknown = request.body;
  if (Buffer.isBuffer(body) && body.length > 0) return body;
  const named = types.flatMap((type) => FILES[type] ?? []);
  throw new AppError('invalid_input', `文件为空，或不是可接受的类型（${named.join('、')}）`);
}

function read(schema: z.ZodType, value: unknown, what: string): unknown {
  if (hasUnstorable(value)) throw new AppError('invalid_input', `${what}含有无法保存的字符，请删去后重试`);
  // Handed to each parse: zod's own locale switch is global.
  const parsed = schema.safeParse(value ?? {}, { error: plainWords });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const first = errors[0];
  const where = first && first.path !== '' ? `（${first.path}）` : '';
  throw new AppError('invalid_input', `${what}有误${where}：${first?.message ?? ''}`, { errors });
}
