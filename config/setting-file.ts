import { readFileSync } from 'node:fs';
import { AppError } from '../platform/runtime/errors.ts';

const REASONS: Record<string, string> = {
  ENOENT: '所指的文件不存在',
  ENOTDIR: '所指的文件不存在',
  EACCES: '所指的文件无权读取',
  EPERM: '所指的文件无权读取',
  EISDIR: '所指的是目录，不是文件',
};

/** Text of a file that setting `name` points to. @throws AppError 'misconfigured' naming the setting and the path */
export function readSettingFile(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new AppError('misconfigured', `${name} ${REASONS[code] ?? `所指的文件读不出来（${code}）`}：${path}`);
  }
}
