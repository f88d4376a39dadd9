import pg from 'pg';
import type { Secrets } from './secrets.ts';
import { OWNER_ROLE } from './cluster.ts';

export const APP_ROLE = 'huiying_app';
export const DATABASE = 'huiying';

/** Makes the application's role and database when they are missing. Safe when several processes do it at once. */
export async function ensureDatabase(admin: pg.Client, secrets: Secrets): Promise<void> {
  const known = await admin.query(
    `select exists (select from pg_roles where rolname = $1) as role, exists (select from pg_database where datname = $2) as database`,
    [APP_ROLE, DATABASE],
  );
  const { role, database } = known.rows[0] as { role: boolean; database: boolean };
  if (!role) await unlessThere(admin, `create role ${APP_ROLE} login password ${pg.escapeLiteral(secrets.app)}`);
  if (!database) {
    await unlessThere(admin, `create database ${DATABASE} owner ${OWNER_ROLE}`);
    await admin.query(`revoke all on database ${DATABASE} from public`);
    await admin.query(`grant connect, temporary on database ${DATABASE} to ${APP_ROLE}`);
  }
}

const DUPLICATE = new Set(['42710', '42P04', '23505', '55006']);

async function unlessThere(admin: pg.Client, sql: string): Promise<void> {
  try {
    await admin.query(sql);
  } catch (error) {
    if (!DUPLICATE.has((error as pg.DatabaseError).code ?? '')) throw error;
  }
}
