import { toLocalIso } from '../../platform/runtime/local-time.ts';
import type { ResponderBooks } from '../books.ts';
import { audience } from '../notifications/audience.ts';
import { laneOf, type Notice } from '../notifications/ledger.ts';
import type { ClockPoint } from '../tables.ts';
import { unitName } from '../tickets/permissions.ts';
import { nameOf } from '../tickets/ticket.ts';
import type { SweptClock } from './due-clocks.ts';
import { isReminder } from './points.ts';

/**
 * The ledger row of what rang, one a clock however many of its moments had passed while nobody swept: nobody needs five messages about one
 * deadline. Silent moments and those of a clock that stopped ring nobody.
 */
export function noticesOf(one: SweptClock, books: ResponderBooks): Notice[] {
  const { clock, ticket, result } = one;
  const loud = result.fired.filter((fired) => !fired.silent).map(({ point }) => point);
  const last = loud.at(-1);
  if (last === undefined) return [];
  const urgent = clock.role === 'public' && loud.some((point) => point.kind === 'due');
  return [
    {
      reason: `clock:${clock.id}:${last.point}`,
      recipients: audience([...new Set(loud.flatMap((point) => whom(one, point)))], ticket, clock),
      ticketId: ticket.id,
      eventId: ticket.event_id,
      origin: ticket.origin,
      lane: urgent ? 'now' : laneOf(ticket.colour),
      why: `${clock.title}（${clock.rule_id}，${clock.doc}）${loud.map((point) => point.title).join('、')}`,
      text: `${nameOf(ticket)}${toldAs(one, loud, books)}`,
      unverified: clock.provisional,
      matter: 'clock' as const,
      clockId: clock.id,
      urgent,
    },
  ];
}

/** What was missed together, told together: the due time first, then the steps above it. */
function toldAs(one: SweptClock, loud: readonly ClockPoint[], books: ResponderBooks): string {
  const steps = loud.filter((point) => point.kind === 'escalate');
  const told = loud.filter((point) => point.kind !== 'escalate').map((point) => sentenceOf(one, point, books));
  const [first] = steps;
  if (first) told.push(sentenceOf(one, { ...first, title: steps.map((point) => point.title).join('、') }, books));
  return told.join('；');
}

function whom({ clock }: SweptClock, point: ClockPoint): string[] {
  if (point.kind === 'escalate') return clock.provisional ? withoutLeader(point.notify ?? []) : (point.notify ?? []);
  if (point.kind === 'warn' || point.kind === 'milestone') return ['owner', 'duty_officer'];
  if (clock.provisional) return ['owner', 'duty_officer'];
  // Who has not signed is called in turn by the chain; not everybody at once.
  if (clock.awaits_signing && clock.role === 'internal') return ['contact'];
  const base = ['owner', 'unit_head', 'duty_officer', 'duty_leader'];
  // N-01 … N-03 missed, on a level a person has set: the leader hears of it.
  return clock.role === 'public' ? [...base, 'leader'] : base;
}

const withoutLeader = (names: string[]): string[] =>
  names.filter((name) => name !== 'leader' && name !== 'duty_leader');

/** Chinese sentence of one moment, for timeline and ledger alike. */
export function sentenceOf({ clock }: SweptClock, point: ClockPoint, books: ResponderBooks): string {
  const due = toLocalIso(clock.due_at).slice(0, 16).replace('T', ' ');
  const name = `${clock.provisional ? '（暂计）' : ''}“${clock.title}”`;
  if (point.kind === 'due') return `${name}已到期（${due}），责任单位：${unitName(books.units, clock.owner_unit)}`;
  if (point.kind === 'escalate') return `${name}逾期升级：${point.title}`;
  if (isReminder(point)) return `${name}${point.title}`;
  return `${name}${point.title}，截止 ${due}`;
}
