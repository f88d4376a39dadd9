import { sql, type RawBuilder } from 'kysely';

/** A row of `table` again, with `change` (an SQL expression of jsonb) over it. What the database computes itself is left to it. */
export const copyRow = (table: string, change: string): RawBuilder<unknown> =>
  sql.raw(`do $damage$
    declare columns text := (
      select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
       where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = '');
    begin
      execute format('insert into ${table} (%1$s) select %1$s from (
        select (jsonb_populate_record(t, %2$s)).* from ${table} t limit 1) r', columns, $change$${change}$change$);
    end $damage$`);
