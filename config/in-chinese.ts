import type { YAMLError } from 'yaml';
import { z } from 'zod';

/** For safeParse: what a schema says by itself comes in Chinese; its own messages stay. */
export const inChinese = { error: z.locales.zhCN().localeError };

const YAML_PROBLEMS: Partial<Record<YAMLError['code'], string>> = {
  BAD_INDENT: '缩进有误',
  DUPLICATE_KEY: '同一层中键名重复',
  MISSING_CHAR: '缺少符号（如引号、冒号、逗号或括号）',
  TAB_AS_INDENT: '缩进不能使用制表符，请改用空格',
  UNEXPECTED_TOKEN: '出现了多余的符号',
};

/** A syntax error of a YAML file, by line and column. */
export function yamlProblem(error: YAMLError): string {
  const at = error.linePos?.[0];
  const where = at ? `第${at.line}行第${at.col}列` : '位置不详';
  return `YAML 写法有误（${where}）：${YAML_PROBLEMS[error.code] ?? '请检查缩进、冒号、引号和括号'}`;
}
