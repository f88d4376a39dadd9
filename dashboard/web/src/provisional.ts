import type { ClockView } from '../../api/schemas/tickets.ts';

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
