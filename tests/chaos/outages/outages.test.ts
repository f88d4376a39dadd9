import { describe, expect, it } from 'vitest';
import { testEngines } from '../../harness/engines.ts';
import { outagesRun } from './outages-run.ts';
import { startBeforeEngines } from './start-order.ts';

const { missing } = await testEngines('kafka', 'redis', 'postgres');
const seconds = 6;

describe.skipIf(missing !== null)('engines that go away while posts flow', () => {
  it('a process started before its engines says what it waits for, and serves when they are there', async () => {
    expect(await startBeforeEngines()).toEqual([]);
  }, 300_000);

  it('Kafka, Redis and PostgreSQL gone for seconds, and Redis emptied: nothing is lost, every deadline comes out once', async () => {
    const report = await outagesRun({
      timed: false,
      outages: [
        { engine: 'kafka', how: 'stop', seconds },
        { engine: 'redis', how: 'kill', seconds },
        { engine: 'redis', how: 'flush', seconds: 0 },
        { engine: 'postgres', how: 'kill', seconds },
      ],
    });
    expect(report.violations, JSON.stringify(report.facts)).toEqual([]);
  }, 600_000);
});
