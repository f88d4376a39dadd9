import pg from 'pg';

/** What the application may only add to, so that nobody who takes it over can rewrite what was done. */
const INSERT_ONLY = ['audit_entries', 'audit_seals'];
const READ_ONLY = ['schema_migrations'];

/**
 * Gives the application's role its rights on everything that exists now: it reads and writes rows, never the schema.
 * Nothing is taken from the owner itself, so one role for both (DATABASE_URL alone) works; triggers guard the audit then.
 */
export async function grantApp(owner: pg.ClientBase, appRole: string): Promise<void> {
  const { rows } = await owner.query(
    `select nspname as schema from pg_namespace
     where nspname not like 'pg\\_%' and nspname <> 'information_schema'
       and has_schema_privilege(current_user, oid, 'create')`,
  );
  const role = pg.escapeIdentifier(appRole);
  for (const { schema } of rows as { schema: string }[]) {
    const name = pg.escapeIdentifier(schema);
    await owner.query(`
      grant usage on schema ${name} to ${role};
      grant select, insert, update, delete on all tables in schema ${name} to ${role};
      grant usage, select, update on all sequences in schema ${name} to ${role};
      grant execute on all functions in schema ${name} to ${role};`);
  }
  const { rows: self } = await owner.query('select current_user = $1 as same', [appRole]);
  if ((self[0] as { same: boolean }).same) return;
  for (const table of await existing(owner, INSERT_ONLY))
    await owner.query(`revoke update, delete, truncate, references, trigger on ${table} from ${role}`);
  for (const table of await existing(owner, READ_ONLY))
    await owner.query(`revoke insert, update, delete, truncate on ${table} from ${role}`);
}

/** True when the role cannot read a table of ours: one made since, or a role that is new here. */
export async function lacksRights(owner: pg.ClientBase, appRole: string): Promise<boolean> {
  const { rowCount } = await owner.query(
    `select from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and nspname not like 'pg\\_%' and nspname <> 'information_schema'
       and has_schema_privilege(current_user, n.oid, 'create') and not has_table_privilege($1, c.oid, 'select') limit 1`,
    [appRole],
  );
  return rowCount !== 0;
}

async function existing(owner: pg.ClientBase, tables: string[]): Promise<string[]> {
  const { rows } = await owner.query('select t from unnest($1::text[]) t where to_regclass(t) is not null', [tables]);
  return (rows as { t: string }[]).map((row) => row.t);
}
