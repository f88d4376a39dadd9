import { z } from 'zod';
import { eventLevel, type EventLevel } from '../../analyzer/messages.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { json, personOf } from '../tables.ts';
import { baseInput, defineVerb, reasonText, type VerbContext } from './act.ts';
import { GRAVE, LEVEL_TITLES, levelRank, machineLevel, setLevel } from './levels.ts';
import { occurrenceInWords, occurrencePatch } from './occurrence.ts';
import { isOpen } from './states.ts';
import type { Ticket, TicketPatch } from './ticket.ts';
import { moment } from './dates.ts';

export const setLevelInput = z.strictObject({
  ...baseInput,
  level: eventLevel,
  /** duty = 值班初判 (also a regrade of it); official = 主管部门认定. */
  stage: z.enum(['duty', 'official']),
  reason: reasonText,
  body: z.string().trim().max(100).optional(),
  paper: z.string().trim().max(100).optional(),
  decidedAt: moment('earlier', '认定时间').optional(),
  occurredAt: z.strictObject({ at: moment('earlier', '发生时间'), source: z.string().min(1).max(200) }).optional(),
});
type Input = z.output<typeof setLevelInput>;

/** 定级 and regrade. The stricter clocks start from the same start as ever, possibly already overdue. */
export const setEventLevel = defineVerb('set-level', setLevelInput, (context) => {
  const { ticket, input } = context;
  const before = setLevel(ticket);
  const calm = levelRank(input.level) < GRAVE;
  return {
    clockReason: `${input.stage === 'official' ? '认定' : '初判'}为${LEVEL_TITLES[input.level]}：${input.reason}`,
    set: {
      ...(input.stage === 'official' ? officialPatch(context) : dutyPatch(context)),
      ...(input.occurredAt ? occurrencePatch(context, input.occurredAt) : {}),
      ...(calm ? { level_provisional_ended: machineLevel(ticket.level_machine) } : {}),
      ...rejudgePatch(ticket, before, input.level),
    },
    entry: {
      kind: before === null ? 'level-set' : 'regraded',
      text:
        sentence(input, before === null ? null : LEVEL_TITLES[before]) + occurrenceInWords(ticket, input.occurredAt),
      reason: input.reason,
      payload: { stage: input.stage, level: input.level, before, body: input.body ?? null, paper: input.paper ?? null },
    },
  };
});

/** A level that was changed after the judgement, or first set grave after it, puts the judgement in question. */
function rejudgePatch(ticket: Ticket, before: EventLevel | null, level: EventLevel): TicketPatch {
  const changed = before === null ? levelRank(level) >= GRAVE : before !== level;
  if (ticket.judged_at === null || !changed || !isOpen(ticket.state)) return {};
  const from = before === null ? '' : `由${LEVEL_TITLES[before]}`;
  return { rejudge_due: true, rejudge_why: `事件等级${from}调整为${LEVEL_TITLES[level]}` };
}

function officialPatch({ input, actor }: VerbContext<Input>): TicketPatch {
  if (!input.body || !input.paper || !input.decidedAt)
    throw new AppError('precondition_failed', '主管部门认定须填写认定机关、文号和认定时间');
  return {
    level_official: input.level,
    level_official_body: input.body,
    level_official_paper: input.paper,
    level_official_at: new Date(input.decidedAt),
    level_official_by: json(personOf(actor)),
  };
}

function dutyPatch({ ticket, input, actor, now }: VerbContext<Input>): TicketPatch {
  if (ticket.level_official !== null)
    throw new AppError('precondition_failed', '主管部门已认定等级，变更须登记新的认定文件');
  return { level_duty: input.level, level_duty_by: json(personOf(actor)), level_duty_at: now };
}

function sentence(input: Input, before: string | null): string {
  const from = before === null ? '' : `由${before}调整`;
  const title = LEVEL_TITLES[input.level];
  return input.stage === 'official'
    ? `${input.body}认定为${title}（${input.paper}）${before === null ? '' : `，原${before}`}`
    : `值班初判${from}为${title}`;
}
