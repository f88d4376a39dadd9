import { sql } from 'kysely';
import { readMigrations } from '../../platform/runtime/migrate.ts';
import type { TestDatabase } from './database.ts';

/** A shipped migration that changes rows only, over rows a story has put back to what the version before it left. As the owner of the schema, as at a start. */
export async function rerunMigration<T>({ ownerDb }: Pick<TestDatabase<T>, 'ownerDb'>, number: number): Promise<void> {
  const file = readMigrations().find((migration) => migration.number === number);
  if (file === undefined) throw new Error(`no migration ${number}`);
  await sql.raw(file.sql).execute(ownerDb);
}
