import { appealsSchema, type AppealKey } from '../../config/schema/appeals.ts';
import { departmentsSchema, type DepartmentsBook } from '../../config/schema/departments.ts';
import { disguisesSchema } from '../../config/schema/disguises.ts';
import { eventKindsSchema, type EventKind } from '../../config/schema/event-kinds.ts';
import { eventLevelsSchema, type EventLevelsBook } from '../../config/schema/event-levels.ts';
import { factsBookSchema } from '../../config/schema/facts.ts';
import { focusSchema, type FocusKey } from '../../config/schema/focus.ts';
import { lexiconSchema } from '../../config/schema/lexicon.ts';
import { placesSchema } from '../../config/schema/places.ts';
import { routingSchema, type RoutingBook } from '../../config/schema/routing.ts';
import { routingDutiesSchema, type RoutingDutiesBook } from '../../config/schema/routing-duties.ts';
import { sensitivitySchema, type SensitivityBook } from '../../config/schema/sensitivity.ts';
import { toneBookSchema } from '../../config/schema/tone.ts';
import { topicsSchema, type TopicKey } from '../../config/schema/topics.ts';
import { loadRulebook } from '../../config/load.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { compileFactWords, type FactWords } from '../facts/words.ts';
import { loadGazetteer, type Gazetteer } from '../places/gazetteer.ts';
import { loadWeights } from '../model/weights.ts';
import { openModel, type LabelsModel } from './labels-model.ts';
import { createLexiconBuilder, type CompiledCondition, type Lexicon, type Slot } from './lexicon.ts';
import type { GuardSlots } from './guards.ts';
import { createUnmask, type Unmask } from '../text/disguise.ts';
import { loadPinyin } from '../text/pinyin.ts';
import { foldTerm } from '../text/view.ts';
import { compileTone, type CompiledTone } from '../tone/read-tone.ts';

/** A rulebook row with its words turned into slots. */
export type Compiled<T> = Omit<T, 'words' | 'near'> & { when: CompiledCondition | null };

export interface TopicWords {
  key: TopicKey;
  /** Its Chinese title. */
  name: string;
  /** Slots of strong (4), words (2), weak (1). */
  slots: readonly { slot: Slot; weight: number }[];
}

type BesideWords =
  'staff' | 'asked' | 'addressed' | 'acts' | 'whereabouts' | 'hearsay' | 'halls' | 'received' | 'ownPeople';

/** The `blame` lists of routing-duties.yaml: what is looked for in the text as slots, what is compared beside a hit as words. */
export interface BlameWords {
  within: number;
  handling: Slot;
  misdeed: Slot;
  corruption: Slot;
  charges: Slot;
  bodies: Slot;
  /** Names of units, and ends of names of bodies. */
  anyBody: Slot;
  others: Slot;
  meant: Slot;
  refuted: Slot;
  phrases: readonly {
    first: Slot;
    then: Slot;
    within: number;
    atEnd: boolean;
    handling: boolean;
    corruption: boolean;
  }[];
  collusion: Slot;
  reported: Slot;
  words: Record<BesideWords, readonly string[]>;
}

/** Everything the brains know, compiled once a thread from the rulebooks of one folder. Immutable. */
export interface AnalyzerBooks {
  lexicon: Lexicon;
  guards: GuardSlots;
  topics: { words: TopicWords[]; ties: Compiled<Tie>[]; floor: number };
  appeals: { signs: Compiled<AppealSign>[]; order: readonly AppealKey[] };
  sensitivity: {
    signs: Compiled<SensitivityBook['signs'][number]>[];
    numbers: SensitivityBook['numbers'];
    caps: Compiled<Cap>[];
  };
  focus: Compiled<FocusSign>[];
  kinds: { signs: Compiled<KindSign>[]; floor: number };
  levels: EventLevelsBook;
  routing: {
    duties: Compiled<Duty>[];
    statePolicy: CompiledCondition | null;
    blame: BlameWords;
    /** Bodies and superior kinds of routing.yaml: who takes what an accused unit may not. */
    tree: RoutingBook;
  };
  departments: DepartmentsBook;
  unitSlots: readonly { unit: string; slot: Slot }[];
  facts: FactWords;
  gazetteer: Gazetteer;
  unmask: Unmask;
  tone: CompiledTone;
  foreign: Slot;
  domesticHarm: Slot;
  hotlineForm: Slot;
  letterForm: Slot;
  schoolWords: Slot;
  keywordStop: ReadonlySet<string>;
  /** Null while a model is being trained. */
  model: LabelsModel | null;
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
type Duty = { id: string; topics?: TopicKey[] | undefined; lead: string; co: string[] };

/**
 * Reads and compiles the analyser's rulebooks below `folder` (about 0.3 s) and opens the shipped model.
 * @throws AppError 'misconfigured' naming file, line and what is wrong, also when a duty names a unit that does not exist.
 */
export const loadAnalyzerBooks = (folder: string): AnalyzerBooks => ({
  ...loadRuleBooks(folder),
  model: openModel(loadWeights()),
});

/** The word lists that take force from a hit (lexicon.yaml). */
const guardSlots = (set: (name: string) => Slot): GuardSlots => ({
  negation: set('guard_negation'),
  drill: set('guard_drill'),
  hypothesis: set('guard_hypothesis'),
  history: set('guard_history'),
  fiction: set('guard_fiction'),
  bygone: set('guard_bygone'),
  statistics: set('guard_statistics'),
  refuted: set('guard_refuted'),
  again: set('guard_again'),
});

/** The rulebooks alone: what a model is trained beside. */
export function loadRuleBooks(folder: string): AnalyzerBooks {
  const lexiconBook = loadRulebook(folder, 'lexicon', lexiconSchema);
  const departments = loadRulebook(folder, 'departments', departmentsSchema);
  const builder = createLexiconBuilder(lexiconBook);
  const compile = <T extends { words?: string[] | undefined }>(row: T): Compiled<T> => ({
    ...row,
    when: row.words ? builder.condition(row as never) : null,
  });
  const set = (name: string): Slot => builder.slot([`@${name}`]);
  const unitSlots = departments.units.map((unit) => ({
    unit: unit.id,
    slot: builder.slot([unit.name, ...unit.aliases]),
  }));
  const books = {
    guards: guardSlots(set),
    ...compileLabels(folder, builder, compile),
    routing: compileRouting(folder, departments, builder, compile),
    levels: loadRulebook(folder, 'event-levels', eventLevelsSchema),
    departments,
    unitSlots,
    facts: compileFactWords(loadRulebook(folder, 'facts', factsBookSchema)),
    gazetteer: loadGazetteer(folder, loadRulebook(folder, 'places', placesSchema)),
    foreign: builder.slot(['@foreign', '@hmt']),
    domesticHarm: set('domestic_harm'),
    hotlineForm: set('hotline_form'),
    letterForm: set('letter_form'),
    schoolWords: set('school'),
    tone: compileTone(loadRulebook(folder, 'tone', toneBookSchema), (words) => builder.slot(words)),
    keywordStop: new Set(lexiconBook.sets['keyword_stop'] ?? []),
  };
  const lexicon = builder.build();
  return { ...books, lexicon, model: null, unmask: compileUnmask(folder, lexicon, books.facts) };
}

/** A word of a rulebook is found through its disguises too (disguises.yaml, dictionaries/pinyin.txt). */
const compileUnmask = (folder: string, lexicon: Lexicon, facts: FactWords): Unmask =>
  createUnmask(loadRulebook(folder, 'disguises', disguisesSchema), loadPinyin(folder), [
    lexicon.matcher,
    facts.matcher,
  ]);

type Builder = ReturnType<typeof createLexiconBuilder>;
type Compile = <T extends { words?: string[] | undefined }>(row: T) => Compiled<T>;

function compileLabels(
  folder: string,
  builder: Builder,
  compile: Compile,
): Pick<AnalyzerBooks, 'topics' | 'appeals' | 'sensitivity' | 'focus' | 'kinds'> {
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
    },
    focus: loadRulebook(folder, 'focus', focusSchema).signs.map(compile),
    kinds: { signs: kinds.signs.map(compile), floor: kinds.floor },
  };
}

function compileRouting(
  folder: string,
  departments: DepartmentsBook,
  builder: Builder,
  compile: Compile,
): AnalyzerBooks['routing'] {
  const book = loadRulebook(folder, 'routing-duties', routingDutiesSchema);
  const known = new Set(departments.units.map((unit) => unit.id));
  for (const duty of book.duties)
    for (const unit of [duty.lead, ...duty.co])
      if (!known.has(unit))
        throw new AppError(
          'misconfigured',
          `规则文件有误：routing-duties.yaml 的 ${duty.id} 指向不存在的单位 ${unit}。`,
        );
  return {
    duties: book.duties.map(compile),
    statePolicy: book.statePolicy ? builder.condition(book.statePolicy) : null,
    blame: compileBlame(book, departments, builder),
    tree: loadRulebook(folder, 'routing', routingSchema),
  };
}

function compileBlame({ blame }: RoutingDutiesBook, departments: DepartmentsBook, builder: Builder): BlameWords {
  const folded = (words: readonly string[]): string[] => words.map(foldTerm).sort((a, b) => b.length - a.length);
  return {
    within: blame.within,
    handling: builder.slot(blame.handling),
    misdeed: builder.slot(blame.misdeed),
    corruption: builder.slot(blame.corruption),
    charges: builder.slot(blame.charges),
    bodies: builder.slot(blame.bodies),
    anyBody: builder.slot([...departments.units.flatMap((unit) => [unit.name, ...unit.aliases]), ...blame.bodies]),
    others: builder.slot(blame.others),
    meant: builder.slot(blame.meant),
    refuted: builder.slot(blame.refuted),
    phrases: blame.phrases.map(({ words, then, ...rest }) => ({
      first: builder.slot(words),
      then: builder.slot(then),
      ...rest,
    })),
    collusion: builder.slot(blame.collusion),
    reported: builder.slot(blame.reported),
    words: {
      staff: folded(blame.staff),
      asked: folded(blame.asked),
      addressed: folded(blame.addressed),
      acts: folded(blame.acts),
      whereabouts: folded(blame.whereabouts),
      hearsay: folded(blame.hearsay),
      halls: folded(blame.halls),
      received: folded(blame.received),
      ownPeople: folded(blame.ownPeople),
    },
  };
}
