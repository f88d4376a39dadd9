import type { Settings } from '../config/settings.ts';
import type { Kernel, Stage } from '../platform/runtime/kernel.ts';
import { createAnalyzePart } from './analyze-consumer.ts';
import { createAnalyzerPool, type AnalyzerPool } from './brains/analyzer-pool.ts';
import { loadEventBooks, type EventBooks } from './events/books.ts';
import { createEventQueries, type EventQueries } from './events/queries/queries.ts';
import { openFeedback } from './feedback/open-feedback.ts';
import type { Feedback } from './feedback/feedback.ts';
import { createGroupPart } from './group-part.ts';
import {
  readMention,
  readStream,
  type MentionWithAnalysis,
  type StreamFilter,
  type StreamPage,
} from './queries/read-mentions.ts';
import { mentionCounts, type CountFilter, type MentionCounts } from './queries/mention-counts.ts';
import type { AnalyzerTables } from './tables.ts';
import { createTrial, type Trial } from './trial.ts';

export type { AnalyzerTables } from './tables.ts';
export type { MentionWithAnalysis, StreamFilter, StreamPage } from './queries/read-mentions.ts';
export type { EventQueries } from './events/queries/queries.ts';
export { EVENT_SORTS, type EventFilter, type EventKey, type EventRecord } from './events/queries/list-events.ts';
export type { DetectionLag } from './events/queries/lag.ts';
export type { EventMention } from './events/queries/event-mentions.ts';
export type { EventOverview } from './events/queries/overview.ts';
export type { WarningFilter, WarningRecord } from './warnings/list-warnings.ts';
export { loadEventBooks, type EventBooks } from './events/books.ts';
export type { FeedbackFilter } from './feedback/list-feedback.ts';
export type { Feedback, FeedbackRow } from './feedback/feedback.ts';
export { openFeedback } from './feedback/open-feedback.ts';
export { factReader, type FactReader, type ToldFigure } from './facts/fact-reader.ts';
export { measureReader, type Measured, type MeasureReader, type UnitAt } from './facts/measure-reader.ts';
export { restateAnalyses, restateEvents, restateWarnings } from './republish.ts';
export { ANALYZER_PURGE_RULES } from './purge-rules.ts';

export interface AnalyzerQueries {
  /** The stream of 信息, newest collected first; also the search. */
  stream(filter: StreamFilter, page: { limit: number; cursor?: string | undefined }): Promise<StreamPage>;
  mention(id: string): Promise<MentionWithAnalysis | null>;
  /** Posts an hour and a topic since an instant. */
  counts(filter: CountFilter, since: Date): Promise<MentionCounts>;
  events: EventQueries;
}

export interface Analyzer extends Stage {
  /** Usable before start() and in a process that does not run the stage. */
  queries: AnalyzerQueries;
  /** 试一段文字: nothing is stored. Usable in any process; a thread runs only while it is used. */
  trial: Trial;
  /** 纠正: what people say the machine read wrong. Usable in any process. */
  feedback: Feedback;
  /** One upkeep of events now; the schedule does it every minute. */
  sweep(): Promise<number>;
}

export interface AnalyzerOptions {
  kernel: Kernel<AnalyzerTables>;
  settings: Pick<Settings, 'configFolder' | 'workers'>;
  /** Default: loaded from settings.configFolder. */
  books?: EventBooks;
}

/** Mention → analysis → Event, Warning: the groups `analyze` and `group`, upkeep by time, and the queries of the dashboard. */
export function createAnalyzer({ kernel, settings, books }: AnalyzerOptions): Analyzer {
  const { db, log } = kernel;
  const group = createGroupPart(kernel, books ?? loadEventBooks(settings.configFolder));
  const onCrash = (err: Error): void => log.error({ err }, 'an analysis thread crashed');
  let running: { stop(): Promise<void> }[] = [];
  let threads: AnalyzerPool | null = null;
  const { configFolder } = settings;
  const trial = createTrial({
    ...{ configFolder, time: kernel.time, running: () => threads },
    open: () => createAnalyzerPool({ configFolder, workers: 1, onCrash }),
  });
  return {
    ...{ name: 'analyzer', routers: [] },
    sweep: () => group.sweep(),
    queries: {
      stream: (filter, page) => readStream(db, filter, page),
      mention: (id) => readMention(db, id),
      counts: (filter, since) => mentionCounts(db, filter, since),
      events: createEventQueries(db),
    },
    trial,
    feedback: openFeedback(kernel, configFolder, trial.version),
    async start() {
      if (running.length > 0) return;
      // Threads only in a process that analyses: each holds the dictionaries.
      const pool = createAnalyzerPool({ ...settings, onCrash });
      threads = pool;
      const analyze = createAnalyzePart({ kernel, pool, domain: (mention) => mention.jurisdiction });
      running = [analyze, group, { stop: () => pool.close() }];
      await Promise.all([analyze.start(), group.start()]);
    },
    async stop() {
      const parts = running;
      running = [];
      threads = null;
      for (const part of parts) await part.stop();
      await trial.close();
    },
  };
}
