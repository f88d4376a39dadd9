import { describe, expect, it } from 'vitest';
import { readyLine } from './ready-line.ts';

const url = 'http://127.0.0.1:3000';

describe('what a process says when it is ready', () => {
  it.each([
    [['ingest', 'analyzer', 'responder', 'dashboard'], `回应已就绪：${url}`],
    [['dashboard'], `回应已就绪：${url}`],
    [['analyzer'], `回应已就绪（分析）：健康检查 ${url}/healthz`],
    [['ingest', 'responder'], `回应已就绪（接入、回应）：健康检查 ${url}/healthz`],
  ] as const)('%j: %s', (stages, line) => {
    expect(readyLine({ stages: [...stages] }, url)).toBe(line);
  });
});
