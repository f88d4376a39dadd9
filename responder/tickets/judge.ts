import { z } from 'zod';
import { colour as colourSchema, eventLevel } from '../../analyzer/messages.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { json, personOf, type OutcomeDetail } from '../tables.ts';
import { baseInput, defineVerb, type VerbContext } from './act.ts';
import { intakeKindsOf } from './brought.ts';
import {
  DISPOSITIONS,
  disputedFacts,
  LEGAL_CHANNELS,
  missingForOutcome,
  needsSecondPerson,
  OUTCOME_TITLES,
  OUTCOMES,
  owesAnswer,
  peakColour,
  rememberColours,
  takenBack,
  whereAndWhen,
  VERIFICATIONS,
  type Disposition,
} from './judgement.ts';
import { asksKept, keepJudgement } from './judgement-papers.ts';
import { GRAVE, LEVEL_TITLES, levelRank, machineLevel, machineRank, provisionalDue } from './levels.ts';
import { isWatched, marksAfter, withoutStaleWatch, type MarksChange } from './marks.ts';
import { occurrenceInWords, occurrencePatch } from './occurrence.ts';
import { keptSheet, missingFields, prefill, sheetInput, SHEET_TITLES, type KeptSheet } from './sheet.ts';
import type { Ticket, TicketPatch } from './ticket.ts';
import { askedFields, keepVerification, refuseUnfounded, verificationPatch } from './verification.ts';
import { moment } from './dates.ts';

const markText = z.string().trim().min(2).max(500).optional();
export const judgeInput = z.strictObject({
  ...baseInput,
  outcome: z.enum(OUTCOMES),
  /** 值班初判; null or absent = not yet known, provisional clocks go on. */
  level: eventLevel.nullable().optional(),
  kind: z.string().nullable().optional(),
  colour: colourSchema.optional(),
  occurredAt: z.strictObject({ at: moment('earlier', '发生时间'), source: z.string().min(1).max(200) }).optional(),
  verification: z.enum(VERIFICATIONS).optional(),
  /** What the verification rests on; needed for a result that is not on record yet. */
  asked: z.strictObject(askedFields).optional(),
  dispositions: z.array(z.enum(DISPOSITIONS)).default([]),
  reason: z.string().trim().max(1000).optional(),
  reviewAt: moment('review', '复看时间').optional(),
  link: z.url({ protocol: /^https?$/ }).optional(),
  channel: z.enum(LEGAL_CHANNELS).optional(),
  /** 研判单: what a person wrote over what the machine knew. */
  sheet: sheetInput.optional(),
  /** 历史遗留, 复杂疑难: absent = as it stands; set or taken off with a reason. */
  leftover: z.boolean().optional(),
  leftoverReason: markText,
  complex: z.boolean().optional(),
  complexReason: markText,
  /** When and how whoever asked was told that it takes longer. */
  complexNotice: markText,
  /** 转入观察: nothing new to tell of a grave matter; the daily releases rest (L-14) and the observation runs (L-11). */
  concluded: z.boolean().optional(),
  concludedReason: markText,
});
type Input = z.output<typeof judgeInput>;

/** 研判: exactly one outcome, on a sheet. Setting Ⅰ/Ⅱ keeps the provisional clocks, a lower level ends them and needs a reason. */
export const judge = defineVerb('judge', judgeInput, async (context) => {
  const { ticket, input, now } = context;
  refuseGaps(context);
  const marked = marksOf(context);
  await verified(context);
  const sheet = await sheetOf(context);
  const colour = input.colour ?? ticket.colour;
  const { colourMemoryHours } = context.books.ticketRules.judgement;
  // A colour lowered in the same act, or shortly before, does not do away with the second person.
  const peak = peakColour({ ...ticket, colours_before: coloursAfter(context) }, now, colourMemoryHours);
  const second = needsSecondPerson(input.outcome, peak) || (!owesAnswer(input.outcome) && ticket.owed.length > 0);
  const again = ticket.judged_at !== null;
  const dispositions = withOwed(ticket, input);
  const changed = changedBy(context, dispositions);
  await keepJudgement(context, { dispositions, colour, peak, second, sheet, marks: marked.marks });
  return {
    ...(ticket.state === 'received' ? { state: 'judged' as const } : {}),
    ...endingReason(ticket, input, marked.said),
    set: {
      ...judgementPatch(context, second, dispositions),
      ...setByHand(context, colour),
      ...markPatch(context, marked),
    },
    entry: {
      kind: again ? 'rejudged' : 'judged',
      text: `${sentence(ticket, input, second, again)}${undecided(context) ? UNDECIDED : ''}${[changed, marked.said]
        .filter((said) => said !== null)
        .map((said) => `；${said}`)
        .join('')}${occurrenceInWords(ticket, input.occurredAt)}`,
      reason: input.reason ?? null,
      payload: { ...shown(input), colour, needsSecond: second, lateJudgement: !again && ticket.assigned_at !== null },
    },
  };
});

/** 属实, 不实 … said with the judgement is a verification like any other: it says whom we asked, how and when, and stands on the desk. */
async function verified(context: VerbContext<Input>): Promise<void> {
  const { ticket, input } = context;
  const { verification, asked } = input;
  if (verification === undefined || (verification === ticket.verification && asked === undefined)) return;
  refuseUnfounded(asked ?? {}, verification !== 'unverified' && verification !== 'verifying');
  if (asked !== undefined) await keepVerification(context, verification, asked);
}

/** The timeline is seen by every unit of the ticket; the sheet lies on the desk of those who judge. */
const shown = ({ sheet: _sheet, ...rest }: Input): Omit<Input, 'sheet'> => rest;

function refuseGaps({ input, ticket }: VerbContext<Input>): void {
  const gaps = missingForOutcome({ ...input, verification: input.verification ?? ticket.verification });
  if (gaps.length > 0) throw new AppError('precondition_failed', gaps.join('；'), { gaps });
  const [owed] = ticket.owed;
  if (owed !== undefined && !owesAnswer(input.outcome) && !input.reason)
    throw new AppError('precondition_failed', `并入的工单 ${owed.number} 应予回应，不作回应须写明理由`);
}

/** @throws AppError precondition_failed when an earlier decision is given up and nobody says why: the reason stands in the timeline. */
function changedBy({ ticket, input }: VerbContext<Input>, dispositions: Disposition[]): string | null {
  const changed = takenBack(ticket, { outcome: input.outcome, dispositions });
  if (changed !== null && (input.reason?.length ?? 0) < 2)
    throw new AppError('precondition_failed', `${changed}，须写明理由`);
  return changed;
}

/** @throws AppError precondition_failed naming the fields the rulebook asks for at this colour. */
async function sheetOf({ tx, ticket, input, books }: VerbContext<Input>): Promise<KeptSheet> {
  const sheet = keptSheet(prefill(ticket, books, await asksKept(tx, ticket.id)), input.sheet);
  const colour = input.colour ?? ticket.colour;
  const gaps = missingFields(books.ticketRules.judgement, colour, sheet);
  if (gaps.length > 0)
    throw new AppError('precondition_failed', `研判单缺：${gaps.map((field) => SHEET_TITLES[field]).join('、')}`, {
      gaps,
    });
  return sheet;
}

function marksOf({ ticket, input, actor, now }: VerbContext<Input>): MarksChange {
  if (input.concluded === true && ticket.first_authoritative_at === null)
    throw new AppError('precondition_failed', '尚未公开发布，不能转入观察');
  const said = withoutStaleWatch(ticket.marks, input, ticket);
  return marksAfter(ticket.marks, said, { actor, now, intakeKinds: intakeKindsOf(ticket) });
}

function markPatch({ ticket, now }: VerbContext<Input>, { marks, said }: MarksChange): TicketPatch {
  if (said === null) return {};
  const goesOn = isWatched(ticket.marks) !== undefined && isWatched(marks) === undefined;
  return { marks: json(marks), ...(goesOn ? { cadence_resumed_at: now } : {}) };
}

/** The answers owed by tickets merged into this one are owed here. */
const withOwed = (ticket: Ticket, input: Input): Disposition[] =>
  owesAnswer(input.outcome)
    ? [...new Set([...input.dispositions, ...ticket.owed.flatMap(({ dispositions }) => dispositions)])].sort()
    : input.dispositions;

const coloursAfter = ({ ticket, input, now }: VerbContext<Input>) =>
  input.colour === undefined || input.colour === ticket.colour
    ? ticket.colours_before
    : rememberColours(ticket.colours_before, [ticket.colour], now);

/** What the person said besides the outcome. */
function setByHand(context: VerbContext<Input>, colour: Ticket['colour']): TicketPatch {
  const { ticket, input, now, actor } = context;
  return {
    ...levelPatch(context),
    ...(input.occurredAt ? occurrencePatch(context, input.occurredAt) : {}),
    ...(input.kind !== undefined ? { kind: input.kind } : {}),
    ...(input.verification ? verificationPatch(ticket, input.verification) : {}),
    colour,
    colours_before: json(coloursAfter(context)),
    judged_at: ticket.judged_at ?? now,
    rejudged_at: ticket.judged_at === null ? null : now,
    judged_by: json(personOf(actor)),
  };
}

function judgementPatch(
  { ticket, input }: VerbContext<Input>,
  second: boolean,
  dispositions: Disposition[],
): TicketPatch {
  const detail: OutcomeDetail = {
    ...(input.reason ? { reason: input.reason } : {}),
    ...(input.link ? { link: input.link } : {}),
    ...(input.channel ? { channel: input.channel } : {}),
  };
  const basis = {
    outcome: input.outcome,
    colour: input.colour ?? ticket.colour,
    mentions: ticket.event.counts.mentions,
    levelRank: machineRank(ticket.level_machine),
    disputed: disputedFacts(ticket.event).map(({ fact }) => fact),
  };
  return {
    outcome: input.outcome,
    dispositions,
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

function levelPatch({ ticket, input, actor, now }: VerbContext<Input>): TicketPatch {
  if (input.level === undefined || input.level === null || input.level === ticket.level_official) return {};
  if (ticket.level_official !== null)
    throw new AppError('precondition_failed', '主管部门已认定等级，变更须登记新的认定文件');
  return {
    level_duty: input.level,
    level_duty_by: json(personOf(actor)),
    level_duty_at: now,
    ...(levelRank(input.level) < GRAVE ? { level_provisional_ended: machineLevel(ticket.level_machine) } : {}),
  };
}

function endingReason(ticket: Ticket, input: Input, marked: string | null): { clockReason?: string } {
  if (!input.level || levelRank(input.level) >= GRAVE || !provisionalDue(ticket))
    return marked === null ? {} : { clockReason: marked };
  if (!input.reason || input.reason.length < 2)
    throw new AppError('precondition_failed', '定为Ⅲ级以下将终止暂计时限，须写明理由');
  const low = `初判为${LEVEL_TITLES[input.level]}：${input.reason}`;
  return { clockReason: marked === null ? low : `${low}；${marked}` };
}

const UNDECIDED = '（未定级，暂按重大计时的时限继续）';

/** Judged while nobody has said how grave it is: allowed, but said. */
const undecided = (context: VerbContext<Input>): boolean =>
  !context.ticket.history && provisionalDue({ ...context.ticket, ...levelPatch(context) } as Ticket);

function sentence(ticket: Ticket, input: Input, second: boolean, again: boolean): string {
  const late = !again && ticket.assigned_at !== null ? '补研判' : again ? '重新研判' : '研判';
  const level = input.level ? `，初判${LEVEL_TITLES[input.level]}` : '';
  return `${late}：${OUTCOME_TITLES[input.outcome]}${whereAndWhen(input)}${level}${second ? '，待第二人确认' : ''}`;
}
