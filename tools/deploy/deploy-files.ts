import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What we read of a service of a compose file; lists in their short form, as our files write them. */
export interface Service {
  image?: string;
  build?: unknown;
  extends?: { file: string; service: string };
  command?: string[];
  environment?: Record<string, string | number>;
  volumes?: string[];
  networks?: string[];
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
  [key: string]: unknown;
}

export interface Compose {
  services: Record<string, Service>;
  networks?: Record<string, { internal?: boolean } | null>;
  volumes?: Record<string, unknown>;
  [key: string]: unknown;
}

export interface DeployFiles {
  root: string;
  compose: Record<string, Compose>;
  dockerfile: string;
  dockerignore: string;
  envExample: string;
  /** Version of the broker that development and CI run; null without tools/kafka/pom.xml. */
  kafkaVersion: string | null;
  /** `folder/file` of everything scripts/make-secrets.mjs really writes. */
  secrets: string[];
}

export const COMPOSE_FILES = ['docker-compose.yml', 'compose.single.yml'];

/** Every file of the deployment as it stands in a checkout. */
export function readDeployFiles(root: string): DeployFiles {
  const read = (name: string): string => readFileSync(join(root, name), 'utf8');
  const compose = Object.fromEntries(
    COMPOSE_FILES.map((name) => [name, parse(read(name), { merge: true }) as Compose]),
  );
  const pom = join(root, 'tools/kafka/pom.xml');
  return {
    ...{ root, compose },
    dockerfile: read('Dockerfile'),
    dockerignore: read('.dockerignore'),
    envExample: read('.env.example'),
    kafkaVersion: existsSync(pom)
      ? (/<kafka\.version>([\d.]+)</.exec(readFileSync(pom, 'utf8'))?.[1] ?? 'none found')
      : null,
    secrets: secretsMadeBy(join(root, 'scripts/make-secrets.mjs')),
  };
}

function secretsMadeBy(script: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'huiying-secrets-'));
  try {
    const { status, stderr } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${script} failed:\n${stderr}`);
    return readdirSync(folder).flatMap((name) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Pure: `extends` filled in from the other file, so that a rule sees what runs. */
export function resolved(files: Record<string, Compose>, name: string): [string, Service][] {
  return Object.entries(files[name]!.services).map(([service, { extends: from, ...own }]) => [
    service,
    from === undefined ? own : { ...files[from.file]?.services[from.service], ...own },
  ]);
}

/** Pure: ${NAME:-default} as its default, ${NAME} as nothing, $$ as $. */
export const withDefaults = (text: string): string =>
  text.replace(/\$\$|\$\{\w+(?::-([^}]*))?\}/g, (all, value?: string) => (all === '$$' ? '$' : (value ?? '')));
