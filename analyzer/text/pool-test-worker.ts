import { parentPort, workerData } from 'node:worker_threads';
import { serveBatches } from './worker-protocol.ts';

/** A real thread with bad habits, for the tests of the pool. */
const { broken, lives } = workerData as { broken: boolean; lives: Int32Array };
if (broken) throw new Error('no dictionary');

serveBatches<string, string>(parentPort!, (word) => {
  if (word === 'throw') throw new Error('refused');
  if (word === 'die always' || (word === 'die once' && Atomics.add(lives, 0, 1) === 0)) process.exit(7);
  return `${word}!`;
});
