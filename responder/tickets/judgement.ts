import type { Colour, EventSnapshot } from '../../analyzer/messages.ts';
import { spokenTime } from '../../platform/runtime/local-time.ts';
import type { PastColour } from '../tables.ts';
import { levelOfRank, levelTitle } from './levels.ts';

/** 研判 ends in exactly one of these. */
export const OUTCOMES = [
  'public_answer',
  'direct_answer',
  'prepared_line',
  'legal_channel',
  'not_ours',
  'already_answered',
  'keep_watching',
  'no_answer',
] as const;
export type JudgementOutcome = (typeof OUTCOMES)[number];

export const OUTCOME_TITLES: Record<JudgementOutcome, string> = {
  public_answer: '公开回应',
  direct_answer: '点对点答复',
  prepared_line: '备答口径',
  legal_channel: '转法定渠道',
  not_ours: '移送非属地',
  already_answered: '已有答复',
  keep_watching: '继续关注',
  no_answer: '无需回应',
};

export const DISPOSITIONS = ['D-1', 'D-2', 'D-3', 'D-4', 'D-5', 'D-6'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];
export const DISPOSITION_TITLES: Record<Disposition, string> = {
  'D-1': '建设性意见：公开吸收采纳情况',
  'D-2': '实际困难：公开解决情况',
  'D-3': '重大问题：公布调查处置情况',
  'D-4': '公众不了解：发布权威信息',
  'D-5': '误解误读：解释引导',
  'D-6': '不实信息：澄清并移送涉嫌违法线索',
};

export const LEGAL_CHANNELS = ['12345', 'petition', 'discipline', 'litigation', 'disclosure'] as const;
export const LEGAL_CHANNEL_TITLES: Record<(typeof LEGAL_CHANNELS)[number], string> = {
  '12345': '12345热线',
  petition: '信访',
  discipline: '纪检监察',
  litigation: '诉讼仲裁复议',
  disclosure: '依申请公开',
};
export const NO_ANSWER_REASONS = [
  'no_demand',
  'duplicate_of_answered',
  'pure_sentiment',
  'private_matter',
  'other',
] as const;
/** How an unverified claim is named (README.md, What it refuses to be); a person's 属实 takes it away. */
const HEARSAY = /^(?:网传|据反映)/u;
export const isHearsay = (title: string): boolean => HEARSAY.test(title);
export const withoutHearsay = (title: string): string => title.replace(HEARSAY, '');
export const VERIFICATIONS = ['unverified', 'verifying', 'true', 'partly_true', 'false', 'unverifiable'] as const;
export type Verification = (typeof VERIFICATIONS)[number];
export const VERIFICATION_TITLES: Record<Verification, string> = {
  unverified: '未核实',
  verifying: '核实中',
  true: '属实',
  partly_true: '部分属实',
  false: '不实',
  unverifiable: '无法核实',
};

/** Only these two owe a disposition D-1 … D-6 and the 48 h of N-03. */
export const owesAnswer = (outcome: JudgementOutcome): boolean =>
  outcome === 'public_answer' || outcome === 'direct_answer';

const ALERT: readonly Colour[] = ['yellow', 'orange', 'red'];
const RANK: Record<Colour, number> = { blue: 1, yellow: 2, orange: 3, red: 4 };
export const colourRank = (value: Colour | null): number => (value === null ? 0 : RANK[value]);
export const graverColour = (a: Colour | null, b: Colour | null): Colour | null =>
  colourRank(a) >= colourRank(b) ? a : b;

interface Colours {
  colour: Colour | null;
  colour_machine: Colour | null;
  colours_before: readonly PastColour[];
}

/** The gravest colour the matter has or had, by person or machine, within so many hours. */
export function peakColour(ticket: Colours, now: Date, hours: number): Colour | null {
  const since = now.getTime() - hours * 3_600_000;
  const before = ticket.colours_before.filter(({ until }) => new Date(until).getTime() > since);
  return [ticket.colour_machine, ...before.map(({ colour }) => colour)].reduce(graverColour, ticket.colour);
}

/** How long colours are remembered at all; the rulebook's memory is shorter. */
const KEPT_MS = 7 * 86_400_000;

/** The memory after these colours ended now. */
export function rememberColours(
  before: readonly PastColour[],
  ended: readonly (Colour | null)[],
  now: Date,
): PastColour[] {
  const kept = before.filter(({ until }) => now.getTime() - new Date(until).getTime() < KEPT_MS);
  const fresh = ended.filter((colour) => colour !== null).map((colour) => ({ colour, until: now.toISOString() }));
  return [...kept, ...fresh];
}

/** Not answering at yellow or above needs a second person: silence is never one person's decision. */
export const needsSecondPerson = (outcome: JudgementOutcome, colour: Colour | null): boolean =>
  !owesAnswer(outcome) && colour !== null && ALERT.includes(colour);

export interface JudgementFields {
  outcome: JudgementOutcome;
  dispositions: readonly Disposition[];
  reason?: string | undefined;
  reviewAt?: string | undefined;
  link?: string | undefined;
  channel?: string | undefined;
  /** As it stands with this judgement. */
  verification?: Verification | undefined;
}

/** Whoever calls something false information has had it looked into, or has it looked into now. */
const D6_RESTS_ON: readonly Verification[] = ['verifying', 'partly_true', 'false', 'unverifiable'];

/** What an outcome must bring with it; [] = complete. Chinese, one sentence a gap. */
export function missingForOutcome(input: JudgementFields): string[] {
  const gaps: string[] = [];
  if (owesAnswer(input.outcome) && input.dispositions.length === 0) gaps.push('须选定处置类型（D-1 至 D-6）');
  if (!owesAnswer(input.outcome) && input.dispositions.length > 0) gaps.push('不予回应的研判不选处置类型');
  if (input.dispositions.includes('D-6') && input.verification && !D6_RESTS_ON.includes(input.verification))
    gaps.push(
      `处置类型D-6是不实信息，核实情况为“${VERIFICATION_TITLES[input.verification]}”：请先核实，或把核实情况改为“核实中”`,
    );
  if (input.outcome === 'keep_watching' && !input.reviewAt) gaps.push('继续关注须填写复看时间');
  if (input.outcome === 'already_answered' && !input.link) gaps.push('已有答复须附答复链接');
  if (input.outcome === 'legal_channel' && !input.channel) gaps.push('转法定渠道须选定渠道');
  if ((input.outcome === 'no_answer' || input.outcome === 'not_ours') && !input.reason) gaps.push('须写明理由');
  return gaps;
}

type Decided = Pick<JudgementFields, 'outcome' | 'dispositions'>;
/** What the judgement before decided and this one does not, in words; null = nothing. What was promised to the public is not dropped without a word. */
export function takenBack(
  before: { outcome: JudgementOutcome | null; dispositions: readonly Disposition[] },
  now: Decided,
) {
  if (before.outcome === null) return null;
  const gone = before.dispositions.filter((disposition) => !now.dispositions.includes(disposition));
  const said = [
    ...(before.outcome === now.outcome ? [] : [`原研判“${OUTCOME_TITLES[before.outcome]}”`]),
    ...(gone.length === 0 ? [] : [`原处置类型${gone.join('、')}`]),
  ];
  return said.length === 0 ? null : `不再沿用${said.join('、')}`;
}

export interface JudgedBasis {
  outcome: JudgementOutcome;
  colour: Colour | null;
  mentions: number;
  /** Machine level rank when judged: 0 none, 1 = IV … 4 = I. */
  levelRank: number;
  /** Facts of which two numbers stood against each other when judged; absent in judgements of before. */
  disputed?: string[];
}

/** Facts of which two numbers stand against each other now, with their words. */
export const disputedFacts = (event: Pick<EventSnapshot, 'disputed'>): { fact: string; words: string }[] =>
  event.disputed ?? [];

/** Growth that makes a non-answer be judged again; both numbers are the rulebook's. */
/** The days in which a changed number changes the level (N-11), while they last, and the level a person has set. */
export interface Relevel {
  days: number;
  setRank: number;
}

export interface RejudgeRule {
  growthFactor: number;
  minNew: number;
}

/** Why the judgement no longer fits what is known, or null. A graver machine level asks again whatever the outcome was. */
export function rejudgeReason(
  basis: JudgedBasis,
  now: Omit<JudgedBasis, 'outcome' | 'disputed'> & {
    disputed?: readonly { fact: string; words: string }[];
    relevel?: Relevel | null;
  },
  rule: RejudgeRule,
): string | null {
  const { relevel = null } = now;
  if (relevel !== null && now.levelRank > Math.max(basis.levelRank, relevel.setRank))
    return `等级变更建议：事发${relevel.days}日内数字变化，机器估算的事件等级升高至${levelTitle(levelOfRank(now.levelRank))}`;
  if (now.levelRank > basis.levelRank && now.levelRank >= 3) return '机器估算的事件等级升高';
  const fresh = (now.disputed ?? []).filter(({ fact }) => !(basis.disputed ?? []).includes(fact));
  if (fresh.length > 0) return `关键数字说法不一：${fresh.map(({ words }) => words).join('；')}`;
  if (owesAnswer(basis.outcome)) return null;
  if (colourRank(now.colour) > colourRank(basis.colour)) return '舆情颜色升级';
  const added = now.mentions - basis.mentions;
  if (added >= rule.minNew && now.mentions >= basis.mentions * rule.growthFactor)
    return `信息由 ${basis.mentions} 条增至 ${now.mentions} 条`;
  return null;
}

/** Where it was sent, where it was answered already, or when it is looked at again: nobody else would remember. */
export function whereAndWhen({
  channel,
  link,
  reviewAt,
}: {
  channel?: (typeof LEGAL_CHANNELS)[number] | undefined;
  link?: string | undefined;
  reviewAt?: string | undefined;
}): string {
  const said = [
    ...(channel === undefined ? [] : [LEGAL_CHANNEL_TITLES[channel]]),
    ...(link === undefined ? [] : [link]),
    ...(reviewAt === undefined ? [] : [`${spokenTime(new Date(reviewAt))}复看`]),
  ];
  return said.length === 0 ? '' : `（${said.join('，')}）`;
}
