import type { Analysis, EventSnapshot } from '../messages.ts';
import type { EventBooks } from './books.ts';
import { ClaimBook } from './claim-book.ts';
import { tells } from './detection.ts';
import { voiceOf, type Member } from './member.ts';
import { isMedia } from './member-signs.ts';
import { firstFrom, insertOrdered, placeOf } from './ordered.ts';
import { placePath } from './places.ts';
import { isUpperRequest } from './promotion.ts';
import { Stretch } from './stretch.ts';
import { Suggestions, Tally } from './tally.ts';
import { clearerOccurrence } from './occurrence-told.ts';
import { confirms, isAlarming } from './title.ts';
import { Outbreaks, type Outbreak } from './windows.ts';

/**
 * All that a picture asks of the members, kept while they join, so that painting a big event does not read them all again. It says the same
 * as one made anew from the same members in any order; nothing is ever taken out of it: after a corrected text it is made anew.
 */
export class Summary {
  readonly #books: EventBooks;
  readonly #outbreaks: Outbreaks;
  readonly members: Member[] = [];
  readonly claims = new ClaimBook();
  readonly suggestions = new Suggestions();
  readonly topics = new Tally<string>();
  readonly kinds = new Tally<string>();
  readonly focus = new Tally<string>();
  readonly keywords = new Tally<string>();
  readonly accused = new Tally<Analysis['accused'][number]>();
  readonly places = new Tally<Analysis['places'][number]>();
  readonly intakeKinds = new Tally<EventSnapshot['intakeKinds'][number]>();
  readonly voices = new Set<string>();
  readonly sources = new Set<string>();
  readonly platforms = new Set<string>();
  readonly media = new Set<string>();
  readonly orders: Member[] = [];
  /** Notices from above and registrations. */
  readonly telling: Member[] = [];
  occurrence: Member | null = null;
  gravest = 0;
  school = false;
  history = true;
  upperRequest = false;
  #alarming = false;
  #confirmed = false;
  #spans: { from: number; current: Stretch; live: Stretch } | null = null;

  /** Says nothing before it has a member. */
  constructor(members: Iterable<Member>, books: EventBooks) {
    this.#books = books;
    this.#outbreaks = new Outbreaks(books.grouping.book.window.silenceHours);
    for (const member of members) this.add(member);
  }

  get outbreak(): Outbreak {
    return this.#outbreaks.current();
  }
  /** Grave or of rumour form, and nobody but netizens says so. */
  get unverified(): boolean {
    return this.#alarming && !this.#confirmed;
  }
  /** All members of the outbreak that runs now. */
  get current(): Stretch {
    return this.#spansNow().current;
  }
  /** Those of them warnings look at: history left out. */
  get live(): Stretch {
    return this.#spansNow().live;
  }

  add(member: Member): void {
    const at = insertOrdered(this.members, member);
    const after = this.members[at + 1]?.publishedAt;
    this.#outbreaks.add(member.publishedAt, this.members[at - 1]?.publishedAt, after);
    this.#follow(member, after);
    this.#count(member);
    this.#label(member);
  }

  /** New counters of a member: they only warm the event. */
  recount(member: Member): void {
    this.members[placeOf(this.members, member)] = member;
    if (!this.#spans || member.publishedAt < this.#spans.from) return;
    const { current, live } = this.#spans;
    current.series.recount(member);
    if (isLive(member) && live !== current) live.series.recount(member);
  }

  #spansNow(): { current: Stretch; live: Stretch } {
    if (this.#spans) return this.#spans;
    const { startedAt } = this.outbreak;
    const current = new Stretch(this.#books);
    this.#spans = { from: startedAt, current, live: current };
    for (let at = firstFrom(this.members, startedAt); at < this.members.length; at += 1) this.#join(this.members[at]!);
    return this.#spans;
  }

  /** Where there is no history, both spans are one. */
  #join(member: Member): void {
    const spans = this.#spans!;
    if (!isLive(member) && spans.live === spans.current) {
      spans.live = new Stretch(this.#books);
      for (const known of spans.current.members) spans.live.add(known);
    }
    spans.current.add(member);
    if (isLive(member) && spans.live !== spans.current) spans.live.add(member);
  }

  /** The running outbreak goes on, or began a little earlier; a new one, or two that became one, are gathered when next asked for. */
  #follow(member: Member, after: number | undefined): void {
    if (!this.#spans) return;
    const { startedAt } = this.outbreak;
    const earlier = startedAt === member.publishedAt && after === this.#spans.from;
    if (startedAt !== this.#spans.from && !earlier) this.#spans = null;
    else if (member.publishedAt >= startedAt) {
      this.#spans.from = startedAt;
      this.#join(member);
    }
  }

  #count(member: Member): void {
    this.voices.add(voiceOf(member));
    this.sources.add(member.source);
    this.platforms.add(member.sourceType);
    if (isMedia(member)) this.media.add(member.source);
    if (member.order) insertOrdered(this.orders, member);
    if (tells(member)) insertOrdered(this.telling, member);
    this.gravest = Math.max(this.gravest, member.analysis.sensitivity.level);
    this.school ||= member.signal.objects.some((object) => object.kind === 'school');
    this.history &&= !isLive(member);
    this.upperRequest ||= isUpperRequest(member);
    this.occurrence = clearerOccurrence(this.occurrence, member);
    this.#alarming ||= isAlarming(member);
    this.#confirmed ||= confirms(member);
  }

  #label(member: Member): void {
    const { topic, eventKind, focus, keywords, accused, places } = member.analysis;
    if (topic.primary !== 'none') this.topics.add(topic.primary, topic.primary, member);
    if (eventKind !== null) this.kinds.add(eventKind, eventKind, member);
    for (const key of focus) this.focus.add(key, key, member);
    for (const word of keywords) this.keywords.add(word, word, member);
    for (const unit of accused) this.accused.add(unit.id ?? unit.name, unit, member);
    for (const place of places)
      if (place.background !== true) this.places.add(placePath(place).join('/'), place, member);
    this.intakeKinds.add(member.intakeKind, member.intakeKind, member);
    this.suggestions.add(member);
    this.claims.add(member);
  }
}

const isLive = (member: Member): boolean => !member.history || member.registration !== null;
