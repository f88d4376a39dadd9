import { isPointer } from '../../ingest/messages.ts';
import type { Analysis } from '../messages.ts';
import type { GroupingRules } from './grouping-rules.ts';
import { findObjects, type NamedObject } from './objects.ts';
import { COMMUNITY, placePath, type PlacePath } from './places.ts';
import { simhash } from './simhash.ts';

/** What grouping compares of one text. Plain JSON: stored with the membership, so that the index is rebuilt without the text. */
export interface Signal {
  /**
   * Topic words: pairs of characters of title and lead, latin words, and the analysis' keywords; sorted, no repeats.
   * One string joined by '|' (see splitTerms): a hundred thousand open groups are held in memory.
   */
  terms: string;
  /** Null for texts too short for it. */
  simhash: string | null;
  objects: NamedObject[];
  harms: string[];
  /** What an alarm would be about, see `subjects` of grouping.yaml; absent in memberships stored before it was read. */
  subjects?: string[];
  places: PlacePath[];
  topic: string;
  /** A sudden or grave matter: kind of event known, or sensitivity 3. */
  sudden: boolean;
  /** Letters of the normalised text: shorter ones are no evidence of a copy. */
  chars: number;
}

/** Only the lead speaks for a long article: what follows is background. */
const LEAD = 200;
const MAX_TERMS = 96;

export function extractSignal(text: { title: string; text: string }, analysis: Analysis, rules: GroupingRules): Signal {
  const pointer = isPointer(text.text);
  const lead = `${text.title}\n${pointer ? '' : text.text.slice(0, LEAD)}`;
  const letters = text.text.replace(/[^\p{L}\p{N}]/gu, '');
  const keywords = pointer && text.title === '' ? [] : analysis.keywords;
  const places = analysis.places.filter((place) => place.background !== true).map(placePath);
  return {
    terms: termsOf(lead, keywords, rules),
    simhash: letters.length >= rules.book.nearCopy.minChars ? simhash(letters) : null,
    objects: withEstates(findObjects(lead, rules), places),
    harms: withGathering(harmsOf(lead, rules), analysis),
    subjects: subjectsOf(lead, rules),
    places,
    topic: analysis.topic.primary,
    sudden: analysis.eventKind !== null || analysis.sensitivity.level === 3,
    // The same page or picture told twice is one matter, however short the words that point to it.
    chars: pointer ? Math.max(letters.length, rules.book.sameTextMinChars) : letters.length,
  };
}

/** A gathering the analysis found (guide §3, 3d) without a word of grouping.yaml: 工人明早要去县政府门口. */
const withGathering = (harms: string[], { evidence }: Analysis): string[] =>
  harms.includes(GATHERING) || !evidence.some((said) => said.for === 'sensitivity:3d')
    ? harms
    : [...harms, GATHERING].sort();
const GATHERING = 'crowd';

export function harmsOf(text: string, rules: GroupingRules): string[] {
  const found = new Set<string>();
  for (const [word] of text.matchAll(rules.harmWord))
    if (!rules.idioms.has(word)) found.add(rules.harmOfWord.get(word)!);
  return [...found].sort();
}

function subjectsOf(text: string, rules: GroupingRules): string[] {
  const found = new Set<string>();
  for (const [word] of text.matchAll(rules.subjectWord)) found.add(rules.subjectOfWord.get(word)!);
  return [...found].sort();
}

export const splitTerms = (signal: Signal): string[] => (signal.terms === '' ? [] : signal.terms.split('|'));

function termsOf(text: string, keywords: string[], rules: GroupingRules): string {
  const terms = new Set(keywords.slice(0, 12).filter((word) => !word.includes('|')));
  for (const run of text.matchAll(/[\u4e00-\u9fff]+|[A-Za-z]{3,}/g)) {
    const word = run[0];
    if (word.charCodeAt(0) < 0x4e00) terms.add(word.toLowerCase());
    else
      for (let at = 0; at + 2 <= word.length && terms.size < MAX_TERMS; at += 1)
        if (!rules.stop.has(word[at]!) && !rules.stop.has(word[at + 1]!)) terms.add(word.slice(at, at + 2));
  }
  return [...terms].sort().join('|');
}

/** A community of the tree is an object too: 东湖花园社区 and the estate 东湖花园 are one thing to a caller. */
function withEstates(objects: NamedObject[], places: PlacePath[]): NamedObject[] {
  const estates = places
    .filter((path) => path.length >= COMMUNITY)
    .map((path) => ({ kind: 'estate', name: path.at(-1)!.replace(/(社区|小区)$/, '') }))
    .filter(({ name }) => name.length >= 2);
  const others = objects.filter(
    (object) => !estates.some(({ kind, name }) => kind === object.kind && name.endsWith(object.name)),
  );
  return [...others, ...estates];
}
