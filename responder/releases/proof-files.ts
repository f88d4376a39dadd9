import { sql, type Kysely } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { mayHandOn, type Held } from '../consultations/scans.ts';
import { seenTicket } from '../queries/desks.ts';
import type { QueryDeps } from '../queries/read.ts';
import { json, type Proof, type ResponderTables } from '../tables.ts';

/** A proof that is a file is a file: words in its place prove nothing, and would stop a clock. @throws AppError precondition_failed */
export async function refuseForeignProofs(context: Held, ...lists: readonly (readonly Proof[])[]): Promise<void> {
  for (const { kind, value } of lists.flat()) {
    if (kind !== 'attachment' || (await mayHandOn(context, value))) continue;
    if ((await provenBy(context.tx, value)).has(context.ticket.id)) continue;
    throw new AppError('precondition_failed', '附件证明须为登记人本人上传或已在本工单内的附件，请重新上传');
  }
}

/** May this person open an attachment because it proves a release of a ticket he sees whole? */
export async function maySeeProof(deps: QueryDeps, actor: Actor, attachment: string): Promise<boolean> {
  for (const id of await provenBy(deps.db, attachment)) {
    const seen = await seenTicket(deps, actor, id).catch(() => null);
    if (seen !== null && !seen.isGuest) return true;
  }
  return false;
}

async function provenBy(db: Kysely<ResponderTables>, attachment: string): Promise<Set<string>> {
  const held = (column: string) =>
    sql<boolean>`${sql.ref(column)} @> ${json([{ kind: 'attachment', value: attachment }])}::jsonb`;
  const releases = await db.selectFrom('responder_releases').select('ticket_id').where(held('proofs')).execute();
  const faults = await db
    .selectFrom('responder_release_faults')
    .select('ticket_id')
    .where((eb) => eb.or([held('before_proofs'), held('after_proofs')]))
    .execute();
  return new Set([...releases, ...faults].map(({ ticket_id: id }) => id));
}
