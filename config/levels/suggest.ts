import type { EventLevel, Facts } from '../../analyzer/messages.ts';
import type { RuleSource } from '../load.ts';
import type { EventLevelsBook, LevelCriterion, LevelKind, LevelMeasure, LevelVariant } from '../schema/event-levels.ts';

/** Order of gravity, gravest first. */
export const LEVELS = ['I', 'II', 'III', 'IV'] as const;
export const LEVEL_NAMES: Record<EventLevel, string> = {
  I: 'Ⅰ级（特别重大）',
  II: 'Ⅱ级（重大）',
  III: 'Ⅲ级（较大）',
  IV: 'Ⅳ级（一般）',
};

/** Facts of an event as stated; ranges as in `Facts` (high null = open upwards, money in yuan). */
export interface LevelFacts extends Facts {
  participants?: { low: number; high: number | null } | undefined;
  magnitude?: number | undefined;
  /** Population density above 200/km² at the epicentre; absent = unknown, both readings are given. */
  dense?: boolean | undefined;
  /** Marks that switch on a stricter active variant. */
  school?: boolean | undefined;
  majorEvent?: boolean | undefined;
}

/**
 * Machine estimate only (机器估算). `low` from the lower bounds, `high` from the upper ones (never below `low`);
 * `possible` is `high` when it is graver than `low`, shown as 可能升级.
 */
export interface LevelSuggestion {
  low: EventLevel | null;
  high: EventLevel | null;
  possible: EventLevel | null;
  rule: string | null;
  source: RuleSource | null;
  status: 'suggested' | 'unclear' | 'none';
  /** What reference values would give where the law knows no level; shown, never set. */
  reference: EventLevel | null;
  /** Chinese sentences for the person who decides. */
  notes: string[];
}

type Values = Partial<Record<LevelMeasure, number>>;
type Graded = { level: EventLevel; source: RuleSource | undefined; rule: string | undefined };

/** Suggest a level by rules.md §4.1 and §4.2. Pure; an unknown kind gives status none. */
export function suggestLevel(book: EventLevelsBook, kind: string | null, facts: LevelFacts): LevelSuggestion {
  const table = book.kinds.find((row) => row.kind === kind);
  if (!table) return none(null, ['没有对应的分级标准，由人工研判']);
  const variants = book.variants.filter((row) => row.kind === kind && applies(row, facts));
  const low = grade(table, variants, lowerValues(table, facts));
  const high = worst(low, grade(table, variants, upperValues(table, facts)));
  if (!table.statutory)
    return {
      ...none(table, ['该类事件没有法定级别，参考值不作为定级依据，由主管部门认定']),
      reference: low?.level ?? null,
    };
  const notes = notesFor(table, facts, low?.level ?? null, variants);
  const withMissing = missingAsDead(table, variants, facts);
  const top = worst(high, withMissing);
  const found = low ?? top;
  return {
    low: low?.level ?? null,
    high: top?.level ?? null,
    possible: top !== null && top.level !== low?.level ? top.level : null,
    rule: found?.rule ?? table.id,
    source: found?.source ?? table.source,
    status: statusOf(table, facts, low?.level ?? null),
    reference: null,
    notes,
  };
}

/** 1 (Ⅳ) … 4 (Ⅰ), 0 for none: to compare levels. */
export function gravity(level: EventLevel | null | undefined): number {
  return level ? LEVELS.length - LEVELS.indexOf(level) : 0;
}

function none(table: LevelKind | null, notes: string[]): LevelSuggestion {
  return {
    low: null,
    high: null,
    possible: null,
    rule: table?.id ?? null,
    source: table?.source ?? null,
    status: 'none',
    reference: null,
    notes,
  };
}

function applies(variant: LevelVariant, facts: LevelFacts): boolean {
  if (!variant.active) return false;
  if (variant.flag === null) return true;
  return variant.flag === 'school' ? facts.school === true : facts.majorEvent === true;
}

/** Lower bounds. Poisoned and seriously hurt may be the same people in one report, so the larger counts, never the sum. */
function lowerValues(table: LevelKind, facts: LevelFacts): Values {
  const missing = table.missing_counts ? (facts.missing?.low ?? 0) : 0;
  const serious = Math.max(facts.seriousInjuries?.low ?? 0, table.poisoned_is_serious ? (facts.poisoned?.low ?? 0) : 0);
  return {
    deaths: (facts.deaths?.low ?? 0) + missing,
    serious_injuries: serious,
    injuries: facts.injuries?.low ?? 0,
    poisoned: facts.poisoned?.low ?? 0,
    evacuated: facts.evacuated?.low ?? 0,
    direct_loss_yuan: facts.directLossYuan?.low ?? 0,
    participants: facts.participants?.low ?? 0,
    ...magnitude(facts, 'low'),
  };
}

/** Upper bounds; an open one (至少3人) stays at its lower number: infinity is no information. */
function upperValues(table: LevelKind, facts: LevelFacts): Values {
  const top = (range: { low: number; high: number | null } | undefined): number => range?.high ?? range?.low ?? 0;
  return {
    deaths: top(facts.deaths) + (table.missing_counts ? top(facts.missing) : 0),
    serious_injuries: top(facts.seriousInjuries) + (table.poisoned_is_serious ? top(facts.poisoned) : 0),
    injuries: top(facts.injuries),
    poisoned: top(facts.poisoned),
    evacuated: top(facts.evacuated),
    direct_loss_yuan: top(facts.directLossYuan),
    participants: top(facts.participants),
    ...magnitude(facts, 'high'),
  };
}

/** Magnitude is a first judgement only: it gives way to a known toll. Unknown density reads both ways. */
function magnitude(facts: LevelFacts, bound: 'low' | 'high'): Values {
  if (facts.magnitude === undefined || tollKnown(facts)) return {};
  const dense = facts.dense ?? bound === 'high';
  return dense ? { magnitude_dense: facts.magnitude } : { magnitude_other: facts.magnitude };
}

function tollKnown(facts: LevelFacts): boolean {
  return (facts.deaths?.low ?? 0) + (facts.missing?.low ?? 0) > 0;
}

function grade(table: LevelKind, variants: LevelVariant[], values: Values): Graded | null {
  let found: Graded | null = null;
  for (const book of [table, ...variants]) {
    for (const row of book.criteria) {
      const level = reached(row, values);
      if (level) found = worst(found, { level, source: row.source ?? book.source, rule: book.id });
    }
  }
  return found;
}

function reached(row: LevelCriterion, values: Values): EventLevel | null {
  if ('all' in row) return row.all.every((part) => (values[part.measure] ?? 0) >= part.from) ? row.level : null;
  const value = values[row.measure];
  if (value === undefined) return null;
  return LEVELS.find((level) => row[level] !== undefined && value >= row[level][0]) ?? null;
}

function worst(a: Graded | null, b: Graded | null): Graded | null {
  return gravity(b?.level) > gravity(a?.level) ? b : a;
}

/** Where missing people do not count, they show what the level would be if they died. */
function missingAsDead(table: LevelKind, variants: LevelVariant[], facts: LevelFacts): Graded | null {
  const missing = facts.missing?.high ?? facts.missing?.low ?? 0;
  if (table.missing_counts || missing === 0) return null;
  const values = upperValues(table, facts);
  return grade(table, variants, { ...values, deaths: (values.deaths ?? 0) + missing });
}

/** 受伤 said without 重伤 is 伤情待核; a kind graded only by text, or an earthquake without toll and density, needs a person. */
function statusOf(table: LevelKind, facts: LevelFacts, low: EventLevel | null): LevelSuggestion['status'] {
  if (table.kind === 'earthquake' && !tollKnown(facts)) {
    if (facts.magnitude === undefined) return 'unclear';
    const [dense, other] = [true, false].map((value) => grade(table, [], magnitude({ ...facts, dense: value }, 'low')));
    return facts.dense !== undefined || dense?.level === other?.level ? (low ? 'suggested' : 'none') : 'unclear';
  }
  if (low !== null) return 'suggested';
  if (table.criteria.length === 0) return 'unclear';
  return hurtUnknown(table, facts) ? 'unclear' : 'none';
}

function hurtUnknown(table: LevelKind, facts: LevelFacts): boolean {
  const gradesInjury = table.criteria.some((row) => 'measure' in row && row.measure === 'serious_injuries');
  return gradesInjury && facts.seriousInjuries === undefined && (facts.injuries?.low ?? 0) > 0;
}

function notesFor(table: LevelKind, facts: LevelFacts, low: EventLevel | null, variants: LevelVariant[]): string[] {
  const notes: string[] = [];
  if (hurtUnknown(table, facts)) notes.push('伤情待核：受伤不等于重伤，未计入分级');
  const lost = missingAsDead(table, variants, facts);
  if (lost && gravity(lost.level) > gravity(low)) notes.push(`若失联者遇难则为${LEVEL_NAMES[lost.level]}`);
  if (table.kind === 'food' && low === null && facts.poisoned !== undefined)
    notes.push('未达分级（30人以下且无死亡），仍按舆情办理');
  if (table.kind === 'food' && facts.school) notes.push('涉及学校或幼儿园，提高关注；本省另有标准的从其规定');
  if (table.kind === 'food' && facts.poisoned?.low === 100) notes.push('含100人');
  if (facts.magnitude !== undefined && !tollKnown(facts)) notes.push('按震级初判，伤亡核实后以伤亡为准');
  if (table.criteria.length === 0) notes.push('该类事件按定性标准分级，由人工对照认定');
  return notes;
}
