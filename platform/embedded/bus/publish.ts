import type { Pool, PoolClient } from 'pg';
import type { OutgoingMessage } from '../../ports/event-bus.ts';
import { partitionOf } from '../../runtime/partition.ts';

export const BUS_CHANNEL = 'huiying_bus';

/** [topic, partition, next offset] after a publish; also the payload of the wake-up. */
export type Mark = [topic: string, partition: number, nextOffset: number];

interface Slice {
  topic: string;
  partition: number;
  values: string[];
}

/** Writes a batch in one transaction and tells the readers once. @returns where the touched partitions stand now. */
export async function writeBatch(
  pool: Pool,
  messages: OutgoingMessage[],
  partitionsOf: (topic: string) => number,
  publishedAt: Date,
): Promise<Mark[]> {
  const slices = slice(messages, partitionsOf);
  if (slices.length === 0) return [];
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const marks = await write(client, slices, publishedAt);
    await client.query('commit');
    return marks;
  } catch (error) {
    await client.query('rollback').catch((reason: Error) => (broken = reason));
    throw error;
  } finally {
    client.release(broken);
  }
}

async function write(client: PoolClient, slices: Slice[], publishedAt: Date): Promise<Mark[]> {
  // The lock before the offset: a slower writer keeps the faster one waiting, so offsets become visible in order.
  // Always locked in the same order, so that two publishers cannot wait for each other.
  const { rows } = await client.query<{ topic: string; partition: number; next_offset: string | number }>(
    `select p.topic, p.partition, p.next_offset from bus_partitions p
       join unnest($1::text[], $2::int[]) as w(topic, partition) using (topic, partition)
      order by p.topic, p.partition for update of p`,
    [slices.map((s) => s.topic), slices.map((s) => s.partition)],
  );
  const first = new Map(rows.map((row) => [`${row.topic}/${row.partition}`, Number(row.next_offset)]));
  const placed = slices.map((part) => {
    const from = first.get(`${part.topic}/${part.partition}`);
    if (from === undefined) throw new Error(`bus partition ${part.topic}/${part.partition} does not exist`);
    return { ...part, from, next: from + part.values.length };
  });
  const marks = placed.map((part): Mark => [part.topic, part.partition, part.next]);
  await client.query(WRITE, [
    // As JSON, not as arrays: the client's array syntax escapes letter by letter.
    JSON.stringify(
      placed.map(({ topic, partition, from, values }) => ({ t: topic, p: partition, f: from, v: values })),
    ),
    publishedAt,
    marks.map((mark) => mark[0]),
    marks.map((mark) => mark[1]),
    marks.map((mark) => mark[2]),
    notice(marks),
  ]);
  return marks;
}

const WRITE = `with written as (
    insert into bus_log (topic, partition, "offset", value, published_at)
    select t, p, f + i - 1, value, $2 from json_to_recordset($1::json) as s(t text, p int, f bigint, v json),
      json_array_elements_text(v) with ordinality as e(value, i)),
  moved as (
    update bus_partitions b set next_offset = m.n
      from unnest($3::text[], $4::int[], $5::bigint[]) as m(t, p, n) where b.topic = m.t and b.partition = m.p)
  select pg_notify('${BUS_CHANNEL}', $6)`;

function slice(messages: OutgoingMessage[], partitionsOf: (topic: string) => number): Slice[] {
  const slices = new Map<string, Slice>();
  for (const { topic, key, value } of messages) {
    const partition = partitionOf(key, partitionsOf(topic));
    const id = `${topic}/${partition}`;
    const part = slices.get(id) ?? { topic, partition, values: [] };
    part.values.push(value);
    slices.set(id, part);
  }
  return [...slices.values()];
}

/** A notice holds at most 8,000 bytes; readers of an empty one find out by their poll. */
const notice = (marks: Mark[]): string => {
  const text = JSON.stringify(marks);
  return text.length < 7_000 ? text : '[]';
};
