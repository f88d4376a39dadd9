import { sql, type Transaction } from 'kysely';
import type { Mention } from '../ingest/messages.ts';
import type { SearchText } from './brains/search-tokens.ts';
import type { MentionTables } from './mention-tables.ts';
import type { Analysis } from './messages.ts';

export interface Analyzed {
  mention: Mention;
  analysis: Analysis;
  /** Null when only counts changed: words and analysis stay as they are. */
  search: SearchText | null;
}

/** Writes new and revised analyses; an older revision never replaces a newer one. `now` becomes analyzed_at. */
export async function storeAnalyses<T extends MentionTables>(
  tx: Transaction<T>,
  analyzed: readonly Analyzed[],
  now: Date,
): Promise<void> {
  // The last one of an id wins: a statement may touch a row only once.
  const rows = [...new Map(analyzed.map((one) => [one.mention.id, one])).values()].map((one) => toRow(one, now));
  if (rows.length === 0) return;
  await sql`
    insert into analyzer_mentions (mention_id, revision, title, text, folded, published_at, collected_at, analyzed_at, source, source_type,
      duplicate_of, fingerprint, history, jurisdiction, origin, mention, analysis, topic, sensitivity, places, tokens)
    select mention_id, revision, title, text, folded, published_at, collected_at, analyzed_at, source, source_type,
      duplicate_of, fingerprint, history, jurisdiction, origin, mention, analysis, topic, sensitivity,
      array(select jsonb_array_elements_text(places)), array_to_tsvector(array_remove(string_to_array(words, e'\\n'), ''))
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(mention_id uuid, revision int, title text, text text, folded text,
      published_at timestamptz, collected_at timestamptz, analyzed_at timestamptz, source text, source_type text, duplicate_of uuid,
      fingerprint text, history boolean, jurisdiction text, origin text, mention jsonb, analysis jsonb, topic text, sensitivity smallint,
      places jsonb, words text)
    on conflict (mention_id) do update set revision = excluded.revision, title = excluded.title, text = excluded.text,
      folded = excluded.folded, published_at = excluded.published_at, collected_at = excluded.collected_at,
      analyzed_at = excluded.analyzed_at, duplicate_of = excluded.duplicate_of, fingerprint = excluded.fingerprint,
      history = excluded.history, mention = excluded.mention, analysis = excluded.analysis, topic = excluded.topic,
      sensitivity = excluded.sensitivity, places = excluded.places, tokens = excluded.tokens
    where analyzer_mentions.revision <= excluded.revision`.execute(tx);
}

/** Counts-only path: one small update a mention, nothing is read again. `now` becomes counted_at. */
export async function storeCounts<T extends MentionTables>(
  tx: Transaction<T>,
  mentions: readonly Mention[],
  now: Date,
): Promise<void> {
  const rows = [...new Map(mentions.map((mention) => [mention.id, mention])).values()].map((mention) => ({
    id: mention.id,
    revision: mention.revision,
    mention: bare(mention),
  }));
  if (rows.length === 0) return;
  await sql`
    update analyzer_mentions set mention = r.mention, counted_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, revision int, mention jsonb)
    where mention_id = r.id and analyzer_mentions.revision <= r.revision`.execute(tx);
}

function toRow({ mention, analysis, search }: Analyzed, now: Date): Record<string, unknown> {
  return {
    mention_id: mention.id,
    revision: mention.revision,
    title: clean(mention.title),
    text: clean(mention.text),
    folded: search?.folded === null || search === null ? null : clean(search.folded),
    published_at: mention.publishedAt,
    collected_at: mention.collectedAt,
    analyzed_at: now.toISOString(),
    source: mention.source,
    source_type: mention.sourceType,
    duplicate_of: mention.duplicateOf,
    fingerprint: mention.fingerprint,
    history: mention.history,
    jurisdiction: mention.jurisdiction,
    origin: mention.origin,
    mention: bare(mention),
    analysis,
    topic: analysis.topic.primary,
    sensitivity: analysis.sensitivity.level,
    places: placeCodes(analysis),
    words: clean(search?.words ?? ''),
  };
}

const bare = ({ title: _title, text: _text, ...rest }: Mention): Omit<Mention, 'title' | 'text'> => rest;

/** PostgreSQL text holds no NUL, and JSON no half of a surrogate pair. */
const clean = (text: string): string =>
  (text as string & { toWellFormed(): string }).toWellFormed().replaceAll('\u0000', '');

/** Own code and those above it (990102001 → 990102, 990100, 990000), so that a list by district finds its towns. */
export function placeCodes(analysis: Analysis): string[] {
  const codes = new Set<string>();
  for (const { code, background } of analysis.places) {
    if (background) continue;
    codes.add(code);
    if (code.length > 9) codes.add(code.slice(0, 9));
    if (code.length > 6) codes.add(code.slice(0, 6));
    codes.add(`${code.slice(0, 4)}00`);
    codes.add(`${code.slice(0, 2)}0000`);
  }
  return [...codes];
}
