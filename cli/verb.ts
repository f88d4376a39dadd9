import type { Readable, Writable } from 'node:stream';

/** What a verb may touch; tests hand in their own streams. */
export interface CliContext {
  argv: string[];
  env: Record<string, string | undefined>;
  /** Where the user stands (INIT_CWD); relative paths resolve from here. */
  cwd: string;
  stdin: Readable;
  /** Only data. */
  stdout: Writable;
  /** Messages, in Chinese. */
  stderr: Writable;
}

/** 0 done, 1 refused, 2 usage. */
export type ExitCode = 0 | 1 | 2;

export interface CliVerb {
  name: string;
  /** One line, e.g. `clock (--rule ID | --limit 5h) --start ISO [--json]`. */
  usage: string;
  /** One Chinese sentence. */
  summary: string;
  run(context: CliContext): Promise<ExitCode>;
}
