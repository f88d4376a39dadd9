import type { EventRecord } from '../../analyzer/index.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { WatchRoom } from '../api/rooms.ts';
import { eventView, mentionView, type TicketOnEvent } from './views.ts';
import type { WatchDeps } from './watch-room.ts';

type Times = Record<string, string | null>;
type Detail = Awaited<ReturnType<WatchRoom['event']>>;

const FIRST_POSTS = 10;
const WARNINGS = 50;

/** One event with its series, first posts, warnings and the moments of its ticket. */
export async function readEventDetail(
  { analyzer, responder }: WatchDeps,
  record: EventRecord,
  ticket: TicketOnEvent | undefined,
  actor: Actor,
): Promise<Detail> {
  const { events } = analyzer.queries;
  const { id } = record.snapshot;
  const [series, sources, posts, warnings, times] = await Promise.all([
    events.series(id),
    events.sources(id),
    firstPosts(analyzer, id),
    events.warnings({ eventId: id, limit: WARNINGS }),
    ticket ? responder.queries.ticket(actor, ticket.id).then((detail) => detail.times) : null,
  ]);
  const found = foundOf(responder.queries.foundOf(record.snapshot), times);
  return {
    event: eventView(record, ticket),
    found,
    mayOpen: ticket === undefined && responder.queries.mayOpen(actor, record.snapshot),
    series: series.map((point) => ({ ...point, at: toLocalIso(point.at) })),
    firstMentions: posts,
    warnings: warnings.map(({ warning, event }) => ({ ...warning, event })),
    bySource: sources,
    marks: marksOf(record, found, times ?? {}),
  };
}

async function firstPosts(analyzer: WatchDeps['analyzer'], eventId: string): Promise<Detail['firstMentions']> {
  const first = await analyzer.queries.events.mentions(eventId, { limit: FIRST_POSTS });
  const read = await Promise.all(first.map((post) => analyzer.queries.mention(post.mentionId)));
  return read.flatMap((item) => (item === null ? [] : [mentionView(item)]));
}

/** The ticket's clocks run from its own finding; before there is one, from what the event tells. */
function foundOf(event: { at: Date; by: string } | null, times: Times | null): Detail['found'] {
  if (times?.['detectedAt']) return { at: times['detectedAt'], by: times['detectedBy'] ?? '' };
  return event && { at: toLocalIso(event.at), by: event.by };
}

const TICKET_MARKS = [
  ['judgedAt', '研判'],
  ['assignedAt', '交办'],
  ['acceptedAt', '签收'],
  ['firstResponseAt', '首次回应'],
  ['conferenceAt', '新闻发布会'],
  ['closedAt', '办结'],
] as const;

/** Moments to draw on the series, in order of time. */
function marksOf({ snapshot }: EventRecord, found: Detail['found'], times: Times): Detail['marks'] {
  const marks = [
    { at: snapshot.outbreakPublishedAt, kind: 'publishedAt', label: '首帖' },
    ...(found ? [{ at: found.at, kind: 'detectedAt', label: '发现' }] : []),
    ...TICKET_MARKS.flatMap(([kind, label]) => {
      const at = times[kind];
      return at ? [{ at, kind, label }] : [];
    }),
  ];
  return marks.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
