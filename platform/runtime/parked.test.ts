import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { listParked, parkMessage } from './parked.ts';

let database: TestDatabase<unknown>;
beforeAll(async () => void (database = await testDatabase()));
afterAll(() => database.drop());

it('sets a message with NUL bytes aside, or it would hold up everything behind it for ever', async () => {
  const message = { topic: 'events.changed', partition: 0, offset: 7n, value: 'abc\0def' };
  const why = { reason: 'unreadable', detail: 'no JSON: abc\0def' };
  for (const _ of [1, 2]) await parkMessage(database.db, 'responder', message, why, new Date());
  expect(await listParked(database.db)).toMatchObject([{ offset: 7, detail: 'no JSON: abc\ufffddef' }]);
});
