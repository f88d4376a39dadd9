import { z } from 'zod';

interface Shape {
  type?: string;
  format?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Shape[];
  oneOf?: Shape[];
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  minItems?: number;
  minLength?: number;
  minimum?: number;
}

const FORMATS: Record<string, string> = {
  uuid: '01900000-0000-7000-8000-000000000000',
  uri: 'https://www.example.cn/1',
  'date-time': '2026-02-24T08:50:00+08:00',
  date: '2026-02-24',
};

/** The least body that a request schema takes: only what is required, so that what answers is the permission and not the form. */
export const sampleBody = (schema: z.ZodType): Record<string, unknown> =>
  sample(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape) as Record<string, unknown>;

function sample(shape: Shape): unknown {
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return shape.enum[0];
  const choice = shape.anyOf?.[0] ?? shape.oneOf?.[0];
  if (choice) return sample(choice);
  switch (shape.type) {
    case 'object':
      return linked(
        Object.fromEntries((shape.required ?? []).map((key) => [key, sample(shape.properties?.[key] ?? {})])),
      );
    case 'array':
      return Array.from({ length: shape.minItems ?? 0 }, () => sample(shape.items ?? {}));
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return Math.max(1, shape.minimum ?? 1);
    default:
      return FORMATS[shape.format ?? ''] ?? '核'.repeat(Math.max(1, shape.minLength ?? 1));
  }
}

/** A proof that is a link needs one; no JSON schema says so. */
const linked = (value: Record<string, unknown>): Record<string, unknown> =>
  value['kind'] === 'link' && 'value' in value ? { ...value, value: FORMATS['uri'] } : value;
