/** A place of the administrative tree, reduced to what grouping compares: names from the province down to itself. */
export type PlacePath = string[];

/** Depth in the tree: 1 province, 2 city, 3 district, 4 town, 5 community. */
export const DISTRICT = 3;
export const TOWN = 4;
export const COMMUNITY = 5;

/** `path` of an analysis may or may not end with the place itself. */
export function placePath(place: { name: string; path: string[] }): PlacePath {
  return place.path.at(-1) === place.name ? place.path : [...place.path, place.name];
}

/** Length of the common path when one lies inside the other, else 0. */
export function sharedDepth(a: PlacePath, b: PlacePath): number {
  const depth = Math.min(a.length, b.length);
  for (let at = 0; at < depth; at += 1) if (a[at] !== b[at]) return 0;
  return depth;
}

/** Depth of the finest place two sides share, 0 when they name none in common. */
export function commonDepth(a: PlacePath[], b: PlacePath[]): number {
  let best = 0;
  for (const left of a) for (const right of b) best = Math.max(best, sharedDepth(left, right));
  return best;
}

/** Both name places and no two of them lie inside one another: two districts, two estates. */
export const placesConflict = (a: PlacePath[], b: PlacePath[]): boolean =>
  a.length > 0 && b.length > 0 && commonDepth(a, b) === 0;
