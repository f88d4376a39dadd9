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
  /** One line without the options it shares with others, e.g. `clock (--rule 规则编号 | --limit 时限) --start 时刻 [--json]`. */
  usage: string;
  /** Settings alone, or the user's installation with its data: the verb then takes --settings, or --settings and --data. */
  reads?: 'settings' | 'installation';
  /** One Chinese sentence. */
  summary: string;
  /** For `--help` of the verb alone, a line each: what it takes and gives, what its options mean, exit codes where they say more than 0, 1, 2. */
  details?: readonly string[];
  /** Whole commands as typed. */
  examples?: readonly string[];
  run(context: CliContext): Promise<ExitCode>;
}
