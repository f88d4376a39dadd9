import pg from 'pg';
import type { TableShape } from './catalog.ts';
import { rowDigest } from './format.ts';
import { damaged } from './lines.ts';

export interface TableLoader {
  /** One row line. */
  row(line: string): Promise<void>;
  /** The line after the last row: writes what is left and checks count and digest. */
  end(line: string): Promise<{ name: string; rows: number }>;
}

const ROWS_A_STATEMENT = 500;
const CHARACTERS_A_STATEMENT = 4_000_000;

/** Inserts row lines in statements of bounded size. */
export function loadTable(
  client: pg.ClientBase,
  file: string,
  name: string,
  columns: TableShape['columns'],
): TableLoader {
  const table = `public.${pg.escapeIdentifier(name)}`;
  const targets = columns.map((column) => pg.escapeIdentifier(column.name)).join(', ');
  const values = columns.map((column, i) => `(r->>${i})::${column.type}`).join(', ');
  const insert = `insert into ${table} (${targets}) overriding system value
    select ${values} from json_array_elements($1::json) with ordinality as input(r, n) order by n`;
  const digest = rowDigest();
  let waiting: string[] = [];
  let characters = 0;
  const flush = async (): Promise<void> => {
    digest.add(waiting);
    try {
      if (waiting.length > 0) await client.query(insert, [`[${waiting.join(',')}]`]);
    } catch (error) {
      if (!/^2[23]/.test((error as pg.DatabaseError).code ?? '')) throw error; // not about the values
      throw damaged(file, `表 ${name} 有写不进去的内容（${(error as Error).message}）`);
    }
    waiting = [];
    characters = 0;
  };
  return {
    async row(line) {
      waiting.push(line);
      characters += line.length;
      if (waiting.length >= ROWS_A_STATEMENT || characters >= CHARACTERS_A_STATEMENT) await flush();
    },
    async end(line) {
      await flush();
      const found = JSON.stringify({ kind: 'table-end', rows: digest.rows, sha256: digest.hex() });
      if (line !== found) throw damaged(file, `表 ${name} 的内容与校验值不符`);
      return { name, rows: digest.rows };
    },
  };
}
