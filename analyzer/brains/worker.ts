import { parentPort, workerData } from 'node:worker_threads';
import { serveBatches } from '../text/worker-protocol.ts';
import { loadSegmenter } from '../text/segmenter.ts';
import { analyzeBatch, analyzeForSearch } from './analyze.ts';
import { loadAnalyzerBooks } from './books.ts';
import type { PoolBatch, PoolResult } from './analyzer-pool.ts';

/** Thread of the analysis pool: loads rulebooks and dictionaries once, then answers batches until its port is closed. */
const { configFolder } = workerData as { configFolder: string };
const books = loadAnalyzerBooks(configFolder);
const segmenter = loadSegmenter(configFolder);

serveBatches<PoolBatch, PoolResult>(parentPort!, ({ inputs, withTokens }) =>
  withTokens
    ? analyzeForSearch(inputs, books, segmenter)
    : { analyses: analyzeBatch(inputs, books, segmenter), search: [] },
);
