import { appealsSchema, type AppealKey } from '../../config/schema/appeals.ts';
import { eventKindsSchema, type EventKind, type EventKindsBook } from '../../config/schema/event-kinds.ts';
import { focusSchema, type FocusKey } from '../../config/schema/focus.ts';
import { sensitivitySchema, type SensitivityBook } from '../../config/schema/sensitivity.ts';
import { topicsSchema, type TopicKey } from '../../config/schema/topics.ts';
import { loadRulebook } from '../../config/load.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import type { Compile, Compiled } from './compiled.ts';
import type { LexiconBuilder, Slot } from './lexicon.ts';

export interface TopicWords {
  key: TopicKey;
  /** Its Chinese title. */
  name: string;
  /** Slots of strong (4), words (2), weak (1). */
  slots: readonly { slot: Slot; weight: number }[];
}

/** The rulebooks of the labels: what speaks for each, and how strongly. */
export interface LabelBooks {
  topics: { words: TopicWords[]; ties: Compiled<Tie>[]; floor: number };
  appeals: { signs: Compiled<AppealSign>[]; order: readonly AppealKey[] };
  sensitivity: {
    signs: Compiled<SensitivityBook['signs'][number]>[];
    numbers: SensitivityBook['numbers'];
    caps: Compiled<Cap>[];
    certain: ReadonlySet<string>;
  };
  focus: Compiled<FocusSign>[];
  kinds: { signs: Compiled<KindSign>[]; floor: number };
}

type Tie = { id: string; add: Partial<Record<TopicKey, number>> };
type AppealSign = { id: string; appeal: AppealKey; weight: number; lead?: number | undefined };
type Cap = { id: string; level: number; appeals?: AppealKey[] | undefined };
type FocusSign = {
  id: string;
  focus: FocusKey;
  from: number;
  reasons?: string[] | undefined;
  appeals?: AppealKey[] | undefined;
  topics?: TopicKey[] | undefined;
};
type KindSign = { id: string; kind: EventKind; weight: number };

export function compileLabels(folder: string, builder: LexiconBuilder, compile: Compile): LabelBooks {
  const topics = loadRulebook(folder, 'topics', topicsSchema);
  const appeals = loadRulebook(folder, 'appeals', appealsSchema);
  const sensitivity = loadRulebook(folder, 'sensitivity', sensitivitySchema);
  const kinds = loadRulebook(folder, 'event-kinds', eventKindsSchema);
  return {
    topics: {
      words: topics.topics.map((topic) => ({
        key: topic.key,
        name: topic.name,
        slots: [
          { slot: builder.slot(topic.strong), weight: 4 },
          { slot: builder.slot(topic.words), weight: 2 },
          { slot: builder.slot(topic.weak), weight: 1 },
        ],
      })),
      ties: topics.ties.map(compile),
      floor: topics.floor,
    },
    appeals: { signs: appeals.signs.map(compile), order: appeals.order },
    sensitivity: {
      signs: sensitivity.signs.map(compile),
      numbers: sensitivity.numbers,
      caps: sensitivity.caps.map(compile),
      certain: certainOf(sensitivity, kinds),
    },
    focus: loadRulebook(folder, 'focus', focusSchema).signs.map(compile),
    kinds: { signs: kinds.signs.map(compile), floor: kinds.floor },
  };
}

/** @throws AppError when a name of the list is no sign of either book */
function certainOf(book: SensitivityBook, kinds: EventKindsBook): ReadonlySet<string> {
  const ids = new Set([...book.signs, ...book.numbers, ...kinds.signs].map(({ id }) => id));
  const unknown = book.certain.filter((id) => !ids.has(id));
  if (unknown.length > 0)
    throw new AppError(
      'misconfigured',
      `sensitivity.yaml 的 certain 列有不存在的编号：${unknown.join('、')}。请改为 sensitivity.yaml 或 event-kinds.yaml 中的编号。`,
    );
  return new Set(book.certain);
}
