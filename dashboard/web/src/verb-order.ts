import type { TicketDetail } from '../../api/schemas/tickets.ts';
import { pickOptions } from './pick-options.ts';

type Verb = TicketDetail['allowedVerbs'][number];

/** The act that moves a ticket on from each state. */
const NEXT: Partial<Record<TicketDetail['ticket']['state'], string>> = {
  received: 'judge',
  judged: 'dispatch',
  dispatched: 'accept',
  accepted: 'start',
  handling: 'report',
  reported: 'review',
  reviewed: 'record-release',
  released: 'close',
  closed: 'archive',
};

/** Acts with nothing to act on are not offered, although role and state would let them start. */
function hasObject(verb: string, detail: TicketDetail): boolean {
  const running = detail.clocks.filter((clock) => clock.state === 'running');
  switch (verb) {
    case 'keep-provisional':
    case 'end-provisional':
      return running.some((clock) => clock.provisional && (clock.rule === 'N-01' || clock.rule === 'N-02'));
    case 'second-judge':
      return detail.judgement?.needsSecond === true && detail.judgement.second === null;
    case 'confirm-release':
      return detail.releases.some((release) => release.needsConfirmation && release.confirmation === null);
    case 'rule':
      return detail.ticket.flags.includes('returned');
    case 'end-consult':
      return detail.ticket.flags.includes('consulting');
    case 'extend':
    case 'request-extension':
    case 'refuse-extension':
      return running.length > 0;
    case 'countersign':
      return detail.ticket.flags.includes('countersign_due');
    case 'unlist':
      return detail.ticket.flags.includes('listed');
    case 'list':
      return !detail.ticket.flags.includes('listed');
    case 'issue-draft':
    case 'drop-draft':
      return pickOptions('drafts', detail).length > 0;
    case 'unmerge':
      return pickOptions('merged', detail).length > 0;
    default:
      return true;
  }
}

/** The next step first, then what else may be done now; what is blocked apart, with its reason. */
export function orderVerbs(detail: TicketDetail): { next: string | null; ready: Verb[]; blocked: Verb[] } {
  const waiting = ['second-judge', 'confirm-release', 'rule'].find(
    (verb) => hasObject(verb, detail) && detail.allowedVerbs.some((item) => item.verb === verb && !item.blocked),
  );
  const next = waiting ?? NEXT[detail.ticket.state] ?? null;
  const useful = detail.allowedVerbs.filter((item) => item.desk === null && hasObject(item.verb, detail));
  const ready = useful.filter((item) => item.blocked === null);
  return {
    next,
    ready: ready.sort((a, b) => Number(b.verb === next) - Number(a.verb === next)),
    blocked: useful.filter((item) => item.blocked !== null),
  };
}
