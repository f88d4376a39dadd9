import { sql, type Kysely } from 'kysely';
import { AppError } from './errors.ts';

export type Profile = 'embedded' | 'distributed';

/**
 * Remembers in which form the installation runs. Messages of the other form's bus would wait there for ever, so a change is refused unless
 * it is seen to be safe: nothing waits in the bus of this database, or a person says so (HUIYING_CHANGE_PROFILE=yes, with everything stopped
 * and the backlog at 0).
 * @returns the id of the installation, the same for all its processes. @throws AppError 'misconfigured'
 */
export async function claimInstallation<T>(db: Kysely<T>, profile: Profile, mayChange: boolean): Promise<string> {
  // Made by the first start, not by a migration: a restore must find the database empty.
  await sql`insert into platform_installation default values on conflict do nothing`.execute(db);
  const { rows } = await sql<{ id: string; profile: Profile | null }>`
    select id::text as id, profile from platform_installation`.execute(db);
  const known = rows[0]!;
  const isChange = known.profile !== null && known.profile !== profile;
  const isSafe = known.profile === 'embedded' && !(await waitsOnOwnBus(db));
  if (isChange && !isSafe && !mayChange)
    throw new AppError(
      'misconfigured',
      `此数据库上次以 ${known.profile} 方式运行，其消息可能尚未处理完。请先用原方式启动，待积压为 0 后全部停止；确认后设置 HUIYING_CHANGE_PROFILE=yes 再以 ${profile} 方式启动。`,
    );
  await sql`update platform_installation set profile = ${profile} where profile is distinct from ${profile}`.execute(
    db,
  );
  return known.id;
}

async function waitsOnOwnBus<T>(db: Kysely<T>): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (
      select from bus_offsets o join bus_partitions p on p.topic = o.topic and p.partition = o.partition
       where p.next_offset > greatest(o.next_offset, p.first_offset)) as waits`.execute(db);
  return rows[0]!.waits;
}
