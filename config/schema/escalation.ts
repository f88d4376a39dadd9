import { z } from 'zod';
import { ruleSource } from '../load.ts';
import { duration } from './clocks.ts';
import { UNIT_KINDS } from './departments.ts';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时刻写作 09:00');
export const ESCALATION_ROLES = ['handler', 'unit_head', 'duty_officer', 'duty_leader', 'leader'] as const;
const role = z.enum(ESCALATION_ROLES);
export type EscalationRole = z.infer<typeof role>;

/** call 电话, urge 催办, supervise 督办, criticise 通报. All but a call are drafts that a person issues. */
export const LADDER_ACTIONS = ['call', 'urge', 'supervise', 'criticise'] as const;

const rung = z
  .strictObject({
    id: z.string().regex(/^L-10-[a-z]+-\d$/),
    action: z.enum(LADDER_ACTIONS),
    /** After the due instant, in natural hours … */
    after: duration.optional(),
    /** … or on the n-th working day after it. */
    working_days: z.number().int().positive().optional(),
    at: clockTime.optional(),
    notify: z.array(role).min(1),
  })
  .refine(
    (row) => (row.after === undefined) !== (row.working_days === undefined),
    'after 与 working_days 须写且只写一项',
  );
export type LadderRung = z.infer<typeof rung>;

const chainStep = z.strictObject({
  id: z.string().regex(/^E-[a-z]+(-[a-z]+)*$/),
  title: z.string(),
  to: z.array(role).min(1),
  /** How long it may stay without acknowledgement before the next step, by colour. */
  wait: z.strictObject({ red: duration, orange: duration, others: duration }),
  /** A leader is told only after a person confirmed, or after so many silent steps. */
  silent_steps: z.number().int().positive().optional(),
});
export type ChainStep = z.infer<typeof chainStep>;

/** escalation.yaml: what follows a missed clock (L-10), who is told next while nobody answers, and the duty itself. */
export const escalationSchema = z
  .strictObject({
    ladders: z.strictObject({ red: z.array(rung).min(1), orange: z.array(rung).min(1), others: z.array(rung).min(1) }),
    /** alarm: the machine saw something, no unit has it yet; ticket: a unit has it. */
    chains: z.strictObject({ alarm: z.array(chainStep).min(1), ticket: z.array(chainStep).min(1) }),
    /** 值班与交接班. */
    duty: z.strictObject({
      /** Kinds of units that are manned at all hours: a gap in their roster is flagged. */
      roundTheClock: z.array(z.enum(UNIT_KINDS)).min(1),
      /** How far ahead gaps are looked for. */
      lookAheadDays: z.number().int().positive(),
      /** Both signatures of a hand-over sheet are due so long after it was written. */
      signWithin: duration,
      source: ruleSource,
    }),
    /** What the ladder drafts is signed or refused within this after it was drafted, and before the next rung drafts more. */
    papers: z.strictObject({
      signWithin: z.strictObject({ red: duration, orange: duration, others: duration }),
      source: ruleSource,
    }),
    /** Printed on what no person has confirmed. */
    unconfirmed_mark: z.string(),
    source: ruleSource,
  })
  .superRefine((book, context) => {
    for (const name of ['alarm', 'ticket'] as const) {
      if (book.chains[name][0]!.to.some((to) => to === 'leader' || to === 'duty_leader'))
        context.addIssue({
          code: 'custom',
          path: ['chains', name, 0, 'to'],
          message: '第一步不得通知领导：机器预警先通知值班员',
        });
      book.chains[name].forEach((step, index) => {
        if (step.to.includes('leader') && step.silent_steps === undefined)
          context.addIssue({
            code: 'custom',
            path: ['chains', name, index, 'silent_steps'],
            message: '通知领导须写 silent_steps（未经人工核实时，几步无人应答后方可通知）',
          });
      });
    }
  });
export type EscalationBook = z.infer<typeof escalationSchema>;
