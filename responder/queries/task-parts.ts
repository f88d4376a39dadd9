import type { Actor } from '../../platform/runtime/kernel.ts';

/** decide = he is a leader and it is his to decide; oversee = his officers do it, he sees that it is done; handle = of whoever does it himself. */
export const TASK_PARTS = ['decide', 'handle', 'oversee'] as const;
export type TaskPart = (typeof TASK_PARTS)[number];

/** Acts by which somebody approves, rules, confirms or signs what others prepared. */
const DECIDING: ReadonlySet<string> = new Set([
  ...['second-judge', 'keep-provisional', 'rule', 'consent-pass-down', 'extend', 'review', 'confirm-release'],
  ...[
    'approve-release',
    'review-secrecy',
    'publish-release',
    'approve-media-reply',
    'approve-fact',
    'confirm-admission',
    'give-instruction',
  ],
]);
/**
 * The same of papers and of what is no act of a ticket. 督办 and 通报 are a leader's to sign; 催办 is the officer's daily business, unless it urges
 * himself.
 */
const DECIDING_KINDS: ReadonlySet<string> = new Set([
  ...['supervise', 'criticise', 'own-urge', 'instruct', 'handover', 'case', 'lead'],
]);

const LEADS = ['duty_leader', 'unit_head', 'leader'] as const;
const WORKS = ['duty_officer', 'handler', 'spokesperson', 'supervisor'] as const;

/** Leads and does not do the work himself: the two lists are not alike. */
const isLeader = ({ roles }: Pick<Actor, 'roles'>): boolean =>
  LEADS.some((role) => roles.includes(role)) && !WORKS.some((role) => roles.includes(role));

/** Where a task stands in the list of this person. */
export function partOf(task: { kind: string; verb: string | null }, actor: Pick<Actor, 'roles'>): TaskPart {
  if (!isLeader(actor)) return 'handle';
  return DECIDING_KINDS.has(task.kind) || (task.verb !== null && DECIDING.has(task.verb)) ? 'decide' : 'oversee';
}
