import { suggestLevel } from '../../config/levels/suggest.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { EventSnapshot } from '../messages.ts';
import type { EventBooks } from './books.ts';
import { distinctTexts } from './group.ts';
import { byPublication, type Member } from './member.ts';
import { occurrenceIn } from './occurrence-told.ts';
import { opinionOf } from './opinion.ts';
import { stageOf } from './stage.ts';
import type { Stretch } from './stretch.ts';
import { Summary } from './summary.ts';
import { attachedOrders, eventPlaces } from './tally.ts';
import { eventTitle } from './title.ts';
import type { Outbreak } from './windows.ts';

/** All of a snapshot that follows from the members and the instant; identity, revision and detection are added by the caller. */
export type Picture = Omit<
  EventSnapshot,
  'id' | 'revision' | 'detected' | 'mergedInto' | 'added' | 'jurisdiction' | 'origin'
>;

export interface Painted {
  picture: Picture;
  outbreak: Outbreak;
  /** Members warnings look at: of the current outbreak, history left out. */
  live: Stretch;
}

/** Pure: the same members at the same instant give the same picture, whatever order they came in. */
export function paint(given: Iterable<Member>, now: number, books: EventBooks): Painted {
  const members = [...given].sort(byPublication);
  const texts = [...distinctTexts(members).values()];
  return paintSummary(new Summary(members, books), texts, now, books);
}

/** @param texts the distinct texts of the summary's members, in order of publication. */
export function paintSummary(summary: Summary, texts: readonly Member[], now: number, books: EventBooks): Painted {
  const { outbreak, live, members, unverified } = summary;
  const { facts, claims, disputed } = summary.claims.read();
  const kind = summary.kinds.top();
  const level = levelOf(kind, facts, summary, books);
  const places = eventPlaces(summary.places.ranked());
  const picture: Picture = {
    ...labels(summary),
    ...{ title: eventTitle({ texts, places, unverified }, books.grouping), kind, level, facts, places },
    ...(claims.length > 0 ? { claims } : {}),
    ...(disputed.length > 0 ? { disputed } : {}),
    ...tempoOf(summary, { facts, level }, now, books),
    counts: countsOf(summary),
    firstPublishedAt: iso(members[0]!.publishedAt),
    outbreakPublishedAt: iso(outbreak.startedAt),
    lastPublishedAt: iso(members.at(-1)!.publishedAt),
    occurredAt: occurrenceIn(summary.occurrence),
    upperRequest: summary.upperRequest,
    registration: summary.telling.find((member) => member.registration)?.registration ?? null,
    ...registrationsOf(summary),
    orders: attachedOrders(summary.orders),
    intakeKinds: summary.intakeKinds.ranked().map(({ value }) => value),
    history: summary.history,
  };
  return { picture, outbreak, live };
}

/** Each person who registered it: the ticket tells of every one, whatever it adds to the picture. The clocks count from the earliest: it is never cut off. */
function registrationsOf({ telling, outbreak, members }: Summary): Pick<Picture, 'registrations'> {
  const found = telling.flatMap(({ id, collectedAt, registration }) =>
    registration === null ? [] : [{ collectedAt, mentionId: id, ...pick(registration) }],
  );
  if (found.length === 0) return {};
  const inOrder = found.sort((a, b) => a.collectedAt - b.collectedAt || (a.mentionId < b.mentionId ? -1 : 1));
  const isFirstOutbreak = outbreak.startedAt === members[0]!.publishedAt;
  const earliest = inOrder
    .filter(({ toldAt }) => isFirstOutbreak || Date.parse(toldAt) >= outbreak.startedAt)
    .reduce<string | null>(
      (least, { toldAt }) => (least === null || Date.parse(toldAt) < Date.parse(least) ? toldAt : least),
      null,
    );
  const first = inOrder.find(({ toldAt }) => toldAt === earliest);
  const cut = inOrder.length - MOST_REGISTRATIONS;
  const kept = inOrder.filter((told, place) => place >= cut || told === first);
  return { registrations: kept.map(({ collectedAt: _, ...told }) => told) };
}
const MOST_REGISTRATIONS = 20;
const pick = ({ toldVia, toldBy, toldAt }: NonNullable<Member['registration']>) => ({ toldVia, toldBy, toldAt });

/** What changes by time alone. */
export function tempoOf(
  { current, live }: Summary,
  { facts, level }: Pick<Picture, 'facts' | 'level'>,
  now: number,
  books: EventBooks,
): Pick<Picture, 'opinion' | 'stage' | 'heat'> {
  const scored = live.members.length > 0 ? live : current;
  return {
    opinion: opinionOf({ scored, facts, level, now }, books.opinion),
    stage: stageOf(current, now, books.grouping.book),
    heat: current.series.heat(now),
  };
}

const iso = (at: number): string => toLocalIso(new Date(at));

function labels(
  summary: Summary,
): Pick<Picture, 'topic' | 'sensitivity' | 'focus' | 'departments' | 'accused' | 'keywords'> {
  const accused = summary.accused
    .ranked()
    .slice(0, 5)
    .map(({ value }) => value);
  const members = summary.members.length;
  return {
    topic: summary.topics.top() ?? 'none',
    sensitivity: summary.gravest,
    focus: summary.focus.common(members, 4),
    departments: summary.suggestions.departments(accused),
    accused,
    keywords: summary.keywords.common(members, 10),
  };
}

function levelOf(
  kind: string | null,
  facts: Picture['facts'],
  { school }: Summary,
  books: EventBooks,
): EventSnapshot['level'] {
  const { low, high, rule, status } = suggestLevel(books.levels, kind, { ...facts, school });
  return { low, high, rule, status };
}

const countsOf = ({ members, voices, sources, platforms, media }: Summary): EventSnapshot['counts'] => ({
  ...{ mentions: members.length, voices: voices.size, sources: sources.size },
  ...{ platforms: platforms.size, media: media.size },
});
