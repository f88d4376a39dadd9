import type { ClockView, TicketSummary } from '../../api/schemas/tickets.ts';
import { duration } from './format.ts';

/** A provisional clock says under which decision it will hold: grave (5 h, 24 h) or any public answer (48 h and the rest). */
export function provisionalWords(clock: Pick<ClockView, 'provisional' | 'rule'>): string {
  if (!clock.provisional) return '';
  return clock.rule === 'N-01' || clock.rule === 'N-02' ? '若定为重大，' : '若需回应，';
}

const FIRST = ['N-01', 'N-02'];
const PUBLIC = ['N-01', 'N-02', 'N-03'];

/** Public deadlines: the grave ones first, each group by due time as it came. The rest is internal. */
export function byWeight(clocks: ClockView[]): { statutory: ClockView[]; internal: ClockView[] } {
  const grave = clocks.filter((clock) => FIRST.includes(clock.rule));
  const other = clocks.filter((clock) => PUBLIC.includes(clock.rule) && !FIRST.includes(clock.rule));
  return { statutory: [...grave, ...other], internal: clocks.filter((clock) => !PUBLIC.includes(clock.rule)) };
}

/** A row of the list: the clock that ends first, and the nearest owed to the public or a law when that is another one. */
export function shownClocks({ nextClock, publicClock }: Pick<TicketSummary, 'nextClock' | 'publicClock'>): ClockView[] {
  const both = [nextClock, publicClock].filter((clock) => clock !== null);
  return nextClock?.id === publicClock?.id ? both.slice(0, 1) : both;
}

/** @param left seconds until it ends, negative when it has */
export const clockWords = (clock: Pick<ClockView, 'name' | 'provisional' | 'rule'>, left: number): string =>
  `${clock.name}：${provisionalWords(clock)}${left < 0 ? `已超时 ${duration(-left)}` : `尚余 ${duration(left)}`}`;
