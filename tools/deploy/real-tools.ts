import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { COMPOSE_FILES } from './deploy-files.ts';

export interface ToolReport {
  problems: string[];
  /** What was really asked, and what was not there. */
  notes: string[];
}

const run = ([command, ...args]: string[], cwd: string): { ok: boolean; said: string } => {
  const { status, stderr, stdout, error } = spawnSync(command!, args, { cwd, encoding: 'utf8' });
  return { ok: error === undefined && status === 0, said: `${stderr ?? ''}${stdout ?? ''}`.trim() };
};

/** Docker Compose's own parser and hadolint, where this machine has them; neither needs an engine. */
export function askRealTools(root: string): ToolReport {
  const places = (name: string): string[] => [join(root, '.tools', 'deploy', name), name];
  const compose = [['docker', 'compose'], ...places('docker-compose').map((path) => [path])].find(
    (command) => run([...command, 'version'], root).ok,
  );
  const hadolint = places('hadolint').find((path) => run([path, '--version'], root).ok);
  const report: ToolReport = { problems: [], notes: [] };
  const ask = (what: string, command: string[]): void => {
    const { ok, said } = run(command, root);
    if (ok) report.notes.push(`${what}: read by ${command[0]}`);
    else report.problems.push(`${what}: ${said}`);
  };
  if (compose) for (const file of COMPOSE_FILES) ask(file, [...compose, '-f', file, 'config', '--quiet']);
  else report.notes.push('no docker compose here: only our own checks were made');
  if (hadolint) ask('Dockerfile', [hadolint, 'Dockerfile']);
  else report.notes.push('no hadolint here: only our own checks were made');
  return report;
}
