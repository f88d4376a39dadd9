import type { MyTask } from '../../api/schemas/tasks.ts';
import type { TicketDetail } from '../../api/schemas/tickets.ts';
import { stateName } from './labels.ts';

/** What comes next on a ticket: what waits for this person first, else whose turn it is. */
export interface NextStep {
  text: string;
  why: string;
  /** The page of the ticket where it is done; null = on the ticket itself. */
  desk: string | null;
}

/** What the office that leads a matter does of it; in all other states it lies with those who answer. */
const OFFICE_ACTS: Partial<Record<TicketDetail['ticket']['state'], string>> = { received: '研判', judged: '交办' };

/** `tasks`: what waits for this person on the ticket, undefined while that is being asked. */
export function nextStep(
  { ticket }: Pick<TicketDetail, 'ticket'>,
  tasks: readonly MyTask[] | undefined,
): NextStep | null {
  if (tasks === undefined) return null;
  const first = tasks[0];
  if (first) return { text: `${first.kindTitle}：${first.text}`, why: first.why, desk: first.desk };
  const office = ticket.coordinator?.name ?? '牵头单位';
  const [whose, act] = OFFICE_ACTS[ticket.state]
    ? [office, OFFICE_ACTS[ticket.state]]
    : [ticket.lead?.name ?? office, '办理'];
  return { text: `由${whose}${act}`, why: `工单${stateName(ticket.state)}，目前没有须由您办理的事项`, desk: null };
}
