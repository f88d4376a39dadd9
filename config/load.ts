import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { assetPath } from '../platform/runtime/assets.ts';
import { AppError } from '../platform/runtime/errors.ts';
import { inChinese, yamlProblem } from './in-chinese.ts';

/** Folder of the shipped rulebooks, calendars and profiles; the same from source and from dist. */
export function shippedConfigFolder(): string {
  return assetPath('config');
}

/**
 * Read one rulebook (YAML) against its schema. Unknown keys are an error (schemas are strict objects).
 * Throws AppError 'misconfigured' whose message names file, line, path in the file and what is wrong.
 */
export function loadRulebook<T>(folder: string, name: string, schema: z.ZodType<T>): T {
  const file = join(folder, 'rulebooks', `${name}.yaml`);
  if (!existsSync(file)) throw new AppError('misconfigured', `规则文件不存在：${file}`);
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines, uniqueKeys: true });
  const syntax = document.errors[0];
  if (syntax) throw new AppError('misconfigured', `${file}:${syntax.linePos?.[0].line ?? '?'} ${yamlProblem(syntax)}`);
  const parsed = schema.safeParse(document.toJS(), inChinese);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const node = document.getIn(issue.path as (string | number)[], true) as
      { range?: [number, number, number] } | undefined;
    const line = node?.range ? lines.linePos(node.range[0]).line : '?';
    return `${file}:${line} ${issue.path.join('.')}: ${issue.message}`;
  });
  throw new AppError('misconfigured', `规则文件有误：\n${problems.join('\n')}`, { problems });
}

/** Every rule shows where it comes from (rules.md §0): A statute … P our own default. */
export const ruleSource = z.strictObject({
  doc: z.string().min(1),
  article: z.string().optional(),
  date: z.string().optional(),
  precedent: z.string().optional(),
  grade: z.enum(['A', 'B', 'C', 'M', 'P']),
});
export type RuleSource = z.infer<typeof ruleSource>;
