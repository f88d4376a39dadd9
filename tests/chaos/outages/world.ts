import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { makeInstallation, type BenchInstallation } from '../../../cli/bench/latency/installation.ts';
import { firstDutyOfficer, type Person } from '../../../cli/bench/latency/people.ts';
import { openSocket } from '../../../cli/bench/latency/watch.ts';
import { openPool } from '../../../platform/runtime/database.ts';
import { startFlow, type Flow } from './flow.ts';
import { watchMemory, type MemoryWatch } from './memory.ts';
import { startProbe, type Probe, type Stage } from './probe.ts';

const STAGES = ['ingest', 'analyzer', 'responder', 'dashboard'];

/** A city's installation at work: engines, one process a stage, posts that flow in, somebody in front of the dashboard, a watcher. */
export interface World {
  installation: BenchInstallation;
  stages: Stage[];
  /** Looks into the database for the judge. */
  pool: Pool;
  flow: Flow;
  probe: Probe;
  memory: MemoryWatch;
  person: Person;
  dashboard: Stage;
  /** Resolves when the socket hears of posts the next time. */
  nextHint(): Promise<void>;
  /** Ends the processes by Ctrl-C. @returns exit codes by name. */
  stop(): Promise<Record<string, number | null>>;
  remove(): Promise<void>;
}

export async function openWorld(run: string): Promise<World> {
  const installation = await makeInstallation('distributed');
  try {
    const programs = STAGES.map((name) => installation.start(name, [name]));
    const urls = await Promise.all(programs.map((program) => program.ready));
    const stages = programs.map((program, index) => ({ program, url: urls[index]! }));
    const dashboard = stages.at(-1)!;
    const output = dashboard.program.output;
    while (!output().includes('/setup?token=')) await pause(50);
    const person = await firstDutyOfficer(dashboard.url, output());
    const socket = await openSocket(dashboard.url, person.cookie);
    const pool = openPool((await installation.database()).config, { max: 3, name: 'huiying outages' });
    const probe = startProbe(stages);
    const memory = watchMemory(stages);
    const flow = startFlow(stages[0]!.url, installation.secret, run);
    let settled: Promise<unknown> = Promise.resolve();
    return {
      ...{ installation, stages, pool, flow, probe, memory, person, dashboard },
      nextHint: () =>
        new Promise((resolve) => {
          const hear = ({ entity }: { entity: string }): void => {
            if (entity !== 'mentions') return;
            socket.off('hint', hear);
            resolve();
          };
          socket.on('hint', hear);
        }),
      async stop() {
        await Promise.all([probe.stop(), memory.stop()]);
        socket.disconnect();
        const codes = programs.map(async (program) => [program.name, await program.stop()] as const);
        settled = Promise.all(codes);
        return Object.fromEntries(await Promise.all(codes));
      },
      async remove() {
        socket.disconnect();
        await pool.end();
        await settled;
        await installation.remove();
      },
    };
  } catch (error) {
    await installation.remove();
    throw error;
  }
}
