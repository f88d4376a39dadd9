import type { DepartmentsBook } from '../../config/schema/departments.ts';
import type { RoutingDutiesBook } from '../../config/schema/routing-duties.ts';
import { foldTerm } from '../text/view.ts';
import type { LexiconBuilder, Slot } from './lexicon.ts';

type BesideWords =
  | 'staff'
  | 'asked'
  | 'addressed'
  | 'acts'
  | 'whereabouts'
  | 'hearsay'
  | 'halls'
  | 'received'
  | 'ownPeople'
  | 'between'
  | 'matters'
  | 'sections';

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
  awaited: Slot;
  standIns: readonly { slot: Slot; unit: string }[];
  collusion: Slot;
  reported: Slot;
  words: Record<BesideWords, readonly string[]>;
}

export function compileBlame(
  { blame }: RoutingDutiesBook,
  departments: DepartmentsBook,
  builder: LexiconBuilder,
): BlameWords {
  return {
    within: blame.within,
    handling: builder.slot(blame.handling),
    misdeed: builder.slot(blame.misdeed),
    corruption: builder.slot(blame.corruption),
    charges: builder.slot(blame.charges),
    bodies: builder.slot(blame.bodies),
    anyBody: builder.slot([
      ...departments.units.flatMap((unit) => [unit.name, ...unit.aliases]),
      ...blame.bodies,
      ...blame.standIns.flatMap(({ words }) => words),
    ]),
    others: builder.slot(blame.others),
    meant: builder.slot(blame.meant),
    refuted: builder.slot(blame.refuted),
    phrases: blame.phrases.map(({ words, then, ...rest }) => ({
      first: builder.slot(words),
      then: builder.slot(then),
      ...rest,
    })),
    awaited: builder.slot(blame.awaited),
    standIns: blame.standIns.map(({ words, unit }) => ({ slot: builder.slot(words), unit })),
    collusion: builder.slot(blame.collusion),
    reported: builder.slot(blame.reported),
    words: besideWords(blame),
  };
}

/** The longest first, so that 的工作人员 goes before 的. */
const folded = (words: readonly string[]): string[] => words.map(foldTerm).sort((a, b) => b.length - a.length);

const besideWords = (blame: RoutingDutiesBook['blame']): BlameWords['words'] => ({
  staff: folded(blame.staff),
  asked: folded(blame.asked),
  addressed: folded(blame.addressed),
  acts: folded(blame.acts),
  whereabouts: folded(blame.whereabouts),
  hearsay: folded(blame.hearsay),
  halls: folded(blame.halls),
  received: folded(blame.received),
  ownPeople: folded(blame.ownPeople),
  between: folded([...blame.between, ...blame.staff]),
  matters: folded(blame.matters),
  sections: folded(blame.sections),
});
