import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeployFiles } from './deploy-files.ts';

/** Pure but for reading the files again as text: .env.example names just the variables that the compose files ask for, all switched off. */
export function checkEnvExample({ root, compose, envExample }: DeployFiles): string[] {
  const text = Object.keys(compose)
    .map((name) => readFileSync(join(root, name), 'utf8'))
    .join('\n');
  const args = [...text.matchAll(/args: \[(\w+)\]/g)].map((match) => match[1]!);
  const asked = new Set([...[...text.matchAll(/\$\{(\w+)/g)].map((match) => match[1]!), ...args]);
  const told = new Set([...envExample.matchAll(/^# ?(\w+)=/gm)].map((match) => match[1]!));
  const active = envExample.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return [
    ...[...asked].filter((name) => !told.has(name)).map((name) => `.env.example does not tell of ${name}`),
    ...[...told]
      .filter((name) => !asked.has(name))
      .map((name) => `.env.example tells of ${name}, which nobody asks for`),
    ...active.map((line) => `.env.example sets something by itself: ${line}`),
  ];
}
