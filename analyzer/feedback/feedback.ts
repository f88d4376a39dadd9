import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import { AppError } from '../../platform/runtime/errors.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import type { Actor, Kernel, Origin } from '../../platform/runtime/kernel.ts';
import type { Analysis, FeedbackLabel } from '../messages.ts';
import { checkCorrect, confidenceOf, saidOf, saysTheSame, type LabelValues } from './label-values.ts';
import { listFeedback, type FeedbackFilter, type FeedbackPage } from './list-feedback.ts';
import { reviewFeedback, type FeedbackReview } from './review-feedback.ts';
import type { FeedbackTables } from './tables.ts';

export type FeedbackRow = Selectable<FeedbackTables['analyzer_feedback']>;

export interface NewFeedback {
  /** Null: a text tried out. */
  mentionId: string | null;
  label: FeedbackLabel;
  correct: string[];
  /** Remark, title and text: already masked (ingest maskPersonal); the caller holds that. */
  remark: string;
  title: string;
  text: string;
  analysis: Analysis;
  analyzedAt: Date;
  jurisdiction: string;
  origin: Origin;
}

/** Corrections by people: kept, reviewed by a second person, read by whoever trains. Nothing here reaches a rule or a model. */
export interface Feedback {
  labels(): readonly LabelValues[];
  /** The same by the same person about the same text is one. @throws AppError 'invalid_input' for a value outside its list, or one the machine said already. */
  give(input: NewFeedback, actor: Actor): Promise<FeedbackRow>;
  list(filter: FeedbackFilter, page: FeedbackPage): Promise<FeedbackRow[]>;
  /** @throws AppError 'not_found' outside the filter, 'forbidden' for one's own, 'conflict' when somebody was first. */
  review(id: string, review: FeedbackReview, actor: Actor, within: FeedbackFilter): Promise<FeedbackRow>;
}

/** So much of a text is kept: what a duty officer reads before deciding. */
export const KEPT_CHARACTERS = 2_000;

/** `labels` and `version` read the rulebooks of the installation, once each. */
export function createFeedback<T extends FeedbackTables>(
  kernel: Pick<Kernel<T>, 'db' | 'transact'>,
  { labels, version }: { labels: () => readonly LabelValues[]; version: () => string },
): Feedback {
  // Its own table of the room's; the same database.
  const { db, transact } = kernel as unknown as Pick<Kernel<FeedbackTables>, 'db' | 'transact'>;
  return {
    labels,
    async give(input, actor) {
      checkCorrect(labels(), input.label, input.correct);
      const said = saidOf(input.analysis, input.label);
      if (saysTheSame(input.label, said, input.correct)) {
        throw new AppError('invalid_input', '与机器的结果相同，无需纠正', {
          errors: [{ path: 'correct', message: '与机器的结果相同' }],
        });
      }
      return transact(async (unit) => {
        const { label, correct } = input;
        const row = toRow(input, said, version(), actor, unit.now);
        const before = await sameGiven(unit.tx, row);
        if (before) return before;
        unit.audit({
          ...{ actor, action: 'feedback.give', subject: { kind: 'feedback', id: row.id } },
          detail: { label, said, correct, mentionId: input.mentionId },
        });
        return unit.tx.insertInto('analyzer_feedback').values(row).returningAll().executeTakeFirstOrThrow();
      });
    },
    list: (filter, page) => listFeedback(db as Kysely<FeedbackTables>, filter, page),
    review: (id, review, actor, within) => reviewFeedback(transact, id, review, actor, within),
  };
}

const toRow = (input: NewFeedback, said: string[], version: string, actor: Actor, now: Date) => ({
  id: uuidv7(now),
  mention_id: input.mentionId,
  ...{ label: input.label, said, confidence: confidenceOf(input.analysis, input.label), correct: input.correct },
  ...{ remark: input.remark, title: input.title, text: head(input.text, KEPT_CHARACTERS) },
  ...{ analysis_version: version, analyzed_at: input.analyzedAt },
  ...{ given_at: now, given_by: actor.id, given_name: actor.name, given_unit: actor.unitId },
  ...{ jurisdiction: input.jurisdiction, origin: input.origin, accused: blamed(input) },
});

const blamed = ({ analysis, label, correct }: NewFeedback): string[] => [
  ...new Set([
    ...analysis.accused.flatMap(({ id }) => (id === null ? [] : [id])),
    ...(label === 'accused' ? correct : []),
  ]),
];

/** What this person said of this text before, in whatever order; whoever says it twice at once comes one after the other. */
async function sameGiven(tx: Transaction<FeedbackTables>, row: ReturnType<typeof toRow>): Promise<FeedbackRow | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`feedback ${row.given_by}`}, 0))`.execute(tx);
  const rows = tx
    .selectFrom('analyzer_feedback')
    .selectAll()
    .where('given_by', '=', row.given_by)
    .where('label', '=', row.label)
    .where('origin', '=', row.origin)
    .where('mention_id', row.mention_id === null ? 'is' : '=', row.mention_id)
    .where('title', '=', row.title)
    .where('text', '=', row.text);
  const same = (correct: readonly string[]): boolean =>
    correct.length === row.correct.length && correct.every((value) => row.correct.includes(value));
  return (await rows.execute()).find((one) => same(one.correct)) ?? null;
}

/** Never half of a surrogate pair: the database could not hold it. */
const head = (text: string, length: number): string =>
  text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
