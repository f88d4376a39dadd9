import { readFileSync } from 'node:fs';

/**
 * Secrets of connectors, by the name a rulebook gives: the environment variable itself, else the file NAME_FILE points to. Read at every use,
 * so that a renewed key needs no restart where it stands in a file. Null when neither is there; the reader says which name is missing.
 */
export const connectorSecrets =
  (env: Record<string, string | undefined>) =>
  (name: string): string | null => {
    const value = env[name]?.trim();
    if (value) return value;
    const path = env[`${name}_FILE`];
    if (!path) return null;
    try {
      return readFileSync(path, 'utf8').trim() || null;
    } catch {
      return null;
    }
  };
