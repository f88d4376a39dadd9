import { workerEntry } from '../../platform/runtime/worker-entry.ts';
import type { Analysis } from '../messages.ts';
import { createPool } from '../text/pool.ts';
import type { AnalyzerInput } from './post.ts';
import type { SearchText } from './search-tokens.ts';

export interface PoolBatch {
  inputs: AnalyzerInput[];
  withTokens: boolean;
}
export interface PoolResult {
  analyses: Analysis[];
  search: SearchText[];
}

export interface AnalyzerPool {
  ready(): Promise<void>;
  /** Analyses in the order of the inputs. */
  analyze(inputs: readonly AnalyzerInput[]): Promise<Analysis[]>;
  /** Analyses with the words the search index needs. */
  analyzeForSearch(inputs: readonly AnalyzerInput[]): Promise<PoolResult>;
  close(): Promise<void>;
}

export interface AnalyzerPoolOptions {
  configFolder: string;
  workers: number;
  onCrash?: (error: Error) => void;
}

/** Small enough that two threads share a batch of the bus, large enough that messages cost little. */
const CHUNK = 64;

/** The brains on threads. Loading takes about 1.5 s and 240 MB resident a thread, of them 40 the dictionaries; a thread may be ended at any time. */
export function createAnalyzerPool({ configFolder, workers, onCrash }: AnalyzerPoolOptions): AnalyzerPool {
  const entry = workerEntry(import.meta.url, './worker');
  const pool = createPool<PoolBatch, PoolResult>({
    entry,
    workerData: { configFolder },
    size: workers,
    ...(onCrash ? { onCrash } : {}),
  });
  const run = async (inputs: readonly AnalyzerInput[], withTokens: boolean): Promise<PoolResult> => {
    const chunks: AnalyzerInput[][] = [];
    for (let at = 0; at < inputs.length; at += CHUNK) chunks.push(inputs.slice(at, at + CHUNK));
    const results = await Promise.all(chunks.map((chunk) => pool.run({ inputs: chunk, withTokens })));
    return { analyses: results.flatMap((one) => one.analyses), search: results.flatMap((one) => one.search) };
  };
  return {
    ready: () => pool.ready(),
    analyze: async (inputs) => (await run(inputs, false)).analyses,
    analyzeForSearch: (inputs) => run(inputs, true),
    close: () => pool.close(),
  };
}
