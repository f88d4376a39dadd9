import { suggestLevel } from '../../config/levels/suggest.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { EventSnapshot } from '../messages.ts';
import type { EventBooks } from './books.ts';
import { mergeFacts } from './facts.ts';
import { byPublication, gravest, voiceOf, type Authority, type Member } from './member.ts';
import { opinionOf } from './opinion.ts';
import { isCredibleDeathOrCollapse, isUpperRequest } from './promotion.ts';
import { heatOf, stageOf } from './stage.ts';
import {
  attachedOrders,
  commonOnes,
  eventAccused,
  eventDepartments,
  eventPlaces,
  intakeKinds,
  majority,
} from './tally.ts';
import { eventTitle } from './title.ts';
import { currentOutbreak, sinceOutbreak, type Outbreak } from './windows.ts';

/** All of a snapshot that follows from the members and the instant; identity, revision and detection are added by the caller. */
export type Picture = Omit<
  EventSnapshot,
  'id' | 'revision' | 'detected' | 'mergedInto' | 'added' | 'jurisdiction' | 'origin'
>;

export interface Painted {
  picture: Picture;
  outbreak: Outbreak;
  /** Members warnings look at: of the current outbreak, history left out. */
  live: Member[];
}

const AUTHORITY_NAMES: Record<Authority, string> = {
  official: '官方信息',
  unit: '单位报告',
  media: '媒体报道',
  netizen: '网民反映',
};

/** Pure: the same members at the same instant give the same picture, whatever order they came in. */
export function paint(given: Iterable<Member>, now: number, books: EventBooks): Painted {
  const members = [...given].sort(byPublication);
  const outbreak = currentOutbreak(members, books.grouping.book.window.silenceHours);
  const current = sinceOutbreak(members, outbreak);
  const live = current.filter((member) => !member.history || member.registration);
  const scored = live.length > 0 ? live : current;
  const { facts } = mergeFacts(members);
  const kind = majority(members.flatMap((member) => member.analysis.eventKind ?? []));
  const level = levelOf(kind, facts, members, books);
  const crediblyGrave = scored.some((member) => isCredibleDeathOrCollapse(member, books.grouping.book));
  const places = eventPlaces(members);
  const picture: Picture = {
    ...labels(members),
    ...{ title: eventTitle(members, places, books.grouping), kind, level, facts, places },
    opinion: opinionOf({ members: scored, facts, level, crediblyGrave, now }, books.opinion),
    stage: stageOf(current, now, books.grouping.book),
    heat: heatOf(current, now, books.grouping.book),
    counts: countsOf(members),
    firstPublishedAt: iso(members[0]!.publishedAt),
    outbreakPublishedAt: iso(outbreak.startedAt),
    lastPublishedAt: iso(members.at(-1)!.publishedAt),
    occurredAt: occurrenceOf(members),
    upperRequest: members.some(isUpperRequest),
    registration: members.find((member) => member.registration)?.registration ?? null,
    ...{ orders: attachedOrders(members), intakeKinds: intakeKinds(members) },
    history: members.every((member) => member.history && !member.registration),
  };
  return { picture, outbreak, live };
}

const iso = (at: number): string => toLocalIso(new Date(at));

function labels(
  members: Member[],
): Pick<Picture, 'topic' | 'sensitivity' | 'focus' | 'departments' | 'accused' | 'keywords'> {
  const topics = members.map((member) => member.analysis.topic.primary);
  const accused = eventAccused(members);
  return {
    topic: majority(topics.filter((topic) => topic !== 'none')) ?? 'none',
    sensitivity: gravest(members),
    focus: commonOnes(
      members.map((member) => member.analysis.focus),
      4,
    ),
    departments: eventDepartments(members, accused),
    accused,
    keywords: commonOnes(
      members.map((member) => member.analysis.keywords),
      10,
    ),
  };
}

function levelOf(
  kind: string | null,
  facts: Picture['facts'],
  members: Member[],
  books: EventBooks,
): EventSnapshot['level'] {
  const school = members.some((member) => member.signal.objects.some((object) => object.kind === 'school'));
  const { low, high, rule, status } = suggestLevel(books.levels, kind, { ...facts, school });
  return { low, high, rule, status };
}

function countsOf(members: Member[]): EventSnapshot['counts'] {
  const distinct = (values: string[]) => new Set(values).size;
  const media = members.filter((member) => member.sourceType === 'news' || member.sourceType === 'client');
  return {
    mentions: members.length,
    voices: distinct(members.map(voiceOf)),
    sources: distinct(members.map((member) => member.source)),
    platforms: distinct(members.map((member) => member.sourceType)),
    media: distinct(media.map((member) => member.source)),
  };
}

/** The occurrence time of the highest authority, an hour before a part of day, the newest report. */
function occurrenceOf(members: Member[]): Picture['occurredAt'] {
  const order: Authority[] = ['official', 'unit', 'media', 'netizen'];
  const told = members
    .filter((member) => member.occurred && member.analysis.sensitivity.level >= 2)
    .sort(
      (a, b) =>
        order.indexOf(a.authority) - order.indexOf(b.authority) ||
        Number(b.occurred!.exact) - Number(a.occurred!.exact) ||
        byPublication(b, a),
    );
  const best = told[0];
  if (!best?.occurred) return null;
  return { at: iso(best.occurred.at), source: `${AUTHORITY_NAMES[best.authority]}“${best.occurred.words}”` };
}
