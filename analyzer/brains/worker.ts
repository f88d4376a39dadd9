import { parentPort, workerData } from 'node:worker_threads';
import { serveBatches } from '../text/worker-protocol.ts';
import { loadSegmenter } from '../text/segmenter.ts';
import { analyzeBatch } from './analyze.ts';
import { loadAnalyzerBooks } from './books.ts';
import { searchTokens } from './search-tokens.ts';
import type { PoolBatch, PoolResult } from './analyzer-pool.ts';

/** Thread of the analysis pool: loads rulebooks and dictionaries once, then answers batches until its port is closed. */
const { configFolder } = workerData as { configFolder: string };
const books = loadAnalyzerBooks(configFolder);
const segmenter = loadSegmenter(configFolder);

serveBatches<PoolBatch, PoolResult>(parentPort!, ({ inputs, withTokens }) => ({
  analyses: analyzeBatch(inputs, books, segmenter),
  search: withTokens ? inputs.map((input) => searchTokens(input, segmenter)) : [],
}));
