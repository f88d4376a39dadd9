import { isLeadBodyUnit, keepersOf, unitName, type Units } from './permissions.ts';

/**
 * Who fills the posts of a body that signs for others and is accused itself: of a lead body those who keep the matter, of 新闻办 whoever decides
 * about it. Empty for a body that is not accused, and for one whose posts nobody fills.
 */
function inPlaceOf(unit: string, accused: readonly string[], units: Units): string[] {
  if (!accused.includes(unit)) return [];
  const keepers = [...keepersOf(accused, units).keys()];
  switch (units.get(unit)?.kind) {
    case 'lead_body':
      return keepers;
    case 'press':
      return [...units.values()]
        .filter(isLeadBodyUnit)
        .map(({ id }) => id)
        .filter((id) => !accused.includes(id))
        .concat(keepers);
    default:
      return [];
  }
}

/** What stands beside a step whose post lies with an accused body; null where everybody may sign himself. */
export function standInNote(posts: readonly string[], accused: readonly string[], units: Units): string | null {
  const notes = posts.flatMap((post) => {
    const unit = post.split('@')[1] ?? '';
    const instead = [...new Set(inPlaceOf(unit, accused, units))].map((id) => unitName(units, id));
    return instead.length === 0
      ? []
      : [`${unitName(units, unit)}是被反映单位，应当回避，由${instead.join('或')}值班人员代行`];
  });
  return notes.length === 0 ? null : [...new Set(notes)].join('；');
}
