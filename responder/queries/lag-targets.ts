import type { ClockRule, ClocksBook, StartName, StopFact } from '../../config/schema/clocks.ts';
import { limitAmount } from '../../config/schema/clocks-check.ts';
import type { MedianLags } from './lags.ts';

/** How soon it has to be, in words, and whether a paper or only this system says so. Null: the rulebook sets no limit for it. */
export type LagTargets = Record<keyof MedianLags, { limits: string; isLaw: boolean } | null>;

/** From which moment to which recorded fact each of the three lags runs; nothing records a discovery, so no rule can limit it. */
const SPANS: Record<keyof MedianLags, { from: StartName; fact: StopFact } | null> = {
  detection: null,
  judgement: { from: 'detected_at', fact: 'judged' },
  disposal: { from: 'judged_at', fact: 'accepted' },
};

const COLOURS: Record<string, string> = { red: '红色', orange: '橙色', yellow: '黄色', blue: '蓝色', none: '未定级' };
const HOURS: Record<string, string> = { duty_hours: '（值班时间）', working_hours: '（工作时间）' };

/** What the rulebook sets for 早发现, 早研判, 早处置. */
export function lagTargets({ rules }: Pick<ClocksBook, 'rules'>): LagTargets {
  const of = (span: (typeof SPANS)[keyof MedianLags]): LagTargets[keyof MedianLags] => {
    if (span === null) return null;
    const found = rules.filter((rule) => runs(rule, span));
    if (found.length === 0) return null;
    return { limits: found.map(limitWords).join('、'), isLaw: found.some(({ source }) => source.grade !== 'P') };
  };
  return { detection: of(SPANS.detection), judgement: of(SPANS.judgement), disposal: of(SPANS.disposal) };
}

const runs = ({ clock, satisfied_by: stops, auto }: ClockRule, span: { from: StartName; fact: StopFact }): boolean =>
  auto !== false && clock?.start[0] === span.from && (stops ?? []).some(({ fact }) => fact === span.fact);

/** 红色20分钟, 黄色2小时（值班时间）. */
function limitWords({ clock, applies }: ClockRule): string {
  const condition = applies !== undefined && 'any' in applies ? applies.any[0] : applies;
  const colour = condition?.colour?.[0];
  return `${colour === undefined ? '' : (COLOURS[colour] ?? colour)}${spoken(clock!)}`;
}

function spoken({ limit, calendar }: NonNullable<ClockRule['clock']>): string {
  if (typeof limit === 'number') return `${limit}${calendar === 'working_days' ? '个工作日' : '日'}`;
  const minutes = limitAmount(limit);
  return `${minutes % 60 === 0 ? `${minutes / 60}小时` : `${minutes}分钟`}${HOURS[calendar] ?? ''}`;
}
