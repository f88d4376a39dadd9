import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlacesBook } from '../../config/schema/places.ts';
import { createMatcher, type WordMatcher } from '../text/aho-corasick.ts';
import { foldTerm } from '../text/view.ts';
import { parseDivisions } from './divisions.ts';

export interface Place {
  code: string;
  name: string;
  /** Names from the province (or the customer's root) down to this place. */
  path: string[];
  parent: Place | null;
  /** From the customer's own tree (places.yaml); wins over a place of the same name elsewhere. */
  own: boolean;
  /** Streets and towns, `code name`, only looked at when this district is in the text. */
  towns: readonly string[];
}

/** One spelling of a place. */
export interface PlaceName {
  place: Place;
  /** A short form (云山 for 云山县) that may be a word or a road name: never enough alone below city level. */
  short: boolean;
}

export interface Gazetteer {
  matcher: WordMatcher;
  names: readonly (readonly PlaceName[])[];
  provinceOf(region: string): Place | null;
}

/** The customer's tree and the national divisions (config/divisions/china.txt) in one automaton. */
export function loadGazetteer(folder: string, book: PlacesBook): Gazetteer {
  const national = parseDivisions(readFileSync(join(folder, 'divisions', 'china.txt'), 'utf8'));
  const own = ownPlaces(book);
  const byName = new Map<string, PlaceName[]>();
  const add = (name: string, entry: PlaceName): void => {
    const folded = foldTerm(name);
    if (folded.length < 2) return;
    const entries = byName.get(folded);
    if (!entries) byName.set(folded, [entry]);
    else if (!entries.some((other) => other.place === entry.place)) entries.push(entry);
  };
  for (const { place, aliases } of own) {
    add(place.name, { place, short: false });
    for (const alias of aliases) add(alias, { place, short: alias.length <= 2 });
  }
  for (const { place, short } of national) {
    add(place.name, { place, short: false });
    if (short !== null) add(short, { place, short: true });
  }
  const matcher = createMatcher(byName.keys());
  const names = matcher.words.map((word) => byName.get(word)!);
  const provinces = [...national.map((item) => item.place), ...own.map((item) => item.place)].filter((p) => !p.parent);
  return {
    matcher,
    names,
    provinceOf: (region) =>
      provinces.find((p) => p.name === region || (region.length >= 2 && p.name.startsWith(region))) ?? null,
  };
}

function ownPlaces(book: PlacesBook): { place: Place; aliases: string[] }[] {
  const made = new Map<string, Place>();
  const nodes = new Map(book.places.map((node) => [node.code, node]));
  const make = (code: string): Place | null => {
    const node = nodes.get(code);
    if (!node) return null;
    const before = made.get(code);
    if (before) return before;
    const parent = node.parent === null ? null : make(node.parent);
    const place: Place = {
      code,
      name: node.name,
      path: [...(parent?.path ?? []), node.name],
      parent,
      own: true,
      towns: [],
    };
    made.set(code, place);
    return place;
  };
  return book.places.map((node) => ({ place: make(node.code)!, aliases: node.aliases }));
}
