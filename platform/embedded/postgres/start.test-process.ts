// A second process for start.test.ts: holds the server of the data folder until its standard input ends.
import { once } from 'node:events';
import { createLog } from '../../runtime/log.ts';
import { startEmbeddedPostgres } from './start.ts';

const server = await startEmbeddedPostgres({ dataFolder: process.argv[2]!, log: createLog('warn') });
process.stdout.write(`${JSON.stringify({ pid: server.pid(), attached: server.attached })}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
await server.stop();
