import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { claimInstallation } from './installation.ts';

let database: TestDatabase<unknown>;
beforeAll(async () => void (database = await testDatabase()));
afterAll(() => database.drop());
beforeEach(async () => {
  await sql`update platform_installation set profile = null`.execute(database.db);
  await sql`delete from bus_offsets`.execute(database.ownerDb);
  await sql`delete from bus_partitions`.execute(database.ownerDb);
});

/** A group stands before the last of three messages on the bus of this database. */
async function waiting(): Promise<void> {
  await sql`insert into bus_partitions (topic, partition, next_offset) values ('events.changed', 0, 3)`.execute(
    database.ownerDb,
  );
  await sql`insert into bus_offsets (group_name, topic, partition, next_offset) values ('responder', 'events.changed', 0, 2)`.execute(
    database.ownerDb,
  );
}

describe('the form an installation runs in', () => {
  it('is remembered, and every process hears the same id', async () => {
    const id = await claimInstallation(database.db, 'embedded', false);
    expect(await claimInstallation(database.db, 'embedded', false)).toBe(id);
  });
  it('may become distributed when nothing waits on the bus of the database', async () => {
    await claimInstallation(database.db, 'embedded', false);
    await expect(claimInstallation(database.db, 'distributed', false)).resolves.toMatch(/-/);
  });
  it('may not while messages wait there, unless a person says so', async () => {
    await claimInstallation(database.db, 'embedded', false);
    await waiting();
    await expect(claimInstallation(database.db, 'distributed', false)).rejects.toThrow('HUIYING_CHANGE_PROFILE=yes');
    await expect(claimInstallation(database.db, 'distributed', true)).resolves.toMatch(/-/);
  });
  it('may not go back by mistake: what waits in Kafka is not seen from here', async () => {
    await claimInstallation(database.db, 'distributed', false);
    await expect(claimInstallation(database.db, 'embedded', false)).rejects.toThrow('上次以 distributed 方式运行');
    await expect(claimInstallation(database.db, 'embedded', true)).resolves.toMatch(/-/);
  });
});
