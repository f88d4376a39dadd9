export type EngineName = 'kafka' | 'redis' | 'postgres';

/** A real server on this machine, with a port and a folder of its own. Same port and data at every start. */
export interface Engine {
  readonly name: EngineName;
  readonly port: number;
  readonly folder: string;
  /** What Huiying has to be told to use it. */
  readonly env: Record<string, string>;
  /** Resolves when it takes connections. Idempotent. */
  start(): Promise<void>;
  /** Clean stop; resolves when the process is gone. Data stay. Idempotent. */
  stop(): Promise<void>;
  /** kill -9; resolves when the process is gone. */
  kill(): Promise<void>;
  /** It answers nobody, yet its connections stay open (SIGSTOP). */
  freeze(): void;
  thaw(): void;
  running(): boolean;
  /** kill and remove the folder. */
  remove(): Promise<void>;
}

/** Something of the machine is missing: a sentence saying what and how to get it. */
export class EngineMissing extends Error {}
