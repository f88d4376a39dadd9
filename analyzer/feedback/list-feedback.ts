import { sql, type ExpressionBuilder, type Kysely, type SqlBool } from 'kysely';
import type { Origin } from '../../platform/runtime/kernel.ts';
import { accusing } from '../events/queries/accusing.ts';
import type { FeedbackLabel, FeedbackState } from '../messages.ts';
import type { FeedbackRow } from './feedback.ts';
import type { FeedbackTables } from './tables.ts';

/** Never by person: corrections are about the machine. `givenBy` only narrows to one's own. */
export interface FeedbackFilter {
  /** Undefined = no bound (the command line). */
  origins?: readonly Origin[] | undefined;
  /** Only those on texts tried out, behind which stands no post. */
  tried?: boolean | undefined;
  givenBy?: string | undefined;
  /** None whose text, or whose event, blames this unit. */
  notAccusing?: string | undefined;
  state?: FeedbackState | undefined;
  label?: FeedbackLabel | undefined;
}
export interface FeedbackPage {
  limit: number;
  /** given_at and id of the last row of the page before. */
  after?: { at: Date; id: string } | undefined;
}

type Where = ExpressionBuilder<FeedbackTables, 'analyzer_feedback'>;

export const within = (filter: FeedbackFilter) => (eb: Where) =>
  eb.and([
    ...(filter.origins === undefined ? [] : [eb('origin', 'in', [...filter.origins])]),
    ...(filter.tried === true ? [eb('mention_id', 'is', null)] : []),
    ...(filter.givenBy === undefined ? [] : [eb('given_by', '=', filter.givenBy)]),
    ...(filter.notAccusing === undefined ? [] : [toldTo(filter.notAccusing)]),
    ...(filter.state === undefined ? [] : [eb('state', '=', filter.state)]),
    ...(filter.label === undefined ? [] : [eb('label', '=', filter.label)]),
  ]);

/** By what was known when it was given, and by what the post and its event say now. */
const toldTo = (unit: string) => sql<SqlBool>`(not ${unit} = any(accused) and not exists (
  select from analyzer_mentions m
  left join analyzer_event_mentions g on g.mention_id = m.mention_id
  left join analyzer_events e on e.id = g.group_id
  where m.mention_id = analyzer_feedback.mention_id
    and (${accusing(sql`m.analysis`, unit)} or ${accusing(sql`e.snapshot`, unit)})))`;

/** Newest first, keyset paged. */
export async function listFeedback(
  db: Kysely<FeedbackTables>,
  filter: FeedbackFilter,
  { limit, after }: FeedbackPage,
): Promise<FeedbackRow[]> {
  let query = db.selectFrom('analyzer_feedback').selectAll().where(within(filter));
  if (after) {
    query = query.where((eb) =>
      eb.or([eb('given_at', '<', after.at), eb.and([eb('given_at', '=', after.at), eb('id', '<', after.id)])]),
    );
  }
  return query.orderBy('given_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}
