import { Writable } from 'node:stream';
import type { PoolConfig } from 'pg';

/** Where a verb's database is, as its user would say it in the environment. */
export const databaseUrl = ({ user, password, host, port, database }: PoolConfig): string =>
  `postgres://${user}:${encodeURIComponent(password as string)}@/${database}?host=${encodeURIComponent(host!)}&port=${port}`;

/** A stream for a verb to write to, and what it wrote. */
export function sink() {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  return { stream, text: () => text };
}
