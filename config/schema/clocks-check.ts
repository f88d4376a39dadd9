import type { ClockRule, Layer } from './clocks.ts';

export interface Problem {
  path: (string | number)[];
  message: string;
}

interface Book {
  rules: ClockRule[];
  tighten: { tightens: string; layer: Layer; limit: string | number }[];
  backward: { rule: string; title: string; at: string }[];
}

/**
 * The three clocks of the State Council that no file may loosen, in minutes (国办发〔2016〕61号, 80号). Everything else is data;
 * these are repeated here so that an edited rulebook cannot quietly give away the law.
 */
const FLOOR: Record<string, { minutes: number; start: string }> = {
  'N-01': { minutes: 5 * 60, start: 'event_occurred_at' },
  'N-02': { minutes: 24 * 60, start: 'event_occurred_at' },
  'N-03': { minutes: 48 * 60, start: 'detected_at' },
};
const DEPTH: Record<Layer, number> = { national: 0, province: 1, city: 2, unit: 3 };
const DAY_CALENDARS = ['natural_days', 'working_days'];

/** Everything a clocks book must hold beyond its shape; the loader refuses a book with a problem. */
export function checkClocks(book: Book): Problem[] {
  return [
    ...book.rules.flatMap((rule, index) => ruleProblems(book.rules, rule, index)),
    ...missingNational(book.rules),
    ...book.tighten.flatMap((row, index) => tighteningProblems(book.rules, row, index)),
    ...book.backward.flatMap((row, index) => backwardProblems(book, row, index)),
  ];
}

/** Minutes of PT5H; days are returned as they are. Comparable only inside one calendar. */
export function limitAmount(limit: string | number): number {
  if (typeof limit === 'number') return limit;
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(limit);
  return Number(match?.[1] ?? 0) * 60 + Number(match?.[2] ?? 0);
}

function ruleProblems(rules: ClockRule[], rule: ClockRule, index: number): Problem[] {
  const at = (...path: (string | number)[]) => ['rules', index, ...path];
  const problems: Problem[] = [];
  if (rules.findIndex((other) => other.id === rule.id) !== index)
    problems.push({ path: at('id'), message: `规则编号重复：${rule.id}` });
  if (rule.layer === 'national' && !rule.locked)
    problems.push({ path: at('locked'), message: `${rule.id} 为国家层规则，须写 locked: true` });
  const { clock } = rule;
  if (!clock) return problems;
  if ((typeof clock.limit === 'number') !== DAY_CALENDARS.includes(clock.calendar))
    problems.push({
      path: at('clock', 'limit'),
      message: `${clock.calendar} 的时限${typeof clock.limit === 'number' ? '须写时长，如 PT5H' : '须写整天数'}`,
    });
  if (clock.calendar === 'natural_hours' && clock.pausable)
    problems.push({ path: at('clock', 'pausable'), message: '自然小时时限不得停计' });
  return [...problems, ...floorProblems(rule, at), ...internalProblems(rules, rule, at)];
}

function floorProblems(rule: ClockRule, at: (...path: string[]) => Problem['path']): Problem[] {
  const floor = FLOOR[rule.id];
  const clock = rule.clock;
  if (!floor || !clock) return [];
  const loosened =
    clock.calendar !== 'natural_hours' ||
    limitAmount(clock.limit) > floor.minutes ||
    clock.start[0] !== floor.start ||
    clock.extend !== undefined;
  if (!loosened) return [];
  return [
    {
      path: at('clock'),
      message: `${rule.id} 是国家规定的时限（${floor.minutes / 60} 自然小时，自 ${floor.start} 起，不得延期），只能更严，不能放宽`,
    },
  ];
}

/** An internal clock must not be able to end after the public one it serves. */
function internalProblems(rules: ClockRule[], rule: ClockRule, at: (...path: string[]) => Problem['path']): Problem[] {
  const clock = rule.clock;
  if (rule.role !== 'internal' || !rule.auto || !clock || clock.before_public !== undefined) return [];
  const publics = rules.filter((other) => other.role === 'public' && other.auto && other.clock && mayMeet(rule, other));
  const shortest = Math.min(...publics.map((other) => limitAmount(other.clock!.limit)));
  const safe =
    clock.calendar === 'natural_hours' && clock.start[0] === 'detected_at' && limitAmount(clock.limit) <= shortest;
  if (safe || publics.length === 0) return [];
  return [
    {
      path: at('clock'),
      message: `内部时限 ${rule.id} 可能晚于对外时限（${publics.map((other) => other.id).join('、')}）到期，请写 before_public（如 PT6H）`,
    },
  ];
}

/** A rule for certain intake kinds (咨询, 纠错 …) has its own law and no public opinion clock above it. */
function mayMeet(internal: ClockRule, other: ClockRule): boolean {
  if ('any' in internal.applies || 'any' in other.applies) return true;
  return internal.applies.intake_kind === undefined;
}

function missingNational(rules: ClockRule[]): Problem[] {
  return Object.keys(FLOOR)
    .filter((id) => !rules.some((rule) => rule.id === id && rule.clock && rule.auto && rule.layer === 'national'))
    .map((id) => ({ path: ['rules'], message: `缺少国家规定的时限 ${id}，不得删除或停用` }));
}

function tighteningProblems(rules: ClockRule[], row: Book['tighten'][number], index: number): Problem[] {
  const at = (key: string) => ['tighten', index, key];
  const target = rules.find((rule) => rule.id === row.tightens);
  if (!target?.clock) return [{ path: at('tightens'), message: `没有带时限的规则 ${row.tightens}` }];
  if (DEPTH[row.layer] <= DEPTH[target.layer])
    return [{ path: at('layer'), message: `${row.layer} 层不低于 ${row.tightens} 所在的 ${target.layer} 层` }];
  if (typeof row.limit !== typeof target.clock.limit)
    return [{ path: at('limit'), message: `${row.tightens} 的时限单位不能改变` }];
  if (limitAmount(row.limit) > limitAmount(target.clock.limit))
    return [
      { path: at('limit'), message: `${row.tightens} 只能收紧，不能放宽：${row.limit} 长于 ${target.clock.limit}` },
    ];
  return [];
}

function backwardProblems(book: Book, row: Book['backward'][number], index: number): Problem[] {
  const target = book.rules.find((rule) => rule.id === row.rule);
  if (target?.role !== 'public' || !target.clock)
    return [{ path: ['backward', index, 'rule'], message: `倒排须依附对外时限，没有对外规则 ${row.rule}` }];
  // Where a lower layer tightens the clock, its milestones move forward with it.
  if (limitAmount(row.at) < limitAmount(target.clock.limit)) return [];
  return [{ path: ['backward', index, 'at'], message: `倒排节点“${row.title}”不早于对外时限 ${row.rule}` }];
}
