import pg from 'pg';
import { OWNER_ROLE } from './cluster.ts';
import type { Secrets } from './secrets.ts';

export const APP_ROLE = 'huiying_app';
export const DATABASE = 'huiying';

/** One number for all processes that start at once. */
const LOCK = 1213549914;

/** Makes the application's role and database when they are missing, also after a start that was killed half way. */
export async function ensureDatabase(admin: pg.Client, secrets: Secrets): Promise<void> {
  if (isComplete(await present(admin))) return;
  await admin.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    const { role, database, rights } = await present(admin);
    if (!role) await admin.query(`create role ${APP_ROLE} login password ${pg.escapeLiteral(secrets.app)}`);
    if (!database) await admin.query(`create database ${DATABASE} owner ${OWNER_ROLE}`);
    if (!rights)
      await admin.query(`
        revoke all on database ${DATABASE} from public;
        grant connect, temporary on database ${DATABASE} to ${APP_ROLE};`);
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [LOCK]);
  }
}

interface Present {
  role: boolean;
  database: boolean;
  /** Rights differ from those a new database has. */
  rights: boolean;
}

const isComplete = ({ role, database, rights }: Present): boolean => role && database && rights;

async function present(admin: pg.Client): Promise<Present> {
  const { rows } = await admin.query(
    `select exists (select from pg_roles where rolname = $1) as role,
      exists (select from pg_database where datname = $2) as database,
      exists (select from pg_database where datname = $2 and datacl is not null) as rights`,
    [APP_ROLE, DATABASE],
  );
  return rows[0] as Present;
}
