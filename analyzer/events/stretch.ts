import type { EventBooks } from './books.ts';
import type { Member } from './member.ts';
import {
  concernsMinors,
  harmsMinors,
  isCrowd,
  isMedia,
  isNationalList,
  mediaTier,
  type MediaTier,
} from './member-signs.ts';
import { insertOrdered } from './ordered.ts';
import { isCredibleDeathOrCollapse } from './promotion.ts';
import { VoiceSeries } from './voice-series.ts';

const TIERS = ['central', 'provincial', 'local', 'self'] as const;
const COMPLAINT_SOURCES = new Set<Member['sourceType']>(['hotline', 'petition', 'board', 'phone']);

/** What opinion, stage, heat and warnings ask of a run of posts. Grows post by post; it says the same whatever order they came in. */
export class Stretch {
  readonly #books: EventBooks;
  readonly series: VoiceSeries;
  /** All of these in order of publication. */
  readonly members: Member[] = [];
  readonly grave: Member[] = [];
  readonly reports: Member[] = [];
  readonly complaints: Member[] = [];
  readonly crowd: Member[] = [];
  readonly registered: Member[] = [];
  readonly hearsay: Member[] = [];
  readonly sources = new Set<string>();
  readonly platforms = new Set<string>();
  readonly focus = new Set<string>();
  /** By kind and name of the source: a name is looked for in the lists once. */
  readonly #tiers = new Map<string, MediaTier>();
  tier: MediaTier = 'self';
  gravest = 0;
  minors = false;
  minorsHarmed = false;
  media = false;
  nationalList = false;
  crediblyGrave = false;

  constructor(books: EventBooks) {
    this.#books = books;
    this.series = new VoiceSeries(books.grouping.book);
  }

  add(member: Member): void {
    const { grouping, opinion } = this.#books;
    this.series.add(member, insertOrdered(this.members, member));
    this.#lists(member);
    this.sources.add(member.source);
    this.platforms.add(member.sourceType);
    for (const key of member.analysis.focus) this.focus.add(key);
    const tier = this.#tierOf(member);
    if (TIERS.indexOf(tier) < TIERS.indexOf(this.tier)) this.tier = tier;
    this.gravest = Math.max(this.gravest, member.analysis.sensitivity.level);
    this.minors ||= concernsMinors(member, opinion);
    this.minorsHarmed ||= harmsMinors(member, opinion);
    this.media ||= isMedia(member);
    this.nationalList ||= isNationalList(member, opinion);
    this.crediblyGrave ||= isCredibleDeathOrCollapse(member, grouping.book);
  }

  #lists(member: Member): void {
    const { grouping, opinion } = this.#books;
    const { focus, sensitivity } = member.analysis;
    const rumour = focus.includes('false_info');
    const grave = sensitivity.level === 3 && !rumour;
    if (grave || isCredibleDeathOrCollapse(member, grouping.book)) insertOrdered(this.grave, member);
    if (member.authority === 'media') insertOrdered(this.reports, member);
    if (COMPLAINT_SOURCES.has(member.sourceType)) insertOrdered(this.complaints, member);
    if (isCrowd(member, opinion)) insertOrdered(this.crowd, member);
    if (member.registration) insertOrdered(this.registered, member);
    if (rumour && sensitivity.level >= 2) insertOrdered(this.hearsay, member);
  }

  #tierOf(member: Member): MediaTier {
    const key = `${member.sourceType} ${member.source}`;
    const tier = this.#tiers.get(key) ?? mediaTier(member, this.#books.opinion);
    this.#tiers.set(key, tier);
    return tier;
  }
}
