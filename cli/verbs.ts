import type { CliVerb } from './verb.ts';

/** One file a verb, loaded only when called so that `clock` does not pay for the analyzer. */
export const VERBS: Record<string, () => Promise<CliVerb>> = {
  'check-config': async () => (await import('./check-config.ts')).verb,
  clock: async () => (await import('./clock.ts')).verb,
  level: async () => (await import('./level.ts')).verb,
  analyze: async () => (await import('./analyze.ts')).verb,
  audit: async () => (await import('./audit.ts')).verb,
  parked: async () => (await import('./parked.ts')).verb,
  republish: async () => (await import('./republish.ts')).verb,
  backup: async () => (await import('./backup.ts')).verb,
  restore: async () => (await import('./restore.ts')).verb,
  seals: async () => (await import('./seals.ts')).verb,
  export: async () => (await import('./export.ts')).verb,
  feedback: async () => (await import('./feedback.ts')).verb,
  import: async () => (await import('./import.ts')).verb,
  evaluate: async () => (await import('./evaluate.ts')).verb,
  train: async () => (await import('./train.ts')).verb,
  feed: async () => (await import('./feed.ts')).verb,
  bench: async () => (await import('./bench.ts')).verb,
};
