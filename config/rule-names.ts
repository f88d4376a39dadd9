/** What a rule is called and the paper it rests on, for screens: a code alone tells an official nothing. */
export interface RuleName {
  id: string;
  name: string;
  /** Null = the row states none of its own. */
  doc: string | null;
}

type Row = Record<string, unknown>;
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Every row of the books that has an id and a Chinese name (or title), however deep it stands; the first of an id counts. */
export function ruleNames(books: unknown): RuleName[] {
  const found = new Map<string, RuleName>();
  visit(books, found);
  return [...found.values()].sort((a, b) => a.id.localeCompare(b.id));
}

function visit(value: unknown, found: Map<string, RuleName>): void {
  if (Array.isArray(value)) for (const one of value) visit(one, found);
  else if (typeof value === 'object' && value !== null) {
    keep(value as Row, found);
    for (const one of Object.values(value)) visit(one, found);
  }
}

/** Codes of rules are Latin with a number or a hyphen (N-04, W-MEDIA); ids of units and channels are none. */
const CODE = /^[A-Z]+-/;
function keep(row: Row, found: Map<string, RuleName>): void {
  const [id, name] = [textOf(row['id']), textOf(row['name']) ?? textOf(row['title'])];
  if (id === null || name === null || !CODE.test(id) || found.has(id)) return;
  const source = row['source'] as { doc?: unknown; article?: unknown } | undefined;
  const [doc, article] = [textOf(source?.doc), textOf(source?.article)];
  found.set(id, { id, name, doc: doc === null ? null : [doc, article].filter((part) => part !== null).join(' ') });
}
