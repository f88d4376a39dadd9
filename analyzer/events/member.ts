import type { Mention } from '../../ingest/messages.ts';
import type { Analysis, AnalyzedMention } from '../messages.ts';
import type { GroupingRules } from './grouping-rules.ts';
import { occurrenceIn, type Occurrence } from './occurred.ts';
import { extractSignal, type Signal } from './signal.ts';
import { leadSentence } from './lead-sentence.ts';

/** Authority of what a text says about facts: the official number rules, then the unit's, the media's, the netizens'. */
export type Authority = 'official' | 'unit' | 'media' | 'netizen';

/**
 * One post inside a group, reduced to what event pictures and grouping need; stored as JSON with the membership, so a group is rebuilt from
 * its rows alone. Times in ms since the epoch. Never holds a text longer than its title and lead sentence.
 */
export interface Member {
  id: string;
  revision: number;
  source: string;
  sourceType: Mention['sourceType'];
  externalId: string;
  parentId: string | null;
  duplicateOf: string | null;
  fingerprint: string;
  voice: string | null;
  publishedAt: number;
  precision: Mention['publishedPrecision'];
  collectedAt: number;
  /** Effective instant of the last work on it: system time, or the story's own for demo and drill. */
  seenAt: number;
  history: boolean;
  rank: number | null;
  intakeKind: Mention['intakeKind'];
  order: Mention['order'];
  registration: Mention['registration'];
  interactions: number;
  title: string;
  lead: string;
  authority: Authority;
  analysis: Omit<Analysis, 'evidence'>;
  occurred: Occurrence | null;
  signal: Signal;
}

export function memberOf({ mention, analysis }: AnalyzedMention, now: Date, rules: GroupingRules): Member {
  const { evidence: _evidence, ...kept } = analysis;
  const { id, revision, source, sourceType, externalId, parentId, duplicateOf, fingerprint, voice } = mention;
  const { history, rank, intakeKind, order, registration } = mention;
  return {
    ...{ id, revision, source, sourceType, externalId, parentId, duplicateOf, fingerprint, voice },
    ...{ history, rank, intakeKind, order, registration },
    // A source clock ahead of ours must not hold an event open: nothing was published after we saw it.
    publishedAt: Math.min(Date.parse(mention.publishedAt), now.getTime()),
    precision: mention.publishedPrecision,
    collectedAt: Date.parse(mention.collectedAt),
    seenAt: now.getTime(),
    interactions: interactionsOf(mention),
    title: mention.title,
    lead: leadSentence(mention.text, analysis.evidence),
    authority: authorityOf(mention),
    analysis: kept,
    occurred: occurrenceIn(`${mention.title}\n${mention.text}`, new Date(mention.publishedAt)),
    signal: extractSignal(mention, analysis, rules),
  };
}

/** New counters: heat changes, what was read from the text stays. Counters never fall: an old message that comes again must not cool an event. */
export function withCounts(member: Member, mention: Mention, now: Date): Member {
  const interactions = Math.max(member.interactions, interactionsOf(mention));
  return { ...member, interactions, rank: mention.rank, seenAt: now.getTime() };
}

/** Canonical order of a group: nothing depends on the order of arrival. */
export const byPublication = (a: Member, b: Member): number =>
  a.publishedAt - b.publishedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * Distinct voices. A source that names no author counts as one voice, but each order of a hotline is one person's matter: an office that
 * strips its sheet of the callers before handing it over loses none of them.
 */
export const voiceOf = ({ voice, order, source }: Pick<Member, 'voice' | 'order' | 'source'>): string =>
  voice ?? (order === null ? `source:${source}` : `order:${source} ${order.number}`);

/** Highest sensitivity of any. A loop: a hundred thousand members are too many arguments for one call. */
export const gravest = (members: readonly Member[]): number =>
  members.reduce((highest, { analysis }) => Math.max(highest, analysis.sensitivity.level), 0);

export const externalKey = (source: string, externalId: string): string => `${source}\u0000${externalId}`;

function interactionsOf(mention: Mention): number {
  const { like = 0, comment = 0, share = 0, repeat = 0 } = mention.counts;
  return like + comment + share + repeat;
}

function authorityOf(mention: Mention): Authority {
  const told = mention.registration?.toldVia;
  if (mention.sourceType === 'gov' || mention.sourceType === 'superior' || told === 'superior') return 'official';
  if (told === 'unit') return 'unit';
  return mention.sourceType === 'news' || mention.sourceType === 'client' || told === 'media' ? 'media' : 'netizen';
}
