import type { EventRecord } from '../../analyzer/index.ts';
import type { Actor } from '../../platform/runtime/kernel.ts';
import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { WatchRoom } from '../api/rooms.ts';
import { eventView, mentionView, type TicketOnEvent } from './views.ts';
import type { WatchDeps } from './watch-room.ts';

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
    ticket ? responder.queries.ticket(actor, ticket.id).then((detail) => detail.times) : {},
  ]);
  return {
    event: eventView(record, ticket),
    series: series.map((point) => ({ ...point, at: toLocalIso(point.at) })),
    firstMentions: posts,
    warnings: warnings.map(({ warning, event }) => ({ ...warning, event })),
    bySource: sources,
    marks: marksOf(record, times),
  };
}

async function firstPosts(analyzer: WatchDeps['analyzer'], eventId: string): Promise<Detail['firstMentions']> {
  const first = await analyzer.queries.events.mentions(eventId, { limit: FIRST_POSTS });
  const read = await Promise.all(first.map((post) => analyzer.queries.mention(post.mentionId)));
  return read.flatMap((item) => (item === null ? [] : [mentionView(item)]));
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
function marksOf({ snapshot }: EventRecord, times: Record<string, string | null>): Detail['marks'] {
  const marks = [
    { at: snapshot.outbreakPublishedAt, kind: 'publishedAt', label: '首帖' },
    ...(snapshot.detected ? [{ at: snapshot.detected.at, kind: 'detectedAt', label: '发现' }] : []),
    ...TICKET_MARKS.flatMap(([kind, label]) => {
      const at = times[kind];
      return at ? [{ at, kind, label }] : [];
    }),
  ];
  return marks.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
