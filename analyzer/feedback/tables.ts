import type { ColumnType } from 'kysely';
import type { Origin } from '../../platform/runtime/kernel.ts';
import type { FeedbackLabel, FeedbackState } from '../messages.ts';

type Instant = ColumnType<Date, Date, Date>;
type LaterOn<T> = ColumnType<T | null, T | null | undefined, T | null>;

export interface FeedbackTables {
  analyzer_feedback: {
    id: string;
    mention_id: string | null;
    label: FeedbackLabel;
    said: string[];
    confidence: number | null;
    correct: string[];
    remark: string;
    title: string;
    text: string;
    /** Ids of the units the text blames, by the machine and by the person who corrects it. */
    accused: ColumnType<string[], string[] | undefined, string[]>;
    analysis_version: string;
    analyzed_at: Instant;
    given_at: Instant;
    given_by: string;
    given_name: string;
    given_unit: string | null;
    state: ColumnType<FeedbackState, FeedbackState | undefined, FeedbackState>;
    reviewed_at: LaterOn<Date>;
    reviewed_by: LaterOn<string>;
    reviewed_name: LaterOn<string>;
    review_reason: LaterOn<string>;
    revision: ColumnType<number, number | undefined, number>;
    jurisdiction: string;
    origin: Origin;
  };
}
