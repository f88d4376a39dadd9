import type { Analysis } from '../messages.ts';
import { besideWords } from './beside.ts';
import type { GroupingRules } from './grouping-rules.ts';
import { cleanHeadline, fitHeadline, MAX_TITLE } from './headline.ts';
import type { Member } from './member.ts';
import { findObjects, sameObject, type NamedObject } from './objects.ts';
import { COMMUNITY, DISTRICT, placePath, sharedDepth, type PlacePath } from './places.ts';
import { tally } from './tally.ts';
import { blamingClause, mayJoin } from './title-joined.ts';

/** What the event is about, as most of its texts tell it. */
interface Core {
  /** 云山县沙河镇, from the district down to the town; empty when nobody names a place. */
  place: string;
  /** Names of its parts, and short names of the district. */
  placeNames: string[];
  object: NamedObject | null;
  /** The object as people write it: 和平里小区. */
  objectName: string;
  harm: string | null;
  subject: string | null;
}

/** A label fewer texts than this share carry does not name the event. */
const SHARE = 1 / 3;

/** What a title asks of all members; see `isAlarming` and `confirms`. */
export interface TitleSource {
  /** Distinct texts in order of publication: copies are one voice for a title. */
  texts: readonly Member[];
  places: Analysis['places'];
  unverified: boolean;
}

/**
 * Title of an event: place, object, what happened. The newest official headline that says so, else
 * what an officer wrote when registering it, else the newest of the media, else one put
 * together from what most texts tell, else the words of the first text. A function of the members that one more post seldom changes.
 * An alarming claim nobody but netizens tells is 网传, one only told to an officer 据反映: neither true nor false yet.
 */
export function eventTitle({ texts: all, places, unverified }: TitleSource, rules: GroupingRules): string {
  const texts = endsOf(all);
  const core = coreOf(texts, places, rules);
  const told = toldHeadline(texts, core, rules);
  if (told !== null) return told;
  const words = composed(texts, core, rules) ?? toldBlame(texts, unverified) ?? firstWords(texts, core);
  if (words === '') return '（无标题信息）';
  return fitHeadline(unverified ? `${texts.every(isRegistered) ? '据反映' : '网传'}${words}` : words);
}

/** What was only told to an officer by telephone or paper is on no net. */
const isRegistered = ({ registration }: Member): boolean => registration !== null;

/** Of a long story its beginning and its end speak, so that a title costs the same at any size. */
const endsOf = (all: readonly Member[]): readonly Member[] =>
  all.length <= 2 * HALF ? all : [...all.slice(0, HALF), ...all.slice(all.length - HALF)];
const HALF = 150;

/** Grave or of rumour form: unverified while nobody but netizens says so. */
export const isAlarming = ({ analysis, signal }: Member): boolean =>
  analysis.focus.includes('false_info') ||
  (analysis.sensitivity.level === 3 && (analysis.eventKind !== null || (signal.subjects ?? []).length > 0));

/** Somebody other than a netizen says so; a denial confirms nothing. */
export const confirms = ({ authority, title, lead }: Member): boolean =>
  authority !== 'netizen' && !DENIAL.test(title + lead);
const DENIAL = /不实|不属实|谣言|辟谣|未发生|未接到|没有发生|未发现|正常|合格|符合/u;

function coreOf(texts: readonly Member[], places: Analysis['places'], rules: GroupingRules): Core {
  const path = toldPlace(texts, places[0] ? placePath(places[0]) : []);
  const community = path.length >= COMMUNITY ? path.at(-1)!.replace(/(?:社区|小区)$/u, '') : null;
  const below = path.slice(DISTRICT - 1, community === null ? COMMUNITY - 1 : DISTRICT);
  const object = community === null ? mainObject(texts, rules) : { kind: 'estate', name: community };
  return {
    place: below.length > 0 ? below.join('') : (path.at(-1) ?? ''),
    placeNames: below.flatMap((name) => [name, name.replace(/[区县市]$/u, '')]),
    object,
    objectName: object === null ? '' : asWritten(object, texts),
    harm: mostTold(texts, (member) => member.signal.harms.filter((harm) => rules.harmFamily.has(harm))),
    subject: mostTold(texts, (member) => member.signal.subjects ?? []),
  };
}

/** As fine as at least half of the texts that name a place go: one street inside the district is not yet where it happened. */
function toldPlace(texts: readonly Member[], finest: PlacePath): PlacePath {
  const placed = texts.filter(({ signal }) => signal.places.length > 0);
  for (let depth = finest.length; depth > DISTRICT; depth -= 1) {
    const prefix = finest.slice(0, depth);
    const count = placed.filter(({ signal }) =>
      signal.places.some((path) => sharedDepth(path, prefix) === depth),
    ).length;
    if (count * 2 >= placed.length) return prefix;
  }
  return finest.slice(0, DISTRICT);
}

/** Who took the injured in is not what the event is about; a road only when nothing else is named. */
function mainObject(texts: readonly Member[], rules: GroupingRules): NamedObject | null {
  const named = (kinds: (kind: string) => boolean) =>
    mostTold(texts, ({ signal }) =>
      signal.objects.filter(({ kind }) => kinds(kind)).map(({ kind, name }) => `${kind}:${name}`),
    );
  const told =
    named((kind) => rules.separatingKinds.has(kind) && !['hospital', 'canteen'].includes(kind)) ??
    named((kind) => kind === 'hospital') ??
    named((kind) => kind === 'road');
  if (told === null) return null;
  const [kind = '', name = ''] = told.split(':');
  return { kind, name };
}

function mostTold(texts: readonly Member[], labels: (member: Member) => string[]): string | null {
  const first = tally(texts.flatMap(labels), (label) => label)[0];
  return first && first.count >= texts.length * SHARE ? first.value : null;
}

function asWritten({ kind, name }: NamedObject, texts: readonly Member[]): string {
  const full = `${name}小区`;
  return kind === 'estate' && texts.some(({ title, lead }) => title.includes(full) || lead.includes(full))
    ? full
    : name;
}

/** Whose headline goes before whose. What an officer wrote over a matter when registering it needs no proof that it names the matter. */
const TELLERS: readonly { is: (member: Member) => boolean; trusted?: boolean }[] = [
  { is: ({ authority, registration }) => authority === 'official' && registration === null },
  { is: ({ registration }) => registration !== null, trusted: true },
  { is: ({ authority }) => authority === 'media' },
];

/** The newest headline of an office, else of who registered the matter, else of the media, that names the object and the trouble. */
function toldHeadline(texts: readonly Member[], core: Core, rules: GroupingRules): string | null {
  for (const { is, trusted = false } of TELLERS) {
    const newest = texts.filter((member) => is(member) && member.title !== '').reverse();
    for (const { title } of newest) {
      const words = cleanHeadline(title);
      if (words.length < 6 || !(trusted || speaksOf(words, core, rules))) continue;
      return fitHeadline(withPlace(words, core));
    }
  }
  return null;
}

function speaksOf(words: string, { object, harm, subject }: Core, rules: GroupingRules): boolean {
  if (object !== null && !findObjects(words, rules).some((other) => sameObject(object, other))) {
    if (object.kind !== 'estate' || !words.includes(object.name)) return false;
  }
  const family = harm === null ? null : rules.harmFamily.get(harm);
  const harms = [...words.matchAll(rules.harmWord)].map(([word]) => rules.harmOfWord.get(word));
  const subjects = [...words.matchAll(rules.subjectWord)].map(([word]) => rules.subjectOfWord.get(word));
  if (family !== null && harms.some((other) => other !== undefined && rules.harmFamily.get(other) === family))
    return true;
  return subject === null ? harm === null : subjects.includes(subject);
}

function withPlace(words: string, { place, placeNames }: Core): string {
  const known = placeNames.some((name) => name.length >= 2 && words.includes(name));
  return known || place.length + words.length > MAX_TITLE ? words : place + words;
}

/** 云山县沙河镇 + 恒通化工厂 + 爆炸; null when the texts do not agree on what happened or where. */
function composed(texts: readonly Member[], core: Core, rules: GroupingRules): string | null {
  const { place, placeNames, object, objectName, harm, subject } = core;
  if (harm === null || (object === null && place === '')) return null;
  if (!mayJoin(texts, core, rules)) return null;
  const what = harmWords(texts, harm, rules);
  const ofSubject = rules.book.harms.some((one) => one.key === harm && one.ofSubject);
  const thing = subject === null || !ofSubject ? '' : (subjectWord(texts, subject, rules) ?? '');
  const about = thing !== '' && !what.includes(thing) && rules.harmOfWord.get(thing) === undefined ? thing : '';
  const placed = placeNames.some((name) => name.length >= 2 && objectName.startsWith(name));
  const beside = besideWords(texts, objectName);
  return `${placed ? '' : place}${objectName}${beside}${beside === '' ? about : ''}${what}`;
}

/** A blame is one person's word until it is looked into: 反映某局…. */
function toldBlame(texts: readonly Member[], unverified: boolean): string | null {
  const words = blamingClause(texts, MAX_TITLE - BLAME.length);
  return words === null || unverified ? words : `${BLAME}${words}`;
}
const BLAME = '反映';

/** The word of the harm most texts use, of those fit for a headline. */
function harmWords(texts: readonly Member[], key: string, rules: GroupingRules): string {
  const harm = rules.book.harms.find((one) => one.key === key)!;
  const fit = harm.headline ?? [];
  const used = fit.filter((word) => harm.words.includes(word)).map((word) => ({ word, count: saying(texts, word) }));
  const most = used.sort((a, b) => b.count - a.count)[0];
  return most && most.count > 0 ? most.word : (fit[0] ?? harm.name);
}

function subjectWord(texts: readonly Member[], key: string, rules: GroupingRules): string | null {
  const subject = rules.book.subjects.find((one) => one.key === key)!;
  return subject.headline ? (subject.words.find((word) => saying(texts, word) > 0) ?? null) : null;
}

const saying = (texts: readonly Member[], word: string): number =>
  texts.filter(({ title, lead }) => title.includes(word) || lead.includes(word)).length;

/** The first headline, else the first words, that say anything. */
function firstWords(texts: readonly Member[], core: Core): string {
  let best = '';
  for (const words of cleaned(texts)) {
    if (words.length >= 4) return withPlace(fitHeadline(words), core);
    best ||= words;
  }
  return best === '' ? '' : withPlace(fitHeadline(best), core);
}

function* cleaned(texts: readonly Member[]): Generator<string> {
  for (const { title } of texts) yield cleanHeadline(title);
  for (const { lead } of texts) yield cleanHeadline(lead);
}
