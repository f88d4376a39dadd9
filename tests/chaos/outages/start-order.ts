import { setTimeout as pause } from 'node:timers/promises';
import { makeInstallation } from '../../../cli/bench/latency/installation.ts';
import { startProgram, type Program } from '../../../cli/bench/latency/program.ts';
import { freePort } from '../../../tools/engines/index.ts';
import { unready } from './probe.ts';

const STEP_LIMIT_MS = 60_000;

/**
 * A process before all of its engines: it answers on its port, says in words what it waits for, engine after engine, and serves when the
 * last is there. Another one that only waits ends cleanly at Ctrl-C.
 * @returns what was not so
 */
export async function startBeforeEngines(): Promise<string[]> {
  const installation = await makeInstallation('distributed', false);
  const wrong: string[] = [];
  const programs: Program[] = [];
  const start = async (name: string): Promise<{ program: Program; url: string }> => {
    const port = await freePort();
    const program = startProgram(name, ['--port', String(port), '--empty'], installation.env);
    programs.push(program);
    return { program, url: `http://127.0.0.1:${port}` };
  };
  const { engines } = installation;
  try {
    // The first start makes roles and database; a process that met it half made would rightly take it for a wrong password.
    await engines.postgres!.start();
    await engines.postgres!.stop();
    const [patient, leaving] = [await start('patient'), await start('leaving')];
    const says = async (words: string): Promise<void> => {
      if (!(await holds(async () => patient.program.output().includes(words)))) wrong.push(`it did not say ${words}`);
    };
    await says('正在等待 PostgreSQL：');
    const health = await fetch(`${patient.url}/healthz`).then(({ status }) => status);
    if (health !== 200) wrong.push(`/healthz ${health} while waiting`);
    if (!(await unready(patient.url)).includes('database')) wrong.push('/readyz does not name the database');
    await holds(async () => leaving.program.output().includes('正在等待 PostgreSQL：'));
    const code = await leaving.program.stop();
    if (code !== 0) wrong.push(`Ctrl-C while waiting: exit ${String(code)}\n${leaving.program.output()}`);
    if (/启动失败|\n\s+at /u.test(leaving.program.output()))
      wrong.push(`Ctrl-C while waiting: ${leaving.program.output()}`);
    await engines.postgres!.start();
    await says('正在等待 Kafka：');
    await engines.kafka!.start();
    await says('正在等待 Redis：');
    await engines.redis!.start();
    await says('回应已就绪');
    if (!(await holds(async () => (await unready(patient.url)).length === 0))) wrong.push('it never became ready');
    if ((await patient.program.stop()) !== 0) wrong.push('it did not end cleanly');
    return wrong;
  } finally {
    for (const program of programs) await program.kill();
    await installation.remove();
  }
}

async function holds(condition: () => Promise<boolean>): Promise<boolean> {
  for (const until = Date.now() + STEP_LIMIT_MS; Date.now() < until; await pause(50))
    if (await condition()) return true;
  return false;
}
