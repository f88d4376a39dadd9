import type { Settings, StageName } from '../config/settings.ts';

const TITLES: Record<StageName, string> = { ingest: '接入', analyzer: '分析', responder: '回应', dashboard: '界面' };

/** What the person who started it may open now: the pages, or of a process without any the address that tells whether it is well. */
export function readyLine({ stages }: Pick<Settings, 'stages'>, url: string): string {
  if (stages.includes('dashboard')) return `回应已就绪：${url}`;
  return `回应已就绪（${stages.map((name) => TITLES[name]).join('、')}）：健康检查 ${url}/healthz`;
}
