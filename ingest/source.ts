import type { Kernel } from '../platform/runtime/kernel.ts';
import type { Outgoing } from '../platform/runtime/outgoing.ts';
import type { SourceConfig, SourceOf } from '../config/schema/sources.ts';
import type { CollectOptions } from './collect.ts';
import type { IngestTables } from './tables.ts';

/** Kinds that are asked on a schedule; a webhook is told instead. */
export type PolledKind = Exclude<SourceConfig['kind'], 'webhook'>;

/** Where a source stands: what it told about itself last time. */
export interface Cursor {
  etag: string | null;
  lastModified: string | null;
  state: Record<string, unknown>;
}

export interface Polled {
  new: number;
  updated: number;
  refused: number;
  /** Where it stands now. */
  cursor: Cursor;
}

export interface SourceDeps {
  kernel: Pick<Kernel<IngestTables>, 'transact' | 'time' | 'keys' | 'log'>;
  outgoing: Outgoing;
  /** Waits until the host may be asked again. */
  pace: (host: string) => Promise<void>;
  dataFolder: string;
  collect: Pick<CollectOptions, 'jurisdiction' | 'historyDays' | 'origin'>;
}

/**
 * Port: one kind of source. poll() fetches, collects (idempotent by source + id) and says where it stands;
 * an unreachable or unreadable source throws, and the caller counts the error and waits longer.
 */
export type PollSource<K extends PolledKind> = (
  source: SourceOf<K>,
  cursor: Cursor,
  deps: SourceDeps,
) => Promise<Polled>;
