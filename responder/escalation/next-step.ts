import type { Colour } from '../../analyzer/messages.ts';
import { limitAmount } from '../../config/schema/clocks-check.ts';
import type { ChainStep, EscalationBook, EscalationRole } from '../../config/schema/escalation.ts';
import { MINUTE_MS } from '../deadlines/calendar.ts';

/** The steps in turn, and what is printed on what no person has confirmed. */
export interface ChainSteps {
  steps: readonly ChainStep[];
  mark: string;
}
export const chainSteps = (book: EscalationBook, chain: 'alarm' | 'ticket'): ChainSteps => ({
  steps: book.chains[chain],
  mark: book.unconfirmed_mark,
});

export interface ChainState {
  colour: Colour | null;
  /** A person has looked and confirmed. */
  confirmed: boolean;
  /** Steps already taken, in order; skipped ones do not count as silent. */
  taken: { id: string; at: Date; skipped?: boolean }[];
  /** Somebody acknowledged after the last step. */
  acknowledged: boolean;
  /** When the chain began. */
  since: Date;
  /** Somebody opened what the last step sent: an acknowledgement that holds for that step's wait, then expires. */
  seenAt?: Date | null;
  /** Nobody after the first is told before this instant. */
  notBefore?: Date | null;
}

export interface NextStep {
  id: string;
  title: string;
  at: Date;
  /** Roles that are on duty; empty when the step is skipped at once. */
  to: EscalationRole[];
  /** Nobody of this step is on duty: record it and take the next one at the same instant. */
  skipped: boolean;
  /** 未经人工核实 on what no person confirmed, else null. */
  mark: string | null;
  why: string;
}

/**
 * Who is told next while nobody answers (contact → head → coordinating office → leader on duty). A machine alarm pages the duty officer;
 * leaders come in after a person confirmed, or after the book's number of silent steps. null = acknowledged, or the chain is at its end.
 */
export function nextStep(
  { steps, mark }: ChainSteps,
  state: ChainState,
  onDuty: (role: EscalationRole, step: string) => boolean,
): NextStep | null {
  if (state.acknowledged) return null;
  const last = state.taken.at(-1);
  const index = last ? steps.findIndex((step) => step.id === last.id) + 1 : 0;
  const step = steps[index];
  if (!step) return null;
  const at = last ? turnOf(last, steps[index - 1]!, state) : state.since;
  const silent = state.taken.filter((row) => !row.skipped).length;
  const to = step.to.filter((role) => mayTell(role, step, state.confirmed, silent) && onDuty(role, step.id));
  return {
    id: step.id,
    title: step.title,
    at,
    to,
    skipped: to.length === 0,
    mark: state.confirmed ? null : mark,
    why: to.length === 0 ? `${step.title}无人在岗或尚不得通知，转下一步` : whyNow(last !== undefined, silent),
  };
}

/** Skipped steps were told to nobody: nobody of theirs failed to answer. */
function whyNow(isLater: boolean, silent: number): string {
  if (silent > 0) return `前${silent}步无人应答`;
  return isLater ? '前面各步无人在岗' : '首次通知';
}

function turnOf(last: ChainState['taken'][number], step: ChainStep, state: ChainState): Date {
  if (last.skipped) return last.at;
  const from = state.seenAt && state.seenAt > last.at ? state.seenAt : last.at;
  const at = after(from, step, state.colour);
  return state.notBefore && state.notBefore > at ? state.notBefore : at;
}

function after(at: Date, step: ChainStep, colour: Colour | null): Date {
  const wait = colour === 'red' || colour === 'orange' ? step.wait[colour] : step.wait.others;
  return new Date(at.getTime() + limitAmount(wait) * MINUTE_MS);
}

function mayTell(role: EscalationRole, step: ChainStep, confirmed: boolean, silent: number): boolean {
  if (role !== 'leader' && role !== 'duty_leader') return true;
  return confirmed || silent >= (step.silent_steps ?? 0);
}
