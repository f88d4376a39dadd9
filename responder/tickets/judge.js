import { z } from 'zod';
import { colour as colourSchema, eventLevel } from "../../analyzer/messages.js";
import { instant } from "../../ingest/messages.js";
import { AppError } from "../../platform/runtime/errors.js";
import { json, personOf } from "../tables.js";
import { baseInput, defineVerb } from "./act.js";
import { DISPOSITIONS, LEGAL_CHANNELS, missingForOutcome, needsSecondPerson, OUTCOME_TITLES, OUTCOMES, VERIFICATIONS, } from "./judgement.js";
import { GRAVE, LEVEL_TITLES, levelRank, machineLevel, machineRank, provisionalDue } from "./levels.js";
export const judgeInput = z.strictObject({
    ...baseInput,
    outcome: z.enum(OUTCOMES),
    /** 值班初判; null or absent = not yet known, provisional clocks go on. */
    level: eventLevel.nullable().optional(),
    kind: z.string().nullable().optional(),
    colour: colourSchema.optional(),
    occurredAt: z.strictObject({ at: instant, source: z.string().min(1).max(200) }).optional(),
    verification: z.enum(VERIFICATIONS).optional(),
    dispositions: z.array(z.enum(DISPOSITIONS)).default([]),
    reason: z.string().trim().max(1000).optional(),
    reviewAt: instant.optional(),
    link: z.url().optional(),
    channel: z.enum(LEGAL_CHANNELS).optional(),
});
/** 研判: exactly one outcome. Setting Ⅰ/Ⅱ keeps the provisional clocks, a lower level ends them and needs a reason. */
export const judge = defineVerb('judge', judgeInput, (context) => {
    const { ticket, input, now, actor } = context;
    const gaps = missingForOutcome(input);
    if (gaps.length > 0)
        throw new AppError('precondition_failed', gaps.join('；'), { gaps });
    if (input.reviewAt !== undefined && new Date(input.reviewAt) <= now)
        throw new AppError('precondition_failed', '复看时间须晚于现在');
    const colour = input.colour ?? ticket.colour;
    const second = needsSecondPerson(input.outcome, colour);
    const again = ticket.judged_at !== null;
    return {
        ...(ticket.state === 'received' ? { state: 'judged' } : {}),
        ...endingReason(ticket, input),
        set: {
            ...judgementPatch(context, second),
            ...levelPatch(context),
            ...(input.occurredAt ? occurrencePatch(context, input.occurredAt) : {}),
            ...(input.kind !== undefined ? { kind: input.kind } : {}),
            ...(input.verification ? { verification: input.verification } : {}),
            colour,
            judged_at: ticket.judged_at ?? now,
            judged_by: json(personOf(actor)),
        },
        entry: {
            kind: again ? 'rejudged' : 'judged',
            text: sentence(ticket, input, second, again),
            reason: input.reason ?? null,
            payload: { ...input, colour, needsSecond: second, lateJudgement: !again && ticket.assigned_at !== null },
        },
    };
});
function judgementPatch({ ticket, input }, second) {
    const detail = {
        ...(input.reason ? { reason: input.reason } : {}),
        ...(input.link ? { link: input.link } : {}),
        ...(input.channel ? { channel: input.channel } : {}),
    };
    const basis = {
        outcome: input.outcome,
        colour: input.colour ?? ticket.colour,
        mentions: ticket.event.counts.mentions,
        levelRank: machineRank(ticket.level_machine),
    };
    return {
        outcome: input.outcome,
        dispositions: input.dispositions,
        outcome_detail: json(detail),
        judged_basis: json(basis),
        needs_second: second,
        second_by: null,
        second_at: null,
        review_at: input.reviewAt === undefined ? null : new Date(input.reviewAt),
        rejudge_due: false,
        rejudge_why: null,
    };
}
function levelPatch({ ticket, input, actor, now }) {
    if (input.level === undefined || input.level === null)
        return {};
    return {
        level_duty: input.level,
        level_duty_by: json(personOf(actor)),
        level_duty_at: now,
        ...(levelRank(input.level) < GRAVE ? { level_provisional_ended: machineLevel(ticket.level_machine) } : {}),
    };
}
function endingReason(ticket, input) {
    if (!input.level || levelRank(input.level) >= GRAVE || !provisionalDue(ticket))
        return {};
    if (!input.reason || input.reason.length < 2)
        throw new AppError('precondition_failed', '定为Ⅲ级以下将终止暂计时限，须写明理由');
    return { clockReason: `初判为${LEVEL_TITLES[input.level]}：${input.reason}` };
}
/** Both values are kept when the occurrence time changes. */
export function occurrencePatch({ ticket, actor, now }, occurred) {
    if (new Date(occurred.at) > now)
        throw new AppError('precondition_failed', '发生时间不能晚于现在');
    const before = ticket.occurred_at === null
        ? []
        : [
            {
                at: ticket.occurred_at.toISOString(),
                source: ticket.occurred_source,
                changedAt: now.toISOString(),
                by: personOf(actor),
            },
        ];
    return {
        occurred_at: new Date(occurred.at),
        occurred_source: occurred.source,
        occurred_history: json([...ticket.occurred_history, ...before]),
    };
}
function sentence(ticket, input, second, again) {
    const late = !again && ticket.assigned_at !== null ? '补研判' : again ? '重新研判' : '研判';
    const level = input.level ? `，初判${LEVEL_TITLES[input.level]}` : '';
    return `${late}：${OUTCOME_TITLES[input.outcome]}${level}${second ? '，待第二人确认' : ''}`;
}
//# sourceMappingURL=judge.js.map