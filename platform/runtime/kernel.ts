import type { Kysely, Transaction } from 'kysely';
import type { Router } from 'express';
import type { Registry } from 'prom-client';
import type { z } from 'zod';
import type { Time } from '../ports/time.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Logger } from './log.ts';
import type { Outcome } from './outcome.ts';
import type { TopicName } from './topics.ts';

/** Who did it: a person with an account, or the system itself ('system', with the component as name). Copied into audit rows and timelines. */
export interface Actor {
  id: string;
  name: string;
  /** Unit id of the departments rulebook, null for the system. */
  unitId: string | null;
  roles: Role[];
  /** Of the account, not of the person's words: which rows it meets (runtime/origins.ts). Absent = not bound (the system, the command line). */
  origin?: Origin;
}

/** Who somebody is in the house; the three administrators exclude one another (三员分立). */
export type Role =
  | 'duty_officer' // 网信办 / 政府办值班员
  | 'duty_leader' // 带班领导
  | 'handler' // 部门经办
  | 'unit_head' // 部门负责人
  | 'spokesperson' // 新闻办 / 新闻发言人
  | 'leader' // 领导
  | 'supervisor' // 督查室
  | 'evaluator' // 第三方评估
  | 'system_admin'
  | 'security_admin'
  | 'audit_admin';

export type Origin = 'live' | 'demo' | 'drill';

export interface AuditEntry {
  actor: Actor;
  /** resource.verb, e.g. ticket.judge */
  action: string;
  /** Table-like kind and id of what was touched. */
  subject: { kind: string; id: string };
  /** Small, canonicalisable JSON. Never a text of a post, never personal data. */
  detail: Record<string, unknown>;
  success?: boolean;
}

export interface EmittedMessage {
  topic: TopicName;
  type: string;
  version: number;
  key: string;
  payload: unknown;
}

/** State, audit row and outgoing message share one transaction. Emitted and audited rows are written at its end. */
export interface UnitOfWork<T> {
  readonly tx: Transaction<T>;
  /** The instant this work happens at: time.now(), or the story's time for demo / drill messages. */
  readonly now: Date;
  emit(message: EmittedMessage): void;
  audit(entry: AuditEntry): void;
  /** Runs after the commit succeeded (wake a sweep, push a hint). Must not throw. */
  afterCommit(effect: () => void): void;
}

export interface TransactOptions {
  /** Default time.now(). */
  now?: Date;
  traceId?: string;
  /**
   * For work others wait for: a process that stands still in it for so long is frozen, and the database takes its locks away. The work then
   * rejects when the process wakes. Default: as the pool says, a minute.
   */
  frozenMs?: number;
}

/** Retries serialisation failures and deadlocks (40001, 40P01) a few times; anything else rolls back and rejects. */
export type Transact<T> = <R>(work: (unit: UnitOfWork<T>) => Promise<R>, options?: TransactOptions) => Promise<R>;

export interface ConsumedMessage<P> {
  id: string;
  type: string;
  key: string;
  traceId: string;
  /** Effective instant: envelope.at for origin demo / drill payloads, time.now() for live ones. */
  now: Date;
  payload: P;
}

export interface ConsumeOptions<P> {
  group: string;
  topic: TopicName;
  /** Schema of the payload; what does not parse is parked with reason 'unreadable'. */
  schema: z.ZodType<P>;
  /** The one type of message known here, as the sender's constant says. Another type or a newer version is parked as 'unreadable'; unknown fields are ignored. */
  accepts?: { type: string; version: number };
  maxBatch?: number;
  /**
   * Works on one batch of one partition, in order; its own database commit must happen before it resolves. Returning nothing means all done;
   * else one outcome a message in the same order (park puts that one into the parked table; retry delivers from that one on again, after the pause).
   * A throw is retried with back-off; after `attempts` throws the batch is halved until the poison message stands alone and is parked.
   */
  handle(messages: ConsumedMessage<P>[], heartbeat: () => Promise<void>): Promise<void | Outcome<unknown>[]>;
  onAssigned?(partition: number): Promise<void>;
  attempts?: number;
}

export type Consume = <P>(options: ConsumeOptions<P>) => Promise<{ stop(): Promise<void>; lag(): Promise<number> }>;

/** Secrets of the installation; from a 0600 file in the data folder or from env, in no dump. */
export interface Keys {
  /** HMAC-SHA256 (hex) under the key of that purpose; voices use a key a 90-day period. */
  hmac(purpose: string, value: string): string;
  /** The 90-day period an instant falls in, e.g. '2026-11' style label, part of every voice hash. */
  voicePeriod(at: Date): string;
  /** Key for encryption under that purpose, e.g. wrapping the key of one ticket's sealed values. */
  encryptionKey(purpose: string): Buffer;
}

/** What a process hands to every stage. A function inside a stage asks only for what it uses. */
export interface Kernel<T> {
  db: Kysely<T>;
  transact: Transact<T>;
  consume: Consume;
  /** How far every group of the installation is behind, in whatever process it runs. */
  backlog(): Promise<{ group: string; topic: TopicName; messages: number }[]>;
  jobs: Jobs;
  time: Time;
  log: Logger;
  metrics: Registry;
  keys: Keys;
  /** False while this machine's clock is off the database's: nothing may happen then that time alone causes. See byTime(). */
  mayActByTime(): Promise<boolean>;
}

/** A stage as the composition root sees it. start() begins consuming; stop() waits for what runs. Both idempotent. */
export interface Stage {
  name: 'ingest' | 'analyzer' | 'responder' | 'dashboard';
  /** Mounted by the process's one HTTP server. */
  routers: { path: string; router: Router }[];
  start(): Promise<void>;
  stop(): Promise<void>;
}
