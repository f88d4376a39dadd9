import type pg from 'pg';

/** Our tables lie here; libraries bring schemas of their own, whose content is rebuilt from ours. */
const SCHEMA = 'public';

export interface TableShape {
  name: string;
  /** In the table's order, without generated ones. */
  columns: { name: string; type: string }[];
}

/** Every table of ours with its columns; a partitioned one stands for its partitions. The migrator's history is not data. */
export async function listTables(client: pg.ClientBase): Promise<TableShape[]> {
  const { rows } = await client.query(
    `select c.relname as name,
       json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> 'schema_migrations'
     group by c.relname order by c.relname`,
    [SCHEMA],
  );
  return rows as TableShape[];
}

export interface Partition {
  table: string;
  parent: string;
  bounds: string;
}

export async function listPartitions(client: pg.ClientBase): Promise<Partition[]> {
  const { rows } = await client.query(
    `select c.relname as "table", p.relname as parent, pg_get_expr(c.relpartbound, c.oid) as bounds
     from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     where c.relnamespace = $1::regnamespace and c.relispartition and c.relkind in ('r', 'p') order by c.oid`,
    [SCHEMA],
  );
  return rows as Partition[];
}

/** Positions run ahead of the rows at worst, never behind, however they are read. */
export async function listSequences(
  client: pg.ClientBase,
): Promise<{ name: string; value: string; called: boolean }[]> {
  const { rows } = await client.query(
    'select sequencename as name from pg_sequences where schemaname = $1 order by 1',
    [SCHEMA],
  );
  const sequences = [];
  for (const { name } of rows as { name: string }[]) {
    const { rows: state } = await client.query(
      `select last_value::text as value, is_called as called from "${SCHEMA}"."${name}"`,
    );
    sequences.push({ name, ...(state[0] as { value: string; called: boolean }) });
  }
  return sequences;
}

/** Statements that take foreign keys and triggers out of the way, and those that bring them back and check every row. */
export async function integrityStatements(client: pg.ClientBase): Promise<{ suspend: string[]; resume: string[] }> {
  const { rows: keys } = await client.query(
    `select conrelid::regclass::text as "table", quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = $1::regnamespace and conparentid = 0 order by oid`,
    [SCHEMA],
  );
  const { rows: triggers } = await client.query(
    `select distinct tgrelid::regclass::text as "table" from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = $1::regnamespace and not tgisinternal and not c.relispartition order by 1`,
    [SCHEMA],
  );
  const foreign = keys as { table: string; name: string; definition: string }[];
  const watched = (triggers as { table: string }[]).map(({ table }) => table);
  return {
    suspend: [
      ...foreign.map(({ table, name }) => `alter table ${table} drop constraint ${name}`),
      ...watched.map((table) => `alter table ${table} disable trigger user`),
    ],
    resume: [
      ...watched.map((table) => `alter table ${table} enable trigger user`),
      ...foreign.map(({ table, name, definition }) => `alter table ${table} add constraint ${name} ${definition}`),
    ],
  };
}
