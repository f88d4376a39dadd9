import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { isMutating, type Access, type Operation } from './operation.ts';
import { ACT_HEADER } from './same-origin.ts';
import { problem } from './schemas/common.ts';

export const API_BASE = '/api/v1';

type Document = ReturnType<OpenApiGeneratorV31['generateDocument']>;

/** The OpenAPI 3.1 document of exactly the operations that are mounted. */
export function openApiDocument(operations: readonly Operation[], version: string): Document {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'huiying_session' });
  for (const each of operations) registerPath(registry, each);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: '回应 Huiying API',
      version,
      description: '时间一律为 ISO 8601（+08:00）；错误为 application/problem+json；列表按 cursor 翻页。',
    },
    servers: [{ url: API_BASE }],
  });
}

function registerPath(registry: OpenAPIRegistry, { spec, access }: Operation): void {
  const headers = headersOf(spec.method, spec.idempotent === true);
  registry.registerPath({
    operationId: spec.id,
    method: spec.method,
    path: spec.path.replace(/:(\w+)/g, '{$1}'),
    summary: spec.summary,
    tags: [spec.tag],
    description: accessText(access),
    ...(access === 'anyone' ? {} : { security: [{ session: [] }] }),
    request: {
      ...(spec.params ? { params: spec.params as z.ZodObject } : {}),
      ...(spec.query ? { query: spec.query as z.ZodObject } : {}),
      ...(headers ? { headers } : {}),
      ...bodyOf(spec),
    },
    responses: {
      [spec.status ?? 200]: answerOf(spec),
      default: { description: '错误', content: { 'application/problem+json': { schema: problem } } },
    },
  });
}

function bodyOf(spec: Operation['spec']): object {
  if (spec.raw) return { body: { required: true, content: bytesOf(spec.raw.types) } };
  return spec.body ? { body: { required: true, content: { 'application/json': { schema: spec.body } } } } : {};
}

const bytesOf = (types: string[]) =>
  Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } as const }]));

function answerOf(spec: Operation['spec']) {
  if (spec.binary) return { description: '文件内容', content: bytesOf(spec.binary) };
  if (spec.status === 204) return { description: '完成' };
  return { description: '完成', content: { 'application/json': { schema: spec.response } } };
}

function headersOf(method: Operation['spec']['method'], idempotent: boolean): z.ZodObject | null {
  if (!isMutating(method)) return null;
  return z.object({
    [ACT_HEADER]: z.string().meta({ description: '任意非空值，证明请求来自本系统页面' }),
    ...(idempotent ? { 'idempotency-key': z.string().max(100).optional() } : {}),
  });
}

const accessText = (access: Access): string =>
  access === 'anyone' ? '无需登录' : access === 'signed_in' ? '登录即可' : `角色：${access.join('、')}`;
