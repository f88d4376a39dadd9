import { toLocalIso } from '../platform/runtime/local-time.ts';
import type { Keys, Origin } from '../platform/runtime/kernel.ts';
import { instant, isPointer } from './messages.ts';
import {
  REFUSALS,
  type Draft,
  type IntakeKind,
  type Normalised,
  type RawRecord,
  type RefusalReason,
  type SourceType,
} from './raw-record.ts';
import { canonicalUrl, looksLikeAddress } from './steps/canonical-url.ts';
import { htmlToText, looksLikeHtml } from './steps/clean-html.ts';
import { cleanText, cleanTitle, isCut, limit, MAX_TEXT } from './steps/clean-text.ts';
import { parseCounts } from './steps/counts.ts';
import { parseWhen, readDate, type When } from './steps/dates.ts';
import { digest, fingerprint, isTelling } from './steps/fingerprint.ts';
import { maskPersonal } from './steps/mask.ts';
import { personalIdOf } from './steps/personal-id.ts';
import { provinceOf } from './steps/province.ts';
import { maskNames } from './steps/row-names.ts';
import { voiceHash } from './steps/voice.ts';

/** What is the same for every record of one collection. */
export interface NormaliseContext {
  source: string;
  sourceType: SourceType;
  jurisdiction: string;
  origin: Origin;
  now: Date;
  historyDays: number;
  keys: Pick<Keys, 'hmac' | 'voicePeriod'>;
}

const DAY_MS = 86_400_000;
const MAX_ID = 300;
/** NUL and lone surrogates cannot be stored; anything else of an id comes back unchanged. */
const UNSTORABLE = /\0|\p{Cs}/gu;
const INTAKE_BY_TYPE: Partial<Record<SourceType, IntakeKind>> = {
  hotline: 'complaint',
  petition: 'petition',
  board: 'complaint',
};

/**
 * One raw record as a mention: HTML and odd characters gone, personal data masked for good, author forgotten (a keyed hash at most),
 * dates as instants. Refused with a reason when there is no text or its date cannot be right.
 */
export function normalise(raw: RawRecord, context: NormaliseContext): Normalised {
  const whole = {
    title: cleanTitle(plain(raw.title ?? '', false)),
    text: limit(cleanText(plain(raw.body ?? '', raw.html ?? false)), MAX_TEXT),
  };
  const title = masked(whole.title, raw);
  const text = masked(withPlace(whole.text, raw.place), raw);
  if (title === '' && text === '') return refused('no_text');
  const when = parseWhen(raw.publishedAt, context.now);
  if (when.kind === 'refused') return refused(when.reason, shownDate(raw.publishedAt));
  const url = canonicalUrl(raw.url);
  const externalId = identity(raw, url, `${title}\n${text}`, context);
  if (externalId.length > MAX_ID) return refused('bad_id');
  const draft = build(raw, context, { title, text, when, url, externalId });
  const cut = (['title', 'text'] as const).filter((part) => isCut(whole[part]));
  return { kind: 'draft', draft: { ...draft, contentHash: contentHash(draft, when) }, cut };
}

const masked = (text: string, { names = [] }: RawRecord): string => maskNames(maskPersonal(text), names);

interface Parts {
  title: string;
  text: string;
  when: Exclude<When, { kind: 'refused' }>;
  url: string | null;
  externalId: string;
}

function build(raw: RawRecord, context: NormaliseContext, parts: Parts): Omit<Draft, 'contentHash'> {
  const { title, text, when, url, externalId } = parts;
  const sourceType = raw.sourceType ?? context.sourceType;
  const publishedAt = when.kind === 'at' ? when.at : context.now;
  const due = raw.order ? parseDue(raw.order.dueAt) : null;
  return {
    ...{ source: raw.source ?? context.source, sourceType, externalId, url, title, text },
    ...{ publishedAt, publishedPrecision: when.kind === 'at' ? when.precision : 'unknown', collectedAt: context.now },
    parentId: parentOf(raw, context),
    counts: parseCounts(raw.counts ?? {}),
    region: provinceOf(raw.region),
    rank: raw.rank ?? null,
    intakeKind: raw.intakeKind ?? INTAKE_BY_TYPE[sourceType] ?? 'opinion',
    order: raw.order
      ? { number: externalId, owner: raw.order.owner && masked(cleanTitle(raw.order.owner), raw), dueAt: due }
      : null,
    registration: raw.registration ?? null,
    voice: voiceHash(context.keys, raw.author, sourceType, publishedAt),
    fingerprint: fingerprint(title, told(raw, text, url)),
    telling: isTelling(title, text),
    history: publishedAt.getTime() < context.now.getTime() - context.historyDays * DAY_MS,
    ...{ jurisdiction: context.jurisdiction, origin: context.origin },
  };
}

/** A registration without words says the page or the picture it points to: another page is another matter, whatever the words that point. */
const told = (raw: RawRecord, text: string, url: string | null): string =>
  isPointer(text) ? [url ?? '', ...(raw.registration?.attachments ?? [])].join('\n') : text;

function plain(raw: string, html: boolean): string {
  return html || looksLikeHtml(raw) ? htmlToText(raw) : raw.includes('&nbsp;') ? raw.replaceAll('&nbsp;', ' ') : raw;
}

function withPlace(text: string, place: string | null | undefined): string {
  const clean = place ? cleanTitle(place) : '';
  return clean === '' || clean === '-' || text.includes(clean) ? text : `${text}\n发生地：${clean}`.trim();
}

/** The source's own id, unchanged; an id that is an address, an e-mail, a telephone or an identity number loses its personal part. */
function identity(raw: RawRecord, url: string | null, content: string, context: NormaliseContext): string {
  const own = raw.externalId?.replace(UNSTORABLE, '').trim() ?? '';
  if (own === '') return url ?? `text-${digest(content + stated(raw.publishedAt)).slice(0, 32)}`;
  return withoutPerson(own, context, raw.sourceType);
}

function withoutPerson(own: string, context: NormaliseContext, sourceType: SourceType = context.sourceType): string {
  const { keys } = context;
  const address = /^(?:https?:)?\/\//i.test(own) || looksLikeAddress(own);
  if (address) return canonicalUrl(own.includes('//') ? own : `https://${own}`) ?? keyed(own, keys);
  if (own.includes('@')) return keyed(own, keys);
  const mask = personalIdOf(own, sourceType, context.now);
  return mask === null ? own : `${mask}-${keys.hmac('external-id', own).slice(0, 16)}`;
}

const keyed = (own: string, keys: NormaliseContext['keys']): string =>
  `id-${keys.hmac('external-id', own).slice(0, 32)}`;

function parentOf({ parentId, sourceType }: RawRecord, context: NormaliseContext): string | null {
  const own = parentId ? limit(cleanText(parentId), MAX_ID) : '';
  return own === '' ? null : withoutPerson(own, context, sourceType);
}

const stated = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** A due time may lie in the future, and one that does not read is no reason to lose the order. */
function parseDue(value: unknown): string | null {
  const read = readDate(value);
  const due = read && toLocalIso(read.at);
  return instant.safeParse(due).success ? due : null;
}

/** Counts and rank change by the minute and are a series of their own; a date said relative to now is not content. */
function contentHash(draft: Omit<Draft, 'contentHash'>, when: When): string {
  const { title, text, url, parentId, intakeKind, order, sourceType, registration } = draft;
  const date = when.kind === 'at' && !when.relative ? toLocalIso(when.at) : null;
  return digest(JSON.stringify([title, text, url, date, parentId, intakeKind, order, sourceType, registration]));
}

/** In a shifted row the cell may hold a name or a number: only what could be a date is told. */
function shownDate(value: unknown): string | undefined {
  const text = maskPersonal(String(value).slice(0, 40));
  return /^[\d\s:：.,，/+\-年月日号时点分秒周星期一二三四五六天上下午晚凌晨TZeEAPMapm[\]手机号]*$/.test(text)
    ? text
    : undefined;
}

function refused(reason: RefusalReason, value?: string): Normalised {
  const shown = value === undefined ? '' : `：“${value.slice(0, 40)}”`;
  return { kind: 'refused', reason, detail: `${REFUSALS[reason]}${shown}` };
}
