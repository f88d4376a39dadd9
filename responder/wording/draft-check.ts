import type { Kysely, Selectable } from 'kysely';
import type { ResponderBooks } from '../books.ts';
import { approvedFacts, spansOf, type ApprovedFact } from '../consultations/approved-facts.ts';
import type { ResponderTables } from '../tables.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { askWarnings, mainAskWarnings } from './ask-checks.ts';
import { missingParts, wholeText } from './completeness.ts';
import { contradictions, inWords, type Contradiction } from './consistency.ts';
import { causeWords, copiedPassages, emptyPhrases, type Passage, type Said } from './phrases.ts';
import { promisesIn } from './promise-words.ts';
import { short } from './sentences.ts';
import { statementsIn } from './statements.ts';
import type { AsksTable } from './tables.ts';
import { carries } from '../figures/figure.ts';
import type { FigureReader } from '../figures/read-figures.ts';
import { releasesOn, saidBefore, saidElsewhere, whereSaid, type Draft, type Release } from './texts.ts';

/** Everything a draft on this matter is held against. */
export interface Background {
  asks: Selectable<AsksTable>[];
  isInvestigated: boolean;
  releases: Release[];
  elsewhere: Said[];
  facts: ApprovedFact[];
  /** Keys of differences a person has explained, with the reason. */
  explained: Map<string, string>;
  promises: { text: string; due_at: Date }[];
  hype: string[];
}

export interface WordingFinding {
  id: 'asks' | 'complete' | 'phrases' | 'cause' | 'consistency' | 'promises' | 'hype';
  title: string;
  level: 'ok' | 'warn' | 'block';
  why: string;
  passages: Passage[];
}

export async function backgroundOf(
  db: Kysely<ResponderTables>,
  ticket: Ticket,
  books: ResponderBooks,
): Promise<Background> {
  const asks = await db
    .selectFrom('responder_asks')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .orderBy('main', 'desc')
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  const investigation = await db
    .selectFrom('responder_investigations')
    .select('id')
    .where('ticket_id', '=', ticket.id)
    .executeTakeFirst();
  const explained = await db
    .selectFrom('responder_explanations')
    .select(['key', 'reason'])
    .where('ticket_id', '=', ticket.id)
    .execute();
  const promises = await db
    .selectFrom('responder_promises')
    .select(['text', 'due_at'])
    .where('ticket_id', '=', ticket.id)
    .where('state', '=', 'open')
    .execute();
  return {
    asks,
    promises,
    isInvestigated: investigation !== undefined,
    releases: await releasesOn(db, ticket.event_id),
    elsewhere: await saidElsewhere(db, ticket, books.wording.copied.lookBack),
    facts: await approvedFacts(db, ticket.id),
    explained: new Map(explained.map(({ key, reason }) => [key, reason])),
    hype: hypeRisks(ticket),
  };
}

/** Contradictions with what was said before that nothing explains yet. */
export function openContradictions(
  draft: Draft,
  known: Pick<Background, 'releases' | 'explained' | 'facts'>,
  books: ResponderBooks,
  now: Date,
): Contradiction[] {
  const reader = { figures: books.figures, calendar: books.calendar };
  const earlier = saidBefore(known.releases, draft).map((release) => ({
    ...{ id: release.id, where: whereSaid(release), at: release.at },
    statements: statementsIn(release.text, release.at, reader),
  }));
  return contradictions(statementsIn(wholeText(draft), now, reader), earlier).filter(
    (one) =>
      !known.explained.has(one.key) && draft.corrects !== one.releaseId && !sheetSays(one, known.facts, books.figures),
  );
}

/** The sheet has a newer approved figure than that release, and the draft tells just this one. */
const sheetSays = (
  { about, now, saidAt }: Contradiction,
  facts: readonly ApprovedFact[],
  read: FigureReader,
): boolean =>
  facts.some(
    (fact) =>
      !fact.disputed &&
      new Date(fact.asOf) > saidAt &&
      spansOf(fact, about, read).some((approved) => carries(approved, now)),
  );

/** All findings about the words of a draft; each a line of the list before a release. */
export function checkDraft(draft: Draft, known: Background, books: ResponderBooks, now: Date): WordingFinding[] {
  const text = wholeText(draft);
  const differing = openContradictions(draft, known, books, now);
  const blocked = differing.map((one) => ({ passage: one.now.passage, why: inWords(one) }));
  const same = saidBefore(known.releases, draft).map((release) => ({ where: whereSaid(release), text: release.text }));
  const copied = copiedPassages(
    text,
    draft.corrects === null ? [...same, ...known.elsewhere] : known.elsewhere,
    books.wording,
  );
  return [
    asksLine(draft, text, known),
    line('complete', '事实、政策、结果有实际内容', partsOf(draft, books)),
    line('phrases', '套话与照抄', [...emptyPhrases(text, books.wording), ...copied]),
    line('cause', '速报事实、慎报原因', known.isInvestigated ? [] : causeWords(text, books.wording)),
    line('consistency', '与此前发布一致', blocked, 'block'),
    line('promises', '承诺有时限', promiseFindings(text, known, books, now)),
    hypeLine(known.hype, differing.length),
  ];
}

const line = (
  id: WordingFinding['id'],
  title: string,
  passages: Passage[],
  level: 'warn' | 'block' = 'warn',
): WordingFinding => ({
  ...{ id, title, passages },
  level: passages.length === 0 ? 'ok' : level,
  why: passages.length === 0 ? '未发现问题' : passages.map(phrase).join('；'),
});

const phrase = ({ passage, why }: Passage): string =>
  passage === '' || why.includes(passage) ? why : `“${short(passage)}”${why}`;

function asksLine(draft: Draft, text: string, { asks }: Background): WordingFinding {
  const own = asks.map((ask) => ({
    ...ask,
    answeredHere: ask.state === 'answered' && ask.release_id === null && ask.draft_id === draft.id,
  }));
  const gaps = [...askWarnings(own, text), ...mainAskWarnings(asks)].map((why) => ({ passage: '', why }));
  const one = line('asks', '群众关切逐项回应', gaps);
  return one.level === 'ok' ? { ...one, why: `${asks.length} 项均已回答或说明` } : one;
}

const partsOf = (draft: Draft, { wording }: ResponderBooks): Passage[] =>
  missingParts(draft, wording).map(({ why }) => ({ passage: '', why }));

function promiseFindings(text: string, known: Background, books: ResponderBooks, now: Date): Passage[] {
  const found = promisesIn(text, now, books.wording, books.calendar);
  return found.flatMap(({ text: passage, dueAt }): Passage[] => {
    if (dueAt === null) return [{ passage, why: '承诺没有时限' }];
    const isHeld = known.promises.some(({ due_at }) => due_at.getTime() === dueAt.getTime());
    return isHeld ? [] : [{ passage, why: '含有承诺，发布后请登记承诺台账' }];
  });
}

/** D42: what makes a wrong word dear now. */
function hypeRisks({ event }: Ticket): string[] {
  const { opinion, counts, stage } = event;
  return [
    ...(opinion.colour === 'red' || opinion.colour === 'orange' ? ['舆情等级较高'] : []),
    ...(counts.media > 0 ? [`已有${counts.media}家媒体关注`] : []),
    ...(stage === 'growing' || stage === 'peak' ? ['热度仍在上升'] : []),
    ...(event.disputed ?? []).map(({ words }) => `外界说法不一：${words}`),
  ];
}

function hypeLine(risks: string[], differing: number): WordingFinding {
  const reasons = [...(differing > 0 ? [`与此前发布有${differing}处不一致`] : []), ...risks];
  const passages = reasons.map((why) => ({ passage: '', why }));
  const one = line('hype', '炒作风险提示', passages);
  return one.level === 'ok' ? one : { ...one, why: `表述不慎易引发炒作：${reasons.join('；')}` };
}
