import type { EventLevel, EventSnapshot } from '../../analyzer/messages.ts';

const RANK: Record<EventLevel, number> = { IV: 1, III: 2, II: 3, I: 4 };
/** 0 none, 1 = Ⅳ … 4 = Ⅰ. */
export const levelRank = (level: EventLevel | null | undefined): number => (level ? RANK[level] : 0);
export const levelOfRank = (rank: number): EventLevel | null => (['IV', 'III', 'II', 'I'] as const)[rank - 1] ?? null;
export const LEVEL_TITLES: Record<EventLevel, string> = {
  I: 'Ⅰ级（特别重大）',
  II: 'Ⅱ级（重大）',
  III: 'Ⅲ级（较大）',
  IV: 'Ⅳ级（一般）',
};
export const levelTitle = (level: EventLevel | null): string => (level ? LEVEL_TITLES[level] : '未达分级');
export const GRAVE = 3;

interface Levels {
  level_official: EventLevel | null;
  level_duty: EventLevel | null;
  level_machine: EventSnapshot['level'];
}

/** Level a person has set: 主管部门认定 before 值班初判; null while only the machine has spoken. */
export const setLevel = (ticket: Levels): EventLevel | null => ticket.level_official ?? ticket.level_duty;

/** Gravest level the facts allow (可能升级 included). */
export const machineLevel = (level: EventSnapshot['level']): EventLevel | null =>
  level.status === 'none' ? null : levelRank(level.high) >= levelRank(level.low) ? level.high : level.low;
export const machineRank = (level: EventSnapshot['level']): number => levelRank(machineLevel(level));

/** Provisional 5 h / 24 h clocks run while the facts make Ⅱ possible and no person has looked at facts that grave (docs/rules.md §1; ARCHITECTURE.md, The machine suggests). */
export const provisionalDue = (ticket: Levels & { level_provisional_ended: EventLevel | null }): boolean => {
  const machine = machineRank(ticket.level_machine);
  return machine >= GRAVE && machine > Math.max(levelRank(setLevel(ticket)), levelRank(ticket.level_provisional_ended));
};
