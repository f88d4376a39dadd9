import { sql } from 'kysely';
import * as matters from './handover-matters.ts';
import * as papers from './handover-papers.ts';
import { line, type Provider, type SheetScope, type SheetLine } from './handover-scope.ts';
import type { HandoverLine } from './tables.ts';

/** Notices that wait for the morning or a bundle, and those that never arrived. */
const heldNotices: Provider = async ({ tx, isLead, origin, from, now }) => {
  if (!isLead) return [];
  const { waiting, lost } = await tx
    .selectFrom('responder_deliveries')
    .where('origin', '=', origin)
    .select([
      sql<number>`count(*) filter (where state = 'waiting' and due_at > ${now})`.as('waiting'),
      sql<number>`count(*) filter (where state = 'given_up' and tried_at >= ${from})`.as('lost'),
    ])
    .executeTakeFirstOrThrow();
  return [
    ...(waiting > 0 ? [line('held', 'waiting', `${waiting} 条通知暂缓发出（夜间静默或合并发送）`)] : []),
    ...(lost > 0 ? [line('held', 'lost', `${lost} 条通知未能送达，须电话告知`)] : []),
  ];
};
const deadSources: Provider = ({ isLead, deadSources: names }) =>
  Promise.resolve(isLead ? names.map((name) => line('source', name, `“${name}”采集中断`)) : []);

/** What a sheet lists, in order. Another room adds its open matters as one more line here. */
const PROVIDERS: readonly Provider[] = [
  matters.graveMatters,
  matters.overdueDeadlines,
  matters.nextDeadlines,
  matters.unsigned,
  matters.unjudged,
  matters.reopenedMatters,
  papers.unsignedDrafts,
  papers.upwardChains,
  papers.openRooms,
  papers.letters,
  heldNotices,
  deadSources,
  papers.oralOrders,
];

export async function handoverLines(scope: SheetScope): Promise<HandoverLine[]> {
  const lines: SheetLine[] = [];
  for (const provide of PROVIDERS) lines.push(...(await provide(scope)));
  return lines.map((one) => ({ ...one, tick: null }));
}
