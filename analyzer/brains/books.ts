import { departmentsSchema, type DepartmentsBook } from '../../config/schema/departments.ts';
import { disguisesSchema } from '../../config/schema/disguises.ts';
import { eventLevelsSchema, type EventLevelsBook } from '../../config/schema/event-levels.ts';
import { factsBookSchema } from '../../config/schema/facts.ts';
import { lexiconSchema } from '../../config/schema/lexicon.ts';
import { placesSchema } from '../../config/schema/places.ts';
import { toneBookSchema } from '../../config/schema/tone.ts';
import { loadRulebook } from '../../config/load.ts';
import { compileFactWords, type FactWords } from '../facts/words.ts';
import { loadWeights } from '../model/weights.ts';
import { loadGazetteer, type Gazetteer } from '../places/gazetteer.ts';
import { createUnmask, type Unmask } from '../text/disguise.ts';
import { loadPinyin } from '../text/pinyin.ts';
import { compileTone, type CompiledTone } from '../tone/read-tone.ts';
import { compileWith } from './compiled.ts';
import { guardSlots, type GuardSlots } from './guards.ts';
import { compileLabels, type LabelBooks } from './label-books.ts';
import { openModel, type LabelsModel } from './labels-model.ts';
import { createLexiconBuilder, type Lexicon, type Slot } from './lexicon.ts';
import { compileRouting, type RoutingWords } from './routing-words.ts';

/** Everything the brains know, compiled once a thread from the rulebooks of one folder. Immutable. */
export interface AnalyzerBooks extends LabelBooks {
  lexicon: Lexicon;
  guards: GuardSlots;
  levels: EventLevelsBook;
  routing: RoutingWords;
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

/**
 * Reads and compiles the analyser's rulebooks below `folder` (about 0.3 s) and opens the shipped model.
 * @throws AppError 'misconfigured' naming file, line and what is wrong, also when a duty names a unit that does not exist.
 */
export const loadAnalyzerBooks = (folder: string): AnalyzerBooks => ({
  ...loadRuleBooks(folder),
  model: openModel(loadWeights()),
});

/** The rulebooks alone: what a model is trained beside. */
export function loadRuleBooks(folder: string): AnalyzerBooks {
  const lexiconBook = loadRulebook(folder, 'lexicon', lexiconSchema);
  const departments = loadRulebook(folder, 'departments', departmentsSchema);
  const builder = createLexiconBuilder(lexiconBook);
  const compile = compileWith(builder);
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
